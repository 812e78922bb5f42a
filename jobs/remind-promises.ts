import { promiseCard } from '../domain/course-words.ts'
import { policyFor } from '../domain/policy/index.ts'
import { judgePromise, nextPromiseCheck } from '../domain/promising.ts'
import { activeStatuses } from '../domain/ticket-flow.ts'
import type { Community } from '../models/community.ts'
import { findCommunity } from '../models/community.ts'
import { submit } from '../models/outgoing.ts'
import type { DatePromise } from '../models/promise.ts'
import { duePromises, endPromise, setPromiseCheck } from '../models/promise.ts'
import type { Ticket } from '../models/ticket.ts'
import { findTicket } from '../models/ticket.ts'
import { defineJob } from './job.ts'

const batch = 100

/** Reminds whoever promised a time before it and at it, and writes down then whether the promise was kept. */
export const remindPromises = defineJob({
  name: 'remind-promises',
  everyMs: 60_000,
  async run({ now }) {
    const promises = await duePromises(now, batch)
    for (const promise of promises) await look(promise, now)
    return promises.length
  },
})

async function look(promise: DatePromise, now: Date): Promise<void> {
  const [ticket, community] = await Promise.all([
    findTicket(promise.ticketId, promise.communityId),
    findCommunity(promise.communityId),
  ])
  if (!ticket || !community) return
  await remind(promise, ticket, community, now)
  if (now >= promise.at) return endPromise(promise._id, judgePromise(ticket, promise.at))
  const next = nextPromiseCheck(promise.at, policyFor(community, 'promiseReminderHours'), now)
  await setPromiseCheck(promise._id, promise.checkAt, next)
}

/** What is settled needs no reminder; whoever is late with it is asked once, however often the time was looked at. */
async function remind(promise: DatePromise, ticket: Ticket, community: Community, now: Date): Promise<void> {
  const slot = now < promise.at ? (promise.checkAt ?? now).toISOString() : 'now'
  const notice = {
    kind: 'promise-due',
    supersedes: 'promise-due',
    to: { personId: promise.by },
    audience: ticket.team,
    priority: 'notice' as const,
    ticketId: ticket._id,
    premise: { ticketId: ticket._id, statuses: [...activeStatuses] },
    content: (at: Date) => promiseCard(ticket, promise.at, at),
  }
  if (!activeStatuses.includes(ticket.status)) return
  await submit([notice], { cause: `promise:${promise.cause}:${slot}`, community, at: now })
}
