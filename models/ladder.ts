import type { Climbed } from '../domain/ladder.ts'
import type { TicketStatus } from '../domain/ticket-flow.ts'
import { activeStatuses } from '../domain/ticket-flow.ts'
import { addEvent, literals } from './history.ts'
import type { Ticket } from './ticket.ts'
import { TicketModel } from './ticket.ts'

const active: TicketStatus[] = [...activeStatuses]
const minuteMs = 60_000
/** How long a claimed ticket is left alone by other sweeps. */
const leaseMinutes = 10

/** Takes one ticket whose time on the ladder has come; no other sweep gets it for ten minutes. Its `ladderAt` is the lease. */
export async function claimForLadder(now: Date): Promise<Ticket | null> {
  return TicketModel.findOneAndUpdate(
    { status: { $in: active }, ladderAt: { $lte: now } },
    { $set: { ladderAt: new Date(now.getTime() + leaseMinutes * minuteMs) } },
    { sort: { ladderAt: 1 }, returnDocument: 'after' },
  ).lean()
}

/** Where a ticket goes on the ladder; one that nobody may be told of stays where it is and counts from then on. */
export type Advance = Climbed | { ladderAt: Date; ladderFrom: Date; event: null }

/**
 * Moves a claimed ticket on to its next rung, with what was told in its history, in one update. If it was changed since
 * it was claimed it is looked at anew, and what was told is not told again.
 */
export async function advanceLadder(claimed: Ticket, { event, ...change }: Advance): Promise<void> {
  const referredAt = 'referredAt' in change ? change.referredAt : undefined
  const entry = event && {
    ...event,
    kind: 'escalated',
    by: null,
    role: 'system' as const,
  }
  await TicketModel.updateOne(
    { _id: claimed._id, status: { $in: active }, ladderAt: claimed.ladderAt },
    [
      {
        $set: {
          ...literals(change),
          ...(referredAt ? { referredAt: { $ifNull: ['$referredAt', referredAt] } } : {}),
          ...(entry && !claimed.events.some(({ id }) => id === entry.id) ? addEvent(entry) : {}),
        },
      },
    ],
    { updatePipeline: true },
  )
}
