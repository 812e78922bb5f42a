import { isStaffDone, isStaffReply } from './conversation/all-clear.ts'
import { isChoice } from './conversation/bystander.ts'
import { isComingBack } from './conversation/coming-back.ts'
import { placeFollowUp } from './conversation/follow-up.ts'
import {
  evidence,
  isElsewhere,
  isSamePlace,
  lastSpokenOf,
  liveIncidents,
  mostLikely,
} from './conversation/live-incidents.ts'
import { sharedWords } from './conversation/shared-words.ts'
import { categoryTable, isOneOfAKind, isSameMatter } from './policy/categories.ts'
import type { TicketStatus } from './ticket-flow.ts'
import { isActive } from './ticket-flow.ts'
import type { Category, Location, Triage, Urgency } from './triage.ts'
import { isDanger, isUnsure } from './triage.ts'

/** What placing needs to know of a ticket that may be meant. */
export interface Incident extends Location {
  ticketId: string
  category: Category
  urgency: Urgency
  status: TicketStatus
  /** The last time somebody said something about it. */
  lastReportAt: Date
  /** The last time somebody said something about it in this chat; null when nobody has of late. */
  lastHereAt: Date | null
  /** Whether the speaker has a standing report on it. */
  isOwn: boolean
  /** Whether what it is about was hardly understood, so that clearer words may say better. */
  isUnsure?: boolean
  /** All that was said about it, where it is at hand. */
  said?: string
}

/** The speaker's own latest words on a ticket in this chat. */
export interface RecentReport {
  ticketId: string
  at: Date
}

/** The words to place: when they were said, and what was understood. */
export interface PlacedWords {
  at: Date
  text: string
  hasImage: boolean
  /** A building group fills in the building that nobody in it needs to say. */
  isBuildingGroup: boolean
  /** Whether the speaker is of 物业 or 社区, who answer more often than they report. */
  isStaff: boolean
  /** Where the speaker lives, as far as it is known. */
  home: { building: string | null; unit: string | null } | null
  triage: Triage
}

/** Windows of the community's policy, in milliseconds. */
export interface JoinWindows {
  join: number
  joinEmergency: number
  fragment: number
  conversation: number
  reopen: number
}

/** What a message does: to which ticket, or to none. `settle` is the word of somebody else that a matter is over. */
export type Placement =
  | { kind: 'open' | 'ignore' }
  /** Explained by something that was announced. */
  | { kind: 'known'; eventId: string }
  | {
      kind: 'join' | 'amend' | 'withdraw' | 'reopen' | 'resolve' | 'confirm' | 'urge' | 'settle'
      ticketId: string
    }

export interface PlaceInput {
  incidents: readonly Incident[]
  recent: readonly RecentReport[]
  words: PlacedWords
  windows: JoinWindows
}

/** The room keeps reports apart only where it is the flat that is broken; whose door one looks from at a lift is no matter. */
function levelsOf(category: Category, said: Category | null): readonly ('building' | 'unit' | 'room')[] {
  // 停水, 停气, 没暖气 come through one pipe to a whole building.
  if ([category, said ?? category].some((code) => categoryTable[code].isUtility)) return ['building']
  return categoryTable[category].isInHome ? ['building', 'unit', 'room'] : ['building', 'unit']
}

function agrees(a: string | null, b: string | null): boolean {
  return a === null || b === null || a === b
}

/** A fault at a place both name, or one that concerns everybody. */
function sharesPlace(incident: Incident, words: PlacedWords): boolean {
  const { triage, isBuildingGroup } = words
  if (!levelsOf(incident.category, triage.category).every((level) => agrees(incident[level], triage[level])))
    return false
  if (incident.building !== null && incident.building === triage.building) return true
  if (incident.place !== null && incident.place === triage.place && isOneOfAKind(incident.place)) return true
  return isBuildingGroup || categoryTable[incident.category].isCommunityWide
}

/** Who names no building goes on about one's own matter, or about what this chat is talking of. */
function sharesTalk(incident: Incident, words: PlacedWords, windows: JoinWindows): boolean {
  if (words.triage.building !== null && incident.building !== null) return false
  if (isElsewhere(incident, words)) return false
  if (
    !levelsOf(incident.category, words.triage.category).every((level) =>
      agrees(incident[level], words.triage[level]),
    )
  )
    return false
  if (incident.isOwn) return true
  const { lastHereAt, said } = incident
  // What has the same words goes on longer: 快递柜 is still 快递柜 after half an hour.
  const within = sharedWords(words.text, said ?? '') > 0 ? windows.conversation : windows.fragment
  return lastHereAt !== null && words.at.getTime() - lastHereAt.getTime() <= within
}

function isInWindow(incident: Incident, words: PlacedWords, windows: JoinWindows): boolean {
  const isEmergency = incident.urgency === 'emergency' || words.triage.urgency === 'emergency'
  const window = isEmergency ? windows.joinEmergency : windows.join
  return words.at.getTime() - incident.lastReportAt.getTime() <= window
}

