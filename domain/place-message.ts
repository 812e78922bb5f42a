import { categoryTable, isOneOfAKind, isSameMatter } from './policy/categories.ts'
import type { TicketStatus } from './ticket-flow.ts'
import { isActive } from './ticket-flow.ts'
import type { Category, Location, Triage, Urgency } from './triage.ts'

/** What placing needs to know of a ticket that may be meant. */
export interface Incident extends Location {
  ticketId: string
  category: Category
  urgency: Urgency
  status: TicketStatus
  /** The last time somebody said something about it. */
  lastReportAt: Date
  /** Whether the speaker has a standing report on it. */
  isOwn: boolean
}

/** The speaker's own latest words on a ticket in this chat. */
export interface RecentReport {
  ticketId: string
  at: Date
}

/** The words to place: when they were said, and what was understood. */
export interface PlacedWords {
  at: Date
  hasImage: boolean
  /** A building group fills in the building that nobody in it needs to say. */
  isBuildingGroup: boolean
  triage: Triage
}

/** Windows of the community's policy, in milliseconds. */
export interface JoinWindows {
  join: number
  joinEmergency: number
  fragment: number
}

/** What a message does: to which ticket, or to none. */
export type Placement =
  | { kind: 'open' | 'ignore' }
  | { kind: 'join' | 'amend' | 'withdraw' | 'reopen' | 'resolve' | 'confirm' | 'urge'; ticketId: string }

export interface PlaceInput {
  incidents: readonly Incident[]
  recent: readonly RecentReport[]
  words: PlacedWords
  windows: JoinWindows
}

/** The room keeps reports apart only where it is the flat that is broken; whose door one looks from at a lift is no matter. */
function levelsOf(category: Category): readonly ('building' | 'unit' | 'room')[] {
  return categoryTable[category].isInHome ? ['building', 'unit', 'room'] : ['building', 'unit']
}

function agrees(a: string | null, b: string | null): boolean {
  return a === null || b === null || a === b
}

function sharesPlace(incident: Incident, words: PlacedWords): boolean {
  const { triage, isBuildingGroup } = words
  if (!levelsOf(incident.category).every((level) => agrees(incident[level], triage[level]))) return false
  if (incident.building !== null && incident.building === triage.building) return true
  if (incident.place !== null && incident.place === triage.place && isOneOfAKind(incident.place)) return true
  return isBuildingGroup || categoryTable[incident.category].isCommunityWide
}

function isInWindow(incident: Incident, words: PlacedWords, windows: JoinWindows): boolean {
  const isEmergency = incident.urgency === 'emergency' || words.triage.urgency === 'emergency'
  const window = isEmergency ? windows.joinEmergency : windows.join
  return words.at.getTime() - incident.lastReportAt.getTime() <= window
}

/** Whether the words can be about this incident: same matter, no place level contradicts, within the window. */
export function isCompatible(incident: Incident, words: PlacedWords, windows: JoinWindows): boolean {
  const { category } = words.triage
  if (!category || !isSameMatter(category, incident.category)) return false
  if (!isCalled(incident, words)) return false
  return isInWindow(incident, words, windows) && sharesPlace(incident, words)
}

function newest(incidents: readonly Incident[]): Incident | undefined {
  return [...incidents].sort((a, b) => b.lastReportAt.getTime() - a.lastReportAt.getTime())[0]
}

function own({ incidents }: PlaceInput): Incident[] {
  return incidents.filter((incident) => incident.isOwn)
}

function lastSpokenOf({ recent, words, windows, incidents }: PlaceInput): Incident | undefined {
  const last = [...recent].sort((a, b) => b.at.getTime() - a.at.getTime())[0]
  if (!last || words.at.getTime() - last.at.getTime() > windows.fragment) return undefined
  return incidents.find((incident) => incident.ticketId === last.ticketId && isActive(incident.status))
}

/** Danger never goes into an ordinary ticket: nobody was called to that one. */
function isCalled(incident: Incident, words: PlacedWords): boolean {
  return words.triage.urgency !== 'emergency' || incident.urgency === 'emergency'
}

/** A second breath of the same speaker: same matter, and nothing said against the first place. */
function fragmentOf(input: PlaceInput): Incident | undefined {
  const { triage } = input.words
  const last = lastSpokenOf(input)
  if (!last || !triage.category || !isSameMatter(triage.category, last.category)) return undefined
  if (!isCalled(last, input.words)) return undefined
  return levelsOf(last.category).every((level) => agrees(last[level], triage[level])) ? last : undefined
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
  const settled = newest(fitting.filter((incident) => incident.status === 'resolved'))
  return settled ? { kind: 'reopen', ticketId: settled.ticketId } : { kind: 'open' }
}

function placeUrge(input: PlaceInput): Placement {
  const mine = own(input).filter((incident) => isActive(incident.status))
  const { category } = input.words.triage
  const meant = newest(category ? mine.filter((i) => isSameMatter(category, i.category)) : mine)
  if (meant) return { kind: 'urge', ticketId: meant.ticketId }
  return category ? placeGrievance(input) : { kind: 'ignore' }
}

function placeDissatisfied(input: PlaceInput): Placement {
  const done = (incident: Incident) => ['resolved', 'closed'].includes(incident.status)
  const mine = newest(own(input).filter(done))
  if (mine) return { kind: 'reopen', ticketId: mine.ticketId }
  const fitting = newest(
    input.incidents.filter((i) => done(i) && isCompatible(i, input.words, input.windows)),
  )
  if (fitting) return { kind: 'reopen', ticketId: fitting.ticketId }
  return placeUrge(input)
}

function placeSatisfied(input: PlaceInput): Placement {
  const mine = own(input)
  const asked = newest(mine.filter((incident) => incident.status === 'resolved'))
  if (asked) return { kind: 'confirm', ticketId: asked.ticketId }
  const active = newest(mine.filter((incident) => isActive(incident.status)))
  return active ? { kind: 'resolve', ticketId: active.ticketId } : { kind: 'ignore' }
}

function placeWithdrawal(input: PlaceInput): Placement {
  const mine = newest(own(input).filter((incident) => isActive(incident.status)))
  return mine ? { kind: 'withdraw', ticketId: mine.ticketId } : { kind: 'ignore' }
}

function placeSupplement(input: PlaceInput): Placement {
  const last = lastSpokenOf(input)
  return last ? { kind: 'amend', ticketId: last.ticketId } : { kind: 'ignore' }
}

/** Decides what a message does to which ticket. Pure: the same input always gives the same placement. */
export function placeMessage(input: PlaceInput): Placement {
  switch (input.words.triage.intent) {
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
      return input.words.hasImage ? placeSupplement(input) : { kind: 'ignore' }
  }
}
