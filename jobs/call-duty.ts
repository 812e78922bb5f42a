import type { NextCall } from '../domain/paging.ts'
import { nextCall } from '../domain/paging.ts'
import { policyFor } from '../domain/policy/index.ts'
import type { Community } from '../models/community.ts'
import { findCommunity } from '../models/community.ts'
import { submit } from '../models/outgoing.ts'
import { alarmNotices, nextPage, pageChain } from '../models/page-chain.ts'
import type { Called } from '../models/paging.ts'
import { claimForPaging, noteCalled } from '../models/paging.ts'
import type { Ticket } from '../models/ticket.ts'
import { defineJob } from './job.ts'

const minuteMs = 60_000

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
  const times = policyFor(community, 'alarmTimes')
  const chain = community ? await pageChain(community, ticket, now) : []
  const call = community && nextCall(chain, ticket.pagedIds, ticket.alarms, times)
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
  await noteCalled(ticket, calledBy(ticket, call, community, now))
  return true
}

function calledBy(ticket: Ticket, call: NextCall, community: Community, now: Date): Called {
  const since = (ticket.reopenedAt ?? ticket.openedAt).toISOString()
  const after = (minutes: number) => new Date(now.getTime() + minutes * minuteMs)
  if (call.kind === 'page') {
    const { personId } = call
    const event = { id: `page:${since}:${personId}`, at: now, kind: 'paged' as const, note: null }
    return { pageAt: after(policyFor(community, 'emergencyAckMinutes')), personId, event }
  }
  const { number } = call
  const isLast = number >= policyFor(community, 'alarmTimes')
  const event = { id: `alarm:${since}:${number}`, at: now, kind: 'alarmed' as const, note: `第${number}次` }
  return { pageAt: isLast ? null : after(policyFor(community, 'alarmRepeatMinutes')), alarms: number, event }
}
