import type { LadderRules } from '../domain/ladder.ts'
import type { PolicySettings } from '../domain/policy/index.ts'
import { policyFor } from '../domain/policy/index.ts'
import type { TicketStatus } from '../domain/ticket-flow.ts'
import { activeStatuses } from '../domain/ticket-flow.ts'
import { addEvent, literals } from './history.ts'
import type { Ticket } from './ticket.ts'
import { TicketModel } from './ticket.ts'

const active: TicketStatus[] = [...activeStatuses]
const minuteMs = 60_000
/** How long a claimed ticket is left alone by other sweeps. */
const leaseMinutes = 10

/** What the ladder goes by in a community. */
export function ladderRules(settings: PolicySettings | null): LadderRules {
  return {
    ladder: policyFor(settings, 'ladder'),
    managerNudgeHours: policyFor(settings, 'managerNudgeHours'),
    secretaryHours: policyFor(settings, 'secretaryHours'),
    ladderRepeatDays: policyFor(settings, 'ladderRepeatDays'),
    quiet: policyFor(settings, 'quiet'),
    officeHours: policyFor(settings, 'officeHours'),
  }
}

/** Takes one ticket whose time on the ladder has come; no other sweep gets it for ten minutes. Its `ladderAt` is the lease. */
export async function claimForLadder(now: Date): Promise<Ticket | null> {
  return TicketModel.findOneAndUpdate(
    { status: { $in: active }, ladderAt: { $lte: now } },
    { $set: { ladderAt: new Date(now.getTime() + leaseMinutes * minuteMs) } },
    { sort: { ladderAt: 1 }, returnDocument: 'after' },
  ).lean()
}

/** Where a ticket stands on the ladder once what was due has been told. */
export interface Advance {
  ladderAt: Date
  ladderKey?: string
  ladderRung?: number
  secretaryAt?: Date | null
  referredAt?: Date
  ladderFrom?: Date
  /** What is written into the history; nothing when nothing was due. */
  event: { id: string; at: Date; note: string } | null
}

/**
 * Moves a claimed ticket on to its next rung, with what was told in its history, in one update. If it was changed since
 * it was claimed it is looked at anew, and what was told is not told again.
 */
export async function advanceLadder(claimed: Ticket, { event, ...change }: Advance): Promise<void> {
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
          ...(change.referredAt ? { referredAt: { $ifNull: ['$referredAt', change.referredAt] } } : {}),
          ...(entry && !claimed.events.some(({ id }) => id === entry.id) ? addEvent(entry) : {}),
        },
      },
    ],
    { updatePipeline: true },
  )
}
