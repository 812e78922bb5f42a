import type { TicketStatus } from '../domain/ticket-flow.ts'
import { activeStatuses } from '../domain/ticket-flow.ts'
import type { Ticket } from './ticket.ts'
import { TicketModel } from './ticket.ts'

const active: TicketStatus[] = [...activeStatuses]
/** A list for people; nobody reads on after this. */
const mostTickets = 500

/** The tickets of some communities that somebody has to act on, the earliest answer first. */
export async function activeTickets(communityIds: readonly string[]): Promise<Ticket[]> {
  return TicketModel.find({ communityId: { $in: [...communityIds] }, status: { $in: active } })
    .sort({ answerBy: 1, _id: 1 })
    .limit(mostTickets)
    .lean()
}

/** What somebody has in hand, wherever it is, the earliest answer first. */
export async function ticketsOf(assigneeId: string): Promise<Ticket[]> {
  return TicketModel.find({ assigneeId, status: { $in: active } })
    .sort({ answerBy: 1, _id: 1 })
    .limit(mostTickets)
    .lean()
}

/** How many active tickets each of these people has in hand; who has none is missing. */
export async function loadOf(assigneeIds: readonly string[]): Promise<Map<string, number>> {
  const counts = await TicketModel.aggregate<{ _id: string; n: number }>([
    { $match: { assigneeId: { $in: [...assigneeIds] }, status: { $in: active } } },
    { $group: { _id: '$assigneeId', n: { $sum: 1 } } },
  ])
  return new Map(counts.map(({ _id, n }) => [_id, n]))
}

/** What is before 街道 in some communities and not settled, the longest there first. */
export async function referredTickets(communityIds: readonly string[]): Promise<Ticket[]> {
  return TicketModel.find({
    communityId: { $in: [...communityIds] },
    referredAt: { $ne: null },
    status: { $in: active },
  })
    .sort({ referredAt: 1, _id: 1 })
    .limit(mostTickets)
    .lean()
}
