/** Where a ticket stands. Chinese names in `statusName`. */
export const ticketStatuses = [
  'open',
  'assigned',
  'accepted',
  'waiting',
  'forwarded',
  'resolved',
  'declined',
  'closed',
  'withdrawn',
] as const
export type TicketStatus = (typeof ticketStatuses)[number]

/** Why a ticket was closed; every closed ticket has one. */
export const closeReasons = ['confirmed', 'silent', 'unreachable', 'merged', 'declined'] as const
export type CloseReason = (typeof closeReasons)[number]

/** The same states in groups, so that a new state does not touch queries: active needs somebody, settled does not. */
const phases: Record<TicketStatus, 'active' | 'settled'> = {
  open: 'active',
  assigned: 'active',
  accepted: 'active',
  waiting: 'active',
  forwarded: 'active',
  resolved: 'settled',
  declined: 'settled',
  closed: 'settled',
  withdrawn: 'settled',
}

const flow: Record<TicketStatus, readonly TicketStatus[]> = {
  open: ['assigned', 'accepted', 'forwarded', 'resolved', 'declined', 'withdrawn', 'closed'],
  assigned: ['accepted', 'open', 'assigned', 'forwarded', 'resolved', 'declined', 'withdrawn', 'closed'],
  accepted: ['waiting', 'resolved', 'assigned', 'open', 'forwarded', 'declined', 'withdrawn', 'closed'],
  waiting: ['accepted', 'assigned', 'resolved', 'forwarded', 'withdrawn', 'closed'],
  forwarded: ['resolved', 'assigned', 'withdrawn', 'closed'],
  resolved: ['closed', 'assigned'],
  declined: ['closed', 'assigned'],
  closed: ['assigned'],
  withdrawn: ['assigned'],
}

const reasonsToClose: Record<TicketStatus, readonly CloseReason[]> = {
  open: ['merged'],
  assigned: ['merged'],
  accepted: ['merged'],
  waiting: ['merged'],
  forwarded: ['merged'],
  resolved: ['confirmed', 'silent', 'unreachable'],
  declined: ['declined'],
  closed: [],
  withdrawn: [],
}

/** Whether a ticket may go from one status to the other; closing needs a reason that fits where it stands. */
export function canMove(from: TicketStatus, to: TicketStatus, reason?: CloseReason): boolean {
  if (!flow[from].includes(to)) return false
  return to !== 'closed' || (reason !== undefined && reasonsToClose[from].includes(reason))
}

/** One entry of a ticket's history; only moves have a `to`. */
interface Entry {
  from?: string | null
  to?: string | null
}

function isStatus(word: string | null | undefined): word is TicketStatus {
  return ticketStatuses.some((status) => status === word)
}

/**
 * The status that a history explains: its first move opens the ticket, each later one begins where the one before ended
 * and stands in the table. Null where it explains none.
 */
export function statusAfter(history: readonly Entry[]): TicketStatus | null {
  const [opening, ...moves] = history.filter(({ to }) => to)
  let status = isStatus(opening?.to) && !opening.from ? opening.to : null
  for (const { from, to } of moves) {
    if (status === null || from !== status || !isStatus(to)) return null
    const next = to
    const here = status
    status = closeReasons.some((reason) => canMove(here, next, reason)) ? next : null
  }
  return status
}

/** All statuses from which a ticket may go to `to`. */
export function sourcesOf(to: TicketStatus, reason?: CloseReason): TicketStatus[] {
  return ticketStatuses.filter((from) => canMove(from, to, reason))
}

/** The statuses in which somebody still has to act. */
export const activeStatuses: readonly TicketStatus[] = ticketStatuses.filter((s) => phases[s] === 'active')

/** Whether somebody still has to act. */
export function isActive(status: TicketStatus): boolean {
  return phases[status] === 'active'
}

/** Whether somebody should have answered by now. */
export function isLate(
  ticket: { status: TicketStatus; answeredAt: Date | null; answerBy: Date },
  now: Date,
): boolean {
  return isActive(ticket.status) && ticket.answeredAt === null && ticket.answerBy < now
}

/** The Chinese name of each status, as residents and staff read it. */
export const statusName: Record<TicketStatus, string> = {
  open: '待派',
  assigned: '已派单',
  accepted: '已接单',
  waiting: '挂起',
  forwarded: '已转交',
  resolved: '已办结，待确认',
  declined: '不属受理',
  closed: '已结案',
  withdrawn: '已撤回',
}
