import { policyFor } from '../domain/policy/index.ts'
import type { TicketStatus } from '../domain/ticket-flow.ts'
import type { Community } from './community.ts'
import type { Notice } from './delivery.ts'
import type { Report } from './report.ts'
import { reportsOn } from './report.ts'
import type { Ticket } from './ticket.ts'

/** What reporters are told about their ticket. */
export interface Told {
  kind: string
  content: Notice['content']
  /** The statuses in which it is still true. */
  statuses: readonly TicketStatus[]
  /** Instead of the row's cause, for what is said once however many rows lead to it. */
  once?: string
  supersedes?: string
}

/** Tells reporters in private, each once; `reports` are those of the people to be told. */
export function tellReporters(ticket: Ticket, reports: readonly Report[], told: Told): Notice[] {
  const { statuses, ...notice } = told
  return [...new Set(reports.map(({ personId }) => personId))].map((personId) => ({
    ...notice,
    to: { personId },
    audience: 'resident',
    priority: ticket.urgency === 'emergency' ? 'emergency' : 'notice',
    ticketId: ticket._id,
    premise: { ticketId: ticket._id, statuses: [...statuses] },
  }))
}

/** Tells the first few reporters of a ticket; who came later hears how it ends. */
export async function tellFirstReporters(
  community: Community,
  ticket: Ticket,
  told: Told,
): Promise<Notice[]> {
  const reports = await reportsOn(ticket._id)
  return tellReporters(ticket, reports.slice(0, policyFor(community, 'askedReporters')), told)
}
