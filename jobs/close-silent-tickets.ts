import { closingStep, silentEnd } from '../domain/closing.ts'
import { policyRules } from '../domain/policy/index.ts'
import { Refusal } from '../domain/refusal.ts'
import { findCommunity } from '../models/community.ts'
import { firstSentAt } from '../models/delivery.ts'
import type { Ticket } from '../models/ticket.ts'
import { claimDueForClosing, moveTicket, setCloseCheck } from '../models/ticket.ts'
import { defineJob } from './job.ts'

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
  const { kind, reason } = silentEnd(ticket.status)
  const settledAt = ticket.events.findLast(({ to }) => to === ticket.status)?.at ?? now
  const rules = policyRules(community, ['silentCloseHours', 'undeliveredRecheckHours'])
  const step = closingStep(await firstSentAt(ticket._id, kind, settledAt), rules, now)
  if (!step.isOver) {
    await setCloseCheck(ticket._id, step.nextAt)
    return false
  }
  try {
    await moveTicket(ticket._id, ticket.communityId, {
      to: 'closed',
      closeReason: reason,
      eventId: `close-${reason}:${ticket._id}:${settledAt.toISOString()}`,
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
