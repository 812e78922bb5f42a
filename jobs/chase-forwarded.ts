import { chaseCard } from '../domain/course-words.ts'
import { chaseStep } from '../domain/forwarding.ts'
import { findCommunity } from '../models/community.ts'
import type { Notice } from '../models/delivery.ts'
import { answerableFor, watchersOf } from '../models/duty.ts'
import { submit } from '../models/outgoing.ts'
import type { Ticket } from '../models/ticket.ts'
import { setForwardReminder, unansweredForwards } from '../models/ticket.ts'
import { defineJob } from './job.ts'

const batch = 100

/**
 * Reminds whoever stays on a forwarded ticket when the answer from outside is due, and again after each such time; from
 * the second time on 社区 hears it, too.
 */
export const chaseForwarded = defineJob({
  name: 'chase-forwarded',
  everyMs: 60_000,
  async run({ now }) {
    const tickets = await unansweredForwards(now, batch)
    for (const ticket of tickets) await remind(ticket, now)
    return tickets.length
  },
})

async function remind(ticket: Ticket, now: Date): Promise<void> {
  const { forward, communityId } = ticket
  const community = await findCommunity(communityId)
  if (!forward || !community) return
  const { isAgain, nextAt } = chaseStep(forward, now)
  const chasers = ticket.assigneeId ? [ticket.assigneeId] : await answerableFor(community, ticket, now)
  const people = [...chasers, ...(isAgain ? await watchersOf(community, ticket, now) : [])]
  const notices = [...new Set(people)].map<Notice>((personId) => ({
    kind: 'chase',
    supersedes: 'chase',
    to: { personId },
    audience: chasers.includes(personId) ? ticket.team : 'district',
    priority: 'notice',
    ticketId: ticket._id,
    premise: { ticketId: ticket._id, statuses: ['forwarded'] },
    content: (at) => chaseCard(ticket, forward, at),
  }))
  const cause = `chase:${forward.cause}:${forward.remindAt.toISOString()}`
  await submit(notices, { cause, community, at: now })
  await setForwardReminder(ticket._id, forward.remindAt, nextAt)
}
