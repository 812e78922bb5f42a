import { addHours } from './clocks.ts'
import { solvedAt } from './ticket-clocks.ts'
import type { TicketStatus } from './ticket-flow.ts'
import { isActive } from './ticket-flow.ts'

/** What became of a promise at its time; void where the matter was taken back or is not theirs. */
export type PromiseOutcome = 'kept' | 'broken' | 'void'

/** Whether what was promised by a time was done by then; a matter that is open again was not. */
export function judgePromise(
  ticket: {
    status: TicketStatus
    closeReason: string | null
    events: readonly { at: Date; to?: string | null }[]
  },
  at: Date,
): PromiseOutcome {
  const { status, closeReason } = ticket
  if (isActive(status)) return 'broken'
  if (status === 'declined' || status === 'withdrawn' || closeReason === 'declined') return 'void'
  const done = solvedAt(ticket)
  return done !== null && done <= at ? 'kept' : 'broken'
}

/** When a promise is looked at next after `now`: some hours before its time, and at its time. */
export function nextPromiseCheck(at: Date, hoursBefore: readonly number[], now: Date): Date {
  const times = [...hoursBefore].sort((a, b) => b - a).map((hours) => addHours(at, -hours))
  return times.find((time) => time > now) ?? at
}
