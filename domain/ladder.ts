import { addHours, nextOutside } from './clocks.ts'
import type { Team } from './policy/categories.ts'
import type { PolicyValues } from './policy/policy-values.ts'
import type { Profile } from './policy/profile.ts'
import type { ClockEvent } from './ticket-clocks.ts'
import { spanEnd } from './ticket-clocks.ts'
import type { TicketStatus } from './ticket-flow.ts'
import { isActive } from './ticket-flow.ts'
import type { Urgency } from './triage.ts'
import type { WorkCalendar } from './working-days.ts'
import { nextOfficeTime } from './working-days.ts'

/** What the ladder reads of a ticket. */
export interface LadderTicket {
  status: TicketStatus
  urgency: Urgency
  openedAt: Date
  reopenedAt: Date | null
  answeredAt: Date | null
  resolveBy: Date
  pausedAt: Date | null
  wait: { until: Date } | null
  forward: { dueAt: Date } | null
  events: readonly ClockEvent[]
  ladderFrom: Date | null
  ladderKey: string | null
  ladderRung: number
  secretaryAt: Date | null
  extendedUntil: Date | null
}

/** What the ladder reads of the policy. */
export const ladderRules = [
  'ladder',
  'managerNudgeHours',
  'secretaryHours',
  'ladderRepeatDays',
  'quiet',
  'officeHours',
] as const
export type LadderRules = Pick<PolicyValues, (typeof ladderRules)[number]>

/** What stands in the history of a ticket for a rung that somebody heard. */
export const rungNote: Record<RungTo, string> = {
  assignee: '提醒经办人',
  manager_soon: '快到时限，提醒经理',
  manager: '提醒经理',
  committee_or_district: '请业委会或社区帮忙',
  secretary: '请书记定',
  street: '提请街道',
  department: '拟移交函',
}

/** What somebody waits for: a first answer, that anybody takes it, the solution, the end of a wait, or somebody outside. */
export type PhaseName = 'response' | 'unassigned' | 'resolution' | 'waiting' | 'forwarded'

/** A phase begins at its base, from which the rungs are counted; its key tells it from any other of the ticket. */
export interface Phase {
  name: PhaseName
  base: Date
  key: string
}

/** The phase a ticket is in; null when nobody has to act any more. */
export function phaseOf(ticket: LadderTicket): Phase | null {
  if (!isActive(ticket.status)) return null
  const [name, since] = nameAndBase(ticket)
  const { ladderFrom } = ticket
  const base = ladderFrom && ladderFrom > since ? ladderFrom : since
  return { name, base, key: `${name}:${since.toISOString()}` }
}

function nameAndBase(ticket: LadderTicket): [PhaseName, Date] {
  const { status, openedAt, reopenedAt, answeredAt, resolveBy, pausedAt, wait, forward } = ticket
  if (status === 'waiting') return ['waiting', wait?.until ?? pausedAt ?? openedAt]
  if (status === 'forwarded') return ['forwarded', forward?.dueAt ?? pausedAt ?? openedAt]
  if (!answeredAt) return ['response', reopenedAt ?? openedAt]
  if (status === 'open') return ['unassigned', leftAt(ticket)]
  return ['resolution', resolveBy]
}

function leftAt({ events, openedAt }: LadderTicket): Date {
  return events.findLast(({ to }) => to === 'open')?.at ?? openedAt
}

/** Whom a rung turns to; `manager_soon` comes before the answer is late. */
export type RungTo = PolicyValues['ladder'][number]['to'] | 'manager_soon'

/** One rung: whom it turns to, and when; `isCertain` is false where the calendar of a year on the way is not known. */
export interface Rung {
  index: number
  to: RungTo
  at: Date
  isCertain: boolean
}

/** What is due on the ladder now, and when it is to be looked at next. */
export interface LadderStep {
  phase: Phase
  due: Rung | null
  /** So many rungs of the phase are done then. */
  rung: number
  secretaryAt: Date | null
  nextAt: Date
}

/**
 * What is due for a ticket: of several rungs the highest, but the secretary has it before anybody above 社区 does. After
 * the last rung it repeats itself, so that an active ticket always has a next one. Null when nobody has to act.
 */
