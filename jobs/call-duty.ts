import type { CallRules, NextCall } from '../domain/paging.ts'
import { calledSince, callRules, nextCall, nextLookAt } from '../domain/paging.ts'
import { policyRules } from '../domain/policy/index.ts'
import { findCommunity } from '../models/community.ts'
import { submit } from '../models/outgoing.ts'
import { alarmNotices, nextPage, pageChain } from '../models/page-chain.ts'
import type { Called } from '../models/paging.ts'
import { claimForPaging, noteCalled } from '../models/paging.ts'
import type { Ticket } from '../models/ticket.ts'
import { defineJob } from './job.ts'

/** Calls the next person to a danger that nobody has answered in time, and alarms everybody when all were called. */
export const callDuty = defineJob({
  name: 'call-duty',
  everyMs: 10_000,
  async run({ now }) {
    let called = 0
    for (let ticket = await claimForPaging(now); ticket; ticket = await claimForPaging(now)) {
      if (await callNext(ticket, now)) called += 1
    }
    return called
  },
})

async function callNext(ticket: Ticket, now: Date): Promise<boolean> {
  const community = await findCommunity(ticket.communityId)
  const rules = policyRules(community, callRules)
  const chain = community ? await pageChain(community, ticket, now) : []
  const call = community && nextCall(chain, ticket.pagedIds, ticket.alarms, rules.alarmTimes)
  if (!community || !call) {
    // The ladder goes on; nobody else is there to be called.
    await noteCalled(ticket, { pageAt: null, event: null })
    return false
  }
  const notices =
    call.kind === 'page'
      ? [await nextPage(community, ticket, call.personId, now)]
      : await alarmNotices(community, ticket, call.number, now)
  await submit(notices, { cause: `call:${ticket._id}`, community, at: now })
  await noteCalled(ticket, calledBy(ticket, call, rules, now))
  return true
}

function calledBy(ticket: Ticket, call: NextCall, rules: CallRules, now: Date): Called {
  const since = calledSince(ticket).toISOString()
  const pageAt = nextLookAt(call, rules, now)
  if (call.kind === 'page') {
    const { personId } = call
    const event = { id: `page:${since}:${personId}`, at: now, kind: 'paged' as const, note: null }
    return { pageAt, personId, event }
  }
  const { number } = call
  const event = { id: `alarm:${since}:${number}`, at: now, kind: 'alarmed' as const, note: `第${number}次` }
  return { pageAt, alarms: number, event }
}
