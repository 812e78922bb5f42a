import { isItOver } from '../domain/known-event.ts'
import { policyFor } from '../domain/policy/index.ts'
import type { Community } from '../models/community.ts'
import { findCommunity } from '../models/community.ts'
import { firstFree } from '../models/hold.ts'
import type { KnownEvent } from '../models/known-event.ts'
import { dueEvents, endEvent, noteAsked } from '../models/known-event.ts'
import { submit } from '../models/outgoing.ts'
import { openOverrun } from '../models/overrun.ts'
import { countVoices } from '../models/report.ts'
import { defineJob } from './job.ts'

const batch = 100
const minuteMs = 60_000

/**
 * Asks whoever announced an outage at its end whether it is over. Without an answer it counts as gone on where anybody had
 * asked about it, and opens one ticket; where nobody had, as over.
 */
export const followOutages = defineJob({
  name: 'follow-outages',
  everyMs: 60_000,
  async run({ now }) {
    const events = await dueEvents(now, batch)
    for (const event of events) {
      const community = await findCommunity(event.communityId)
      if (community) await (event.askedAt ? conclude(event, community, now) : ask(event, community, now))
    }
    return events.length
  },
})

async function ask(event: KnownEvent, community: Community, now: Date): Promise<void> {
  const notice = {
    kind: 'outage-ask',
    to: { personId: event.by },
    audience: 'property' as const,
    priority: 'notice' as const,
    content: { text: isItOver(event, await countVoices(event._id)) },
  }
  await submit([notice], { cause: `outage-ask:${event._id}`, community, at: now })
  const grace = policyFor(community, 'outageGraceMinutes') * minuteMs
  // At night nobody is asked before the morning, and only then the time to answer begins.
  await noteAsked(event._id, now, new Date(firstFree(now, notice, community).getTime() + grace))
}

async function conclude(event: KnownEvent, community: Community, now: Date): Promise<void> {
  if ((await countVoices(event._id)) === 0) {
    await endEvent(event._id, { state: 'over', at: now, by: `outage-unasked:${event._id}` })
    return
  }
  const { ticket, notices } = await openOverrun(event, community, now)
  await submit(notices, { cause: ticket.cause, community, at: now })
}