export function ladderStep(
  ticket: LadderTicket,
  rules: LadderRules,
  calendar: WorkCalendar,
  now: Date,
): LadderStep | null {
  const phase = phaseOf(ticket)
  if (!phase) return null
  const isSame = ticket.ladderKey === phase.key
  const done = isSame ? ticket.ladderRung : 0
  const toldAt = isSame ? ticket.secretaryAt : null
  const rungs = createRungs(ticket, phase, rules, calendar)
  const due = highestDue(rungs, { done, toldAt, now })
  if (!due) return { phase, due, rung: done, secretaryAt: toldAt, nextAt: rungs.at(done, toldAt).at }
  // The secretary hears it in office hours, and only then the time to decide begins.
  const secretaryAt = due.to === 'secretary' ? nextOfficeTime(now, rules.officeHours, calendar) : toldAt
  const rung = due.index + 1
  return { phase, due, rung, secretaryAt, nextAt: rungs.at(rung, secretaryAt).at }
}

/** The end of a wait, and of the time of somebody outside, is asked about by a job of its own. */
const askedElsewhere: Partial<Record<PhaseName, readonly RungTo[]>> = {
  waiting: ['assignee'],
  forwarded: ['assignee', 'committee_or_district'],
}

interface Rungs {
  count: number
  /** The rung with this index, counted on after the last; above 社区 not before the secretary had it for a while. */
  at(index: number, secretaryAt: Date | null): Rung
}

function createRungs(
  ticket: LadderTicket,
  { name, base }: Phase,
  rules: LadderRules,
  calendar: WorkCalendar,
): Rungs {
  const spans = rules.ladder
    .filter(({ to }) => !askedElsewhere[name]?.includes(to))
    .map((span) => {
      const isAtOnce = name === 'resolution' && span.to === 'assignee'
      const from = span.to === 'assignee' ? toldAt(ticket, base, rules) : base
      return { to: span.to as RungTo, ...spanEnd(from, isAtOnce ? { ...span, after: 0 } : span, calendar) }
    })
  if (name === 'response') {
    spans.push({ to: 'manager_soon', at: addHours(base, rules.managerNudgeHours), isCertain: true })
  }
  const sorted = spans.sort((a, b) => a.at.getTime() - b.at.getTime())
  const [last] = sorted.slice(-1)
  function notBefore(to: RungTo, at: Date, secretaryAt: Date | null): Date {
    if (to !== 'street' && to !== 'department') return at
    const decided = secretaryAt ? addHours(secretaryAt, rules.secretaryHours) : at
    return latest(at, decided, ticket.extendedUntil ?? at)
  }
  return {
    count: sorted.length,
    at(index, secretaryAt) {
      const { to, at, isCertain } = sorted[index] ??
        last ?? { to: 'manager' as const, at: base, isCertain: true }
      const repeats = Math.max(0, index - sorted.length + 1)
      const first = notBefore(to, at, secretaryAt)
      return { index, to, at: addHours(first, repeats * rules.ladderRepeatDays * 24), isCertain }
    },
  }
}

/** Whoever hears of it in the morning only is not reminded before having had the time to answer; the other rungs go by the wall clock. */
function toldAt({ urgency }: LadderTicket, base: Date, { quiet }: LadderRules): Date {
  return urgency === 'emergency' ? base : nextOutside(base, quiet)
}

function latest(...times: Date[]): Date {
  return new Date(Math.max(...times.map((time) => time.getTime())))
}

function highestDue(
  rungs: Rungs,
  { done, toldAt, now }: { done: number; toldAt: Date | null; now: Date },
): Rung | null {
  let highest: Rung | null = null
  let secretary: Rung | null = null
  for (let index = done; ; index++) {
    const rung = rungs.at(index, toldAt)
    if (rung.at > now) break
    if (rung.to === 'secretary') secretary = rung
    highest = rung
  }
  const isAbove = highest?.to === 'street' || highest?.to === 'department'
  return isAbove && secretary ? secretary : highest
}

/** Where a ticket stands on the ladder once what was due has been told. */
export interface Climbed {
  ladderAt: Date
  ladderKey: string
  ladderRung: number
  secretaryAt: Date | null
  /** Since when it is before 街道, if it comes before it now. */
  referredAt?: Date
  /** What is written into the history; nothing when nothing was due. */
  event: { id: string; at: Date; note: string } | null
}

