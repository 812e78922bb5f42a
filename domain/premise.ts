import type { LadderTicket } from './ladder.ts'
import { phaseOf } from './ladder.ts'
import type { TicketStatus } from './ticket-flow.ts'

/** What must still hold of a ticket just before something is said of it. */
export interface Premise {
  ticketId: string
  statuses: TicketStatus[]
  /** The phase of the ladder the ticket must still be in. */
  ladderKey?: string
  /** Nobody has answered the call to a danger yet. */
  isCalling?: true
}

/** Whether it still holds of the ticket. */
export function holdsOf(
  ticket: LadderTicket & { pageAt: Date | null },
  { statuses, ladderKey, isCalling }: Premise,
): boolean {
  if (!statuses.includes(ticket.status)) return false
  if (ladderKey !== undefined && phaseOf(ticket)?.key !== ladderKey) return false
  return !isCalling || ticket.pageAt !== null
}
