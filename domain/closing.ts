import { addHours } from './clocks.ts'
import type { PolicyValues } from './policy/policy-values.ts'
import type { CloseReason, TicketStatus } from './ticket-flow.ts'

/** What nobody objected to: how its reporters heard of it, and what it is closed as. */
export interface SilentEnd {
  kind: 'ask-solved' | 'declined'
  reason: CloseReason
}

/** The end that a settled ticket comes to by itself. */
export function silentEnd(status: TicketStatus): SilentEnd {
  return status === 'declined'
    ? { kind: 'declined', reason: 'declined' }
    : { kind: 'ask-solved', reason: 'silent' }
}

/** What silence does to a settled ticket now, by when the word of it was really delivered; null: it never was. */
export function closingStep(
  askedAt: Date | null,
  rules: Pick<PolicyValues, 'silentCloseHours' | 'undeliveredRecheckHours'>,
  now: Date,
): { isOver: true } | { isOver: false; nextAt: Date } {
  // Where it never reached anybody, a person has to ask.
  const due = askedAt
    ? addHours(askedAt, rules.silentCloseHours)
    : addHours(now, rules.undeliveredRecheckHours)
  return due > now ? { isOver: false, nextAt: due } : { isOver: true }
}