/** Where a step takes a ticket; a rung that nobody heard is no part of the history. */
export function climbed(
  { phase, due, rung, secretaryAt, nextAt }: LadderStep,
  { isHeard, isSensitive }: { isHeard: boolean; isSensitive: boolean },
  now: Date,
): Climbed {
  const isStreets = due?.to === 'street'
  const event = due && { id: `ladder:${phase.key}:${due.index}`, at: now, note: rungNote[due.to] }
  return {
    ladderAt: nextAt,
    ladderKey: phase.key,
    ladderRung: rung,
    secretaryAt,
    ...(isStreets && !isSensitive ? { referredAt: now } : {}),
    event: isHeard || isStreets ? event : null,
  }
}

/** When 街道 gets a ticket that is at the secretary's rung now, unless something happens. */
export function streetAt(
  ticket: LadderTicket,
  rules: LadderRules,
  calendar: WorkCalendar,
  secretaryAt: Date | null,
): { at: Date; isCertain: boolean } | null {
  const phase = phaseOf(ticket)
  if (!phase) return null
  const rungs = createRungs(ticket, phase, rules, calendar)
  for (let index = 0; index < rungs.count; index++) {
    const rung = rungs.at(index, secretaryAt)
    if (rung.to === 'street') return rung
  }
  return null
}

/** Who hears a rung, by what they are to the ticket. */
export type Addressee = 'assignee' | 'team' | 'committee' | 'district' | 'secretary' | 'street'

/** What decides who hears a rung. */
export interface RungPlace {
  team: Team
  accused: Team | null
  /** A sensitive lead stays with the one it was given to. */
  isSensitive: boolean
  profile: Profile
  hasCommittee: boolean
}

/**
 * How a rung is said: a danger that nobody answers at once; to those who are not at work on it in office hours. Null
 * where it waits for the daily list of 街道.
 */
export function howSaid(
  urgency: Urgency,
  phase: PhaseName,
  to: RungTo,
  addressee: Addressee,
): { priority: 'emergency' | 'notice'; inOffice: boolean } | null {
  const isEmergency = urgency === 'emergency'
  if (to === 'street' && !isEmergency) return null
  const isDanger = isEmergency && (phase === 'response' || to === 'street')
  const isAtWork = addressee === 'assignee' || addressee === 'team'
  return { priority: isDanger ? 'emergency' : 'notice', inOffice: !isAtWork }
}

type Heard = Record<RungTo, Addressee | null>

/** Those who run the place: their people, then whoever supervises them. */
const ofRunner: Heard = {
  assignee: 'assignee',
  manager_soon: 'team',
  manager: 'team',
  committee_or_district: 'district',
  secretary: 'secretary',
  street: 'street',
  department: 'secretary',
}
/** 社区 has it: there is nobody between its staff and its secretary. */
const ofDistrict: Heard = { ...ofRunner, manager_soon: null, committee_or_district: null }
/** 街道 has it, because 社区 is complained about: nobody of 社区 hears a rung. */
const ofStreet: Heard = {
  assignee: 'assignee',
  manager_soon: null,
  manager: 'team',
  committee_or_district: null,
  secretary: null,
  street: 'street',
  department: 'street',
}
const ofNobodyElse: Heard = {
  assignee: 'assignee',
  manager_soon: null,
  manager: 'assignee',
  committee_or_district: null,
  secretary: 'assignee',
  street: null,
  department: 'assignee',
}

const heardBy: Record<Team, Heard> = {
  property: ofRunner,
  committee: ofRunner,
  district: ofDistrict,
  street: ofStreet,
}

/** Who hears a rung about a ticket; never the side complained about. Null: nobody, and the ladder goes on. */
export function addresseeOf(to: RungTo, place: RungPlace): Addressee | null {
  if (place.isSensitive) return ofNobodyElse[to]
  const heard = heardBy[place.team][to]
  const isCommittees = to === 'committee_or_district' && heard === 'district' && supervises(place)
  return isCommittees ? 'committee' : heard
}

/** 业委会 supervises 物业, where there is one and nobody complains about it. */
function supervises({ team, accused, profile, hasCommittee }: RungPlace): boolean {
  const isTheirs = profile === 'professional' || profile === 'semi'
  return team === 'property' && isTheirs && hasCommittee && accused !== 'committee'
}
