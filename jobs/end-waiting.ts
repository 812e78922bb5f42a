import { waitOverCard } from '../domain/course-words.ts'
import { Refusal } from '../domain/refusal.ts'
import { findCommunity } from '../models/community.ts'
import type { Notice } from '../models/delivery.ts'
import { answerableFor } from '../models/duty.ts'
import { submit } from '../models/outgoing.ts'
import type { Ticket } from '../models/ticket.ts'
import { moveTicket, noteOf, waitedTickets } from '../models/ticket.ts'
import { defineJob } from './job.ts'

const batch = 100

/** Takes tickets up again at the date they were to wait for, and asks whoever has them how they stand. */
export const endWaiting = defineJob({
  name: 'end-waiting',
  everyMs: 60_000,
  async run({ now }) {
    const tickets = await waitedTickets(now, batch)
    for (const ticket of tickets) await end(ticket, now)
    return tickets.length
  },
})

async function end(ticket: Ticket, now: Date): Promise<void> {
  const { wait, communityId } = ticket
  const community = await findCommunity(communityId)
  if (!wait || !community) return
  const eventId = `wait-over:${wait.cause}`
  const people = ticket.assigneeId ? [ticket.assigneeId] : await answerableFor(community, ticket, now)
  const notices = people.map<Notice>((personId) => ({
    kind: 'wait-over',
    to: { personId },
    audience: ticket.team,
    priority: 'notice',
    ticketId: ticket._id,
    premise: { ticketId: ticket._id, statuses: ['waiting', 'accepted'] },
    content: waitOverCard(ticket, noteOf(ticket, wait.cause)),
  }))
  // The question first: after a crash in between, it is asked once, and the ticket is found again.
  await submit(notices, { cause: eventId, community, at: now })
  try {
    await moveTicket(ticket._id, communityId, {
      to: 'accepted',
      eventId,
      by: null,
      role: 'system',
      at: now,
      note: '到期',
      when: { 'wait.cause': wait.cause },
      set: { wait: null },
    })
  } catch (error) {
    // Somebody took it up in this very moment.
    if (!(error instanceof Refusal)) throw error
  }
}
