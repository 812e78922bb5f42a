import { addHours } from './clocks.ts'
import type { ServiceClass } from './policy/categories.ts'
import type { TicketStatus } from './ticket-flow.ts'
import { isActive } from './ticket-flow.ts'
import type { WorkCalendar } from './working-days.ts'
import { addWorkingDays, workingDaysBetween } from './working-days.ts'

/** What the clocks read of a history; only moves have a `to`. */
export interface ClockEvent {
  at: Date
  from?: string | null
  to?: string | null
}

/** What the clocks read of a ticket. */
export interface ClockedTicket {
  status: TicketStatus
  openedAt: Date
  reopenedAt: Date | null
  /** First answer of a person since the report or the last reopening; where somebody says when it was, then. */
  answeredAt: Date | null
  events: readonly ClockEvent[]
}

/** A clock: since when it runs, when it stopped, and how long it has run without its pauses. */
export interface Clock {
  from: Date
  stoppedAt: Date | null
  ms: number
}

/** While it waits, or somebody outside has it, the time is nobody's here. */
const paused: readonly string[] = ['waiting', 'forwarded']

/** From the report or the last reopening to the first answer of a person; what the bot says is no answer. */
export function responseClock(ticket: ClockedTicket, now: Date): Clock {
  const from = ticket.reopenedAt ?? ticket.openedAt
  const end = ticket.answeredAt ?? now
  return { from, stoppedAt: ticket.answeredAt, ms: Math.max(0, end.getTime() - from.getTime()) }
}

/** When it was solved for good: the last 办结 that nobody undid; null while there is none. */
export function solvedAt({ status, events }: Pick<ClockedTicket, 'status' | 'events'>): Date | null {
  if (status !== 'resolved' && status !== 'closed') return null
  return events.findLast(({ to }) => to === 'resolved')?.at ?? null
}

/** From the report to the last 办结 that nobody undid, without the time it waited or was with somebody outside. */
export function resolutionClock(ticket: ClockedTicket, now: Date): Clock {
  const stoppedAt = solvedAt(ticket)
  const end = stoppedAt ?? now
  const ms = end.getTime() - ticket.openedAt.getTime() - pausedBefore(ticket.events, end)
  return { from: ticket.openedAt, stoppedAt, ms: Math.max(0, ms) }
}

function pausedBefore(events: readonly ClockEvent[], end: Date): number {
  let ms = 0
  let since: Date | null = null
  for (const { at, to } of events.filter((event) => event.to && event.at <= end)) {
    const isPaused = paused.includes(to ?? '')
    if (since && !isPaused) ms += at.getTime() - since.getTime()
    since = isPaused ? (since ?? at) : null
  }
  return since ? ms + end.getTime() - since.getTime() : ms
}

/** Whether a status stops the clock to the solution. */
export function isPaused(status: TicketStatus): boolean {
  return paused.includes(status)
}

/** When a ticket of a class is to be solved, counted from its report or reopening. */
export function classDue(
  from: Date,
  serviceClass: ServiceClass,
  limits: { resolveHours: number; timedDays: number; legacyReviewDays: number },
): Date {
  const hours = {
    immediate: limits.resolveHours,
    timed: limits.timedDays * 24,
    legacy: limits.legacyReviewDays * 24,
  }
  return addHours(from, hours[serviceClass])
}

/** A span as policy gives it. */
export interface Span {
  after: number
  unit: 'hours' | 'working_days'
}

/** When a span that began at a time is over; `isCertain` is false where a year on the way has no calendar yet. */
export function spanEnd(
  from: Date,
  { after, unit }: Span,
  calendar: WorkCalendar,
): { at: Date; isCertain: boolean } {
  if (unit === 'hours') return { at: addHours(from, after), isCertain: true }
  return addWorkingDays(from, after, calendar)
}

/** Working days a ticket has taken so far or until it was solved, for lists that speak of days. */
export function workingDaysTaken(ticket: ClockedTicket, calendar: WorkCalendar, now: Date): number {
  return workingDaysBetween(ticket.openedAt, solvedAt(ticket) ?? now, calendar)
}

/** How many were solved in time by the wall clock. All are counted: long ones, those that waited, those that are open. */
export interface Rate {
  all: number
  within: number
  /** Their time is not over yet, so nobody knows. */
  running: number
}

/**
 * The 24 h rate: 办结 that nobody undid within so many hours of wall clock, over all tickets of every class. Left out
 * is only what was taken back, merged into another, or declined by two people.
 */
export function rateWithin(
  tickets: readonly (ClockedTicket & { closeReason: string | null })[],
  hours: number,
  now: Date,
): Rate {
  const counted = tickets.filter(isCounted)
  const ends = counted.map((ticket) => ({ solved: solvedAt(ticket), end: addHours(ticket.openedAt, hours) }))
  return {
    all: counted.length,
    within: ends.filter(({ solved, end }) => solved !== null && solved <= end).length,
    running: ends.filter(({ solved, end }) => solved === null && now <= end).length,
  }
}

/** Left out of all rates is only what was taken back, merged into another, or declined by two people. */
export function isCounted({
  status,
  closeReason,
}: {
  status: TicketStatus
  closeReason: string | null
}): boolean {
  if (isActive(status) || status === 'resolved') return true
  return status === 'closed' && closeReason !== 'merged' && closeReason !== 'declined'
}
