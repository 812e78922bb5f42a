import { addHours } from './clocks.ts'
import { readComingTime } from './coming-time.ts'
import { isActive, ticketStatuses } from './ticket-flow.ts'

/** Until when something is to wait, and why, as far as both were said. */
export interface WaitWords {
  until: Date | null
  reason: string
}

/** Reads 到11月25日 等配件; a day without a clock time is asked about when the office opens. */
export function readWait(words: string, now: Date, opensAt: string): WaitWords {
  const time = readComingTime(words, now, opensAt)
  const reason = (time ? time.rest : words).replace(/^(?:到|至|等到|因为|原因是?)[\s，,：:]*/u, '').trim()
  return { until: time?.at ?? null, reason }
}

/**
 * The latest time to which whoever has a ticket may let it wait alone: so many days from when it first waited since it
 * was opened or reopened, or from now.
 */
export function latestWait(
  events: readonly { at: Date; to?: string | null }[],
  now: Date,
  days: number,
): Date {
  const isSettled = (to?: string | null) =>
    ticketStatuses.some((status) => status === to && !isActive(status))
  const since = events.slice(events.findLastIndex(({ to }) => isSettled(to)) + 1)
  const first = since.find(({ to }) => to === 'waiting')
  return addHours(first?.at ?? now, days * 24)
}
