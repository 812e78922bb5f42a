import { addHours } from '../domain/clocks.ts'
import { policyFor } from '../domain/policy/index.ts'
import { Refusal } from '../domain/refusal.ts'
import { findCommunity } from '../models/community.ts'
import { firstSentAt } from '../models/delivery.ts'
import type { Ticket } from '../models/ticket.ts'
import { claimDueForClosing, moveTicket, setCloseCheck } from '../models/ticket.ts'
import { defineJob } from './job.ts'

/** What nobody objected to: how its reporters heard of it, and what it is closed as. */
const ends = {
  resolved: { kind: 'ask-solved', closeReason: 'silent' },
  declined: { kind: 'declined', closeReason: 'declined' },
} as const

/** Closes resolved and declined tickets nobody objected to, counted from the moment the word of it was really delivered. */
export const closeSilentTickets = defineJob({
  name: 'close-silent-tickets',
  everyMs: 60_000,
  async run({ now }) {
    let closed = 0
    for (let ticket = await claimDueForClosing(now); ticket; ticket = await claimDueForClosing(now)) {
      if (await closeIfSilent(ticket, now)) closed += 1
    }
    return closed
  },
})

async function closeIfSilent(ticket: Ticket, now: Date): Promise<boolean> {
  const community = await findCommunity(ticket.communityId)
  const end = ticket.status === 'declined' ? ends.declined : ends.resolved
  const settledAt = ticket.events.findLast(({ to }) => to === ticket.status)?.at ?? now
  const askedAt = await firstSentAt(ticket._id, end.kind, settledAt)
  // Where it never reached anybody, a person has to ask.
  const due = askedAt
    ? addHours(askedAt, policyFor(community, 'silentCloseHours'))
    : addHours(now, policyFor(community, 'undeliveredRecheckHours'))
  if (due > now) {
    await setCloseCheck(ticket._id, due)
    return false
  }
  try {
    await moveTicket(ticket._id, ticket.communityId, {
      to: 'closed',
      closeReason: end.closeReason,
      eventId: `close-${end.closeReason}:${ticket._id}:${settledAt.toISOString()}`,
      by: null,
      role: 'system',
      at: now,
      set: { closedAt: now },
    })
    return true
  } catch (error) {
    // Somebody answered in this very moment: their word stands.
    if (error instanceof Refusal) return false
    throw error
  }
}
