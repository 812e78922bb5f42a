import type { Incident, PlaceInput } from '../place-message.ts'
import { categoryTable, isOneOfAKind, isSameMatter } from '../policy/categories.ts'
import { isActive } from '../ticket-flow.ts'
import { normaliseText } from '../understanding/normalise-text.ts'
import { isDeed } from './deed.ts'
import { sharedWords } from './shared-words.ts'
import { touches } from './touching.ts'

/** Points for what speaks for an incident; the one spoken of last is ahead of its equals. */
const weights = { place: 4, unit: 3, home: 3, own: 2, touching: 3, category: 2, latest: 1 }

/** The active incidents that were spoken of in this chat within a time, latest first. */
export function liveIncidents({ incidents, words }: PlaceInput, within: number): Incident[] {
  return incidents
    .filter(({ status, lastHereAt }) => {
      if (!isActive(status) || lastHereAt === null) return false
      return words.at.getTime() - lastHereAt.getTime() <= within
    })
    .sort(byLastHere)
}

/** Order by the last word in this chat, latest first. */
export function byLastHere(a: Incident, b: Incident): number {
  return (b.lastHereAt?.getTime() ?? 0) - (a.lastHereAt?.getTime() ?? 0)
}

/** The active incident that the speaker said something about in this chat a moment ago; a photo may come later. */
export function lastSpokenOf(
  { recent, words, windows, incidents }: PlaceInput,
  within = words.hasImage ? windows.conversation : windows.fragment,
): Incident | undefined {
  const last = [...recent].sort((a, b) => b.at.getTime() - a.at.getTime())[0]
  if (!last || words.at.getTime() - last.at.getTime() > within) return undefined
  return incidents.find((incident) => incident.ticketId === last.ticketId && isActive(incident.status))
}

/** Out of these, latest first, the incident that the words are most likely about; those elsewhere are out. */
export function mostLikely(live: readonly Incident[], { words }: PlaceInput): Incident | undefined {
  const near = live.filter((incident) => !isElsewhere(incident, words))
  const points = near.map((incident, i) => evidence(incident, words) + (i === 0 ? weights.latest : 0))
  return near[points.indexOf(Math.max(...points))]
}

/** How much speaks for it that words are about an incident, besides being said after it. */
export function evidence(incident: Incident, { text, triage, home }: PlaceInput['words']): number {
  const { category, place, building, unit } = triage
  const isSame = (a: string | null, b: string | null) => a !== null && a === b
  const found = [
    isSamePlace(place, incident.place) ? weights.place : 0,
    incident.isOwn ? weights.own : 0,
    isSame(building, incident.building) ? weights.place : 0,
    isSame(unit, incident.unit) ? weights.unit : 0,
    isNeighbour(incident, home) ? weights.home : 0,
    category && isSameMatter(category, incident.category) ? weights.category : 0,
    touches(text, incident.category) ? weights.touching : 0,
    sharedWords(text, incident.said ?? ''),
  ]
  return found.reduce((sum, points) => sum + points, 0)
}

/** Whether the speaker lives where the incident is. */
export function isNeighbour({ building, unit }: Incident, home: PlaceInput['words']['home']): boolean {
  if (!home || building === null || home.building !== building) return false
  return unit === null || home.unit === null || home.unit === unit
}

/** Whether words, or where their speaker lives, name another place than the incident's. */
export function isElsewhere(incident: Incident, { triage, home, text }: PlaceInput['words']): boolean {
  // What comes through one pipe to the whole building is the same in all its units.
  const isUnitApart = !categoryTable[incident.category].isUtility && differs(incident.unit, triage.unit)
  if (differs(incident.building, triage.building) || isUnitApart) return true
  const isNewPlace = placesDiffer(incident.place, triage.place) || isOnOtherGround(incident, triage)
  if (isNewPlace && !wasNamed(incident, triage.place)) return true
  // Who has called 12345 about it need not live beside it.
  if (triage.building !== null || !home || isDeed(text) || categoryTable[incident.category].isCommunityWide)
    return false
  return differs(incident.building, home.building)
}

/** 快递柜 is no other place than 北门 after 北门快递柜黑屏了. */
function wasNamed({ said }: Incident, place: string | null): boolean {
  return place !== null && normaliseText(said ?? '').includes(place)
}

/** The garage is no part of a flat: what has a building is not where only the grounds are named. */
function isOnOtherGround(incident: Incident, { building, place }: PlaceInput['words']['triage']): boolean {
  if (incident.building === null || building !== null || place === null) return false
  return isOneOfAKind(place) && !isSamePlace(place, incident.place)
}

/** 南门 and 北门 are two places; 电梯 and 楼道 may be said of one. */
export function placesDiffer(a: string | null, b: string | null): boolean {
  if (a === null || b === null || !isOneOfAKind(a) || !isOneOfAKind(b)) return false
  return !isSamePlace(a, b)
}

/** 地库 and 地库E区 are one place as long as nobody names two parts of it. */
export function isSamePlace(a: string | null, b: string | null): boolean {
  if (a === null || b === null || !isOneOfAKind(a)) return false
  return a.startsWith(b) || b.startsWith(a)
}

function differs(a: string | null, b: string | null): boolean {
  return a !== null && b !== null && a !== b
}
