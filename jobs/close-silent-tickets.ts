import { addHours } from '../domain/clocks.ts'
import { policyFor } from '../domain/policy/index.ts'
import { Refusal } from '../domain/refusal.ts'
import { findCommunity } from '../models/community.ts'
import { firstSentAt } from '../models/delivery.ts'
import type { Ticket } from '../models/ticket.ts'
import { claimDueForClosing, moveTicket, setCloseCheck } from '../models/ticket.ts'
import { defineJob } from './job.ts'

/** A ticket whose question never reached anybody is looked at again after this long; a person has to ask. */
const undeliveredHours = 24

/** Closes resolved tickets nobody objected to, counted from the moment the question was really delivered. */
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
  const hours = policyFor(community?.packs ?? [], 'silentCloseHours')
  const askedAt = await firstSentAt(ticket._id, 'ask-solved', ticket.resolvedAt ?? now)
  const due = askedAt ? addHours(askedAt, hours) : addHours(now, undeliveredHours)
  if (due > now) {
    await setCloseCheck(ticket._id, due)
    return false
  }
  try {
    await moveTicket(ticket._id, ticket.communityId, {
      to: 'closed',
      closeReason: 'silent',
      eventId: `close-silent:${ticket._id}:${ticket.resolvedAt?.toISOString()}`,
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
