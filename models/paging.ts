import { addEvent, literals } from './history.ts'
import type { Ticket } from './ticket.ts'
import { TicketModel } from './ticket.ts'

const leaseMs = 60_000
/** Somebody who has taken it over needs no call. */
const unanswered = { $in: ['open' as const, 'assigned' as const] }

/** Takes one danger that nobody has answered in time; no other sweep gets it for a minute. Its `pageAt` is the lease. */
export async function claimForPaging(now: Date): Promise<Ticket | null> {
  return TicketModel.findOneAndUpdate(
    { status: unanswered, pageAt: { $lte: now } },
    { $set: { pageAt: new Date(now.getTime() + leaseMs) } },
    { sort: { pageAt: 1 }, returnDocument: 'after' },
  ).lean()
}

/** What was done about a danger, and when it is looked at next. */
export interface Called {
  pageAt: Date | null
  personId?: string
  alarms?: number
  event: { id: string; at: Date; kind: 'paged' | 'alarmed'; note: string | null } | null
}

/** Notes who was called, in one update; an answer that came meanwhile stands, and nobody else is called. */
export async function noteCalled(claimed: Ticket, { event, personId, ...change }: Called): Promise<void> {
  const entry = event && { ...event, by: null, role: 'system' as const }
  const isNew = entry && !claimed.events.some(({ id }) => id === entry.id)
  await TicketModel.updateOne(
    { _id: claimed._id, pageAt: claimed.pageAt },
    [
      {
        $set: {
          ...literals(change),
          ...(personId ? { pagedIds: { $setUnion: ['$pagedIds', [personId]] } } : {}),
          ...(isNew ? addEvent(entry) : {}),
        },
      },
    ],
    { updatePipeline: true },
  )
}