/** Whether the words can be about this incident: same matter, no place level contradicts, within the window. */
export function isCompatible(incident: Incident, words: PlacedWords, windows: JoinWindows): boolean {
  const { category } = words.triage
  if (!category || !isAlike(incident, words) || isAnotherThing(incident, words)) return false
  if (!isCalled(incident, words, windows) || !isInWindow(incident, words, windows)) return false
  return sharesPlace(incident, words) || sharesTalk(incident, words, windows)
}

/** What names a place of its own has to name the same thing, too, where the code says little. */
function isAnotherThing({ category, place, said }: Incident, { triage, text }: PlacedWords): boolean {
  const namesPlace = triage.building !== null || triage.place !== null
  if (!categoryTable[category].isMixed || !namesPlace || !said) return false
  return !isSamePlace(triage.place, place) && sharedWords(text, said) === 0
}

function newest(incidents: readonly Incident[]): Incident | undefined {
  return [...incidents].sort((a, b) => b.lastReportAt.getTime() - a.lastReportAt.getTime())[0]
}

/** The one that the words point to; the newest where they point to none. */
function meantOf(incidents: readonly Incident[], words: PlacedWords): Incident | undefined {
  const most = Math.max(...incidents.map((incident) => evidence(incident, words)))
  return newest(incidents.filter((incident) => evidence(incident, words) === most))
}

function own({ incidents }: PlaceInput): Incident[] {
  return incidents.filter((incident) => incident.isOwn)
}

/** Where there is smoke, one says fire, another the fuse box, a third gas: one danger, not three. */
const burning: readonly Category[] = ['fire_safety', 'repair.electric', 'power_supply', 'gas']

function isAlike(incident: Incident, { triage }: PlacedWords): boolean {
  const { category, urgency, likely } = triage
  if (category === null) return false
  const isDanger = urgency === 'emergency' && incident.urgency === 'emergency'
  const isBurning = burning.includes(category) && burning.includes(incident.category)
  if (isSameMatter(category, incident.category) || (isDanger && isBurning)) return true
  return (likely ?? []).some((other) => isSameMatter(other, incident.category))
}

/** Danger goes into an ordinary ticket only where this chat talks of that one just now: it makes an emergency of it. */
function isCalled(incident: Incident, words: PlacedWords, windows: JoinWindows): boolean {
  if (words.triage.urgency !== 'emergency' || incident.urgency === 'emergency') return true
  const { lastHereAt, status } = incident
  const isTalkedOf = lastHereAt !== null && words.at.getTime() - lastHereAt.getTime() <= windows.conversation
  return isTalkedOf && isActive(status) && words.triage.hazard !== null
}

/** A second breath of the same speaker: same matter, and nothing said against the first place. */
function fragmentOf(input: PlaceInput): Incident | undefined {
  const { triage } = input.words
  const last = lastSpokenOf(input)
  if (!last || !triage.category || !isAlike(last, input.words)) return undefined
  if (!isCalled(last, input.words, input.windows)) return undefined
  return levelsOf(last.category, triage.category).every((level) => agrees(last[level], triage[level]))
    ? last
    : undefined
}

function placeGrievance(input: PlaceInput): Placement {
  const { incidents, words, windows } = input
  const fragment = fragmentOf(input)
  if (fragment) return { kind: 'amend', ticketId: fragment.ticketId }
  const fitting = incidents.filter((incident) => isCompatible(incident, words, windows))
  const active = newest(fitting.filter((incident) => isActive(incident.status)))
  if (active) {
    const kind = active.isOwn ? 'amend' : 'join'
    return { kind, ticketId: active.ticketId }
  }
  const settled = newest(fitting.filter((incident) => mayComeBack(incident, words)))
  return settled ? { kind: 'reopen', ticketId: settled.ticketId } : { kind: 'open' }
}

/** What was called done is open again; what a reporter confirmed, only where the words say that it has come back. */
function mayComeBack({ status, lastHereAt }: Incident, { text }: PlacedWords): boolean {
  return status === 'resolved' || (status === 'closed' && lastHereAt !== null && isComingBack(text))
}

function isDone({ status }: Incident): boolean {
  return status === 'resolved' || status === 'closed'
}

function placeUrge(input: PlaceInput): Placement {
  const mine = own(input).filter((incident) => isActive(incident.status))
  const { category } = input.words.triage
  const meant = meantOf(category ? mine.filter((i) => isSameMatter(category, i.category)) : mine, input.words)
  if (meant) return { kind: 'urge', ticketId: meant.ticketId }
  if (category) return placeGrievance(input)
  const talkedOf = mostLikely(liveIncidents(input, input.windows.conversation), input)
  return talkedOf ? { kind: 'urge', ticketId: talkedOf.ticketId } : { kind: 'ignore' }
}

function placeDissatisfied(input: PlaceInput): Placement {
  const mine = meantOf(own(input).filter(isDone), input.words)
  if (mine) return { kind: 'reopen', ticketId: mine.ticketId }
  const fitting = newest(
    input.incidents.filter((i) => isDone(i) && isCompatible(i, input.words, input.windows)),
  )
  const meant = fitting ?? mostLikely(saidToBeDone(input), input)
  return meant ? { kind: 'reopen', ticketId: meant.ticketId } : placeUrge(input)
}

/** What 物业 has just called done in this chat, while nobody concerned has confirmed it. */
function saidToBeDone({ incidents, words, windows }: PlaceInput): Incident[] {
  return incidents.filter(({ status, lastHereAt }) => {
    const isHere = lastHereAt !== null && words.at.getTime() - lastHereAt.getTime() <= windows.conversation
    return status === 'resolved' && isHere
  })
}

function placeSatisfied(input: PlaceInput): Placement {
  const mine = own(input)
  const asked = meantOf(
    mine.filter((incident) => incident.status === 'resolved'),
    input.words,
  )
  if (asked) return { kind: 'confirm', ticketId: asked.ticketId }
  const active = meantOf(
    mine.filter((incident) => isActive(incident.status)),
    input.words,
  )
  return active ? { kind: 'resolve', ticketId: active.ticketId } : { kind: 'ignore' }
}

function placeWithdrawal(input: PlaceInput): Placement {
  const mine = meantOf(
    own(input).filter((incident) => isActive(incident.status)),
    input.words,
  )
  return mine ? { kind: 'withdraw', ticketId: mine.ticketId } : { kind: 'ignore' }
}

function placeSupplement(input: PlaceInput): Placement {
  const last = lastSpokenOf(input)
  return last ? { kind: 'amend', ticketId: last.ticketId } : { kind: 'ignore' }
}

/** 物业 says that it is done, or that somebody comes; what it reports itself is a matter like any other. */
function placeStaffWords(input: PlaceInput): Placement | null {
  const { text, triage } = input.words
  if (isDanger(triage)) return null
  if (isStaffDone(text)) {
    const settled = settledBy(input)
    return settled ? { kind: 'settle', ticketId: settled.ticketId } : null
  }
  const isTalkedOf = liveIncidents(input, input.windows.conversation).length > 0
  // 是全屋没电还是一路没电 wants to know more of what was told.
  if (isTalkedOf && isChoice(text)) return { kind: 'ignore' }
  return isStaffReply(text) && answers(input, isTalkedOf) ? { kind: 'ignore' } : null
}

function answers(input: PlaceInput, isTalkedOf: boolean): boolean {
  const { triage } = input.words
  // 3号楼电梯故障，请安排维修 is a report of their own.
  const isReport =
    triage.isComplaint && triage.category !== null && (triage.building ?? triage.place) !== null
  if (isTalkedOf && !isReport) return true
  // 楼顶搭建已转城管 answers whoever told of it, though it names the place and comes later.
  const live = liveIncidents(input, input.windows.join)
  return live.some((incident) => isAnsweredBy(incident, input.words))
}

function isAnsweredBy(incident: Incident, words: PlacedWords): boolean {
  return isAlike(incident, words) && agrees(incident.building, words.triage.building)
}

/** Among several open matters 已修好 means only one that its words point to. */
function settledBy(input: PlaceInput): Incident | undefined {
  const live = liveIncidents(input, input.windows.reopen).filter((one) => !isElsewhere(one, input.words))
  const told = live.filter((incident) => evidence(incident, input.words) > 0)
  return live.length === 1 ? live[0] : mostLikely(told, input)
}

/** Decides what a message does to which ticket. Pure: the same input always gives the same placement. */
export function placeMessage(input: PlaceInput): Placement {
  const { isStaff } = input.words
  const followUp = isStaff ? placeStaffWords(input) : placeFollowUp(input)
  return followUp ?? placeByIntent(input)
}

function placeByIntent(input: PlaceInput): Placement {
  const { triage, hasImage } = input.words
  // What may well be a grievance neither confirms nor withdraws anything.
  if (!triage.isComplaint && isUnsure(triage) && triage.intent !== 'other') {
    return hasImage ? placeSupplement(input) : { kind: 'ignore' }
  }
  switch (triage.intent) {
    case 'complaint':
      return placeGrievance(input)
    case 'urge':
      return placeUrge(input)
    case 'dissatisfied':
      return placeDissatisfied(input)
    case 'satisfied':
      return placeSatisfied(input)
    case 'withdraw':
      return placeWithdrawal(input)
    case 'other':
      return placeSupplement(input)
    default:
      return hasImage ? placeSupplement(input) : { kind: 'ignore' }
  }
}
