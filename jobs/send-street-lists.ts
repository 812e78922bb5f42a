import { dayNumber, isWithin, nextClock, startOfDay } from '../domain/clocks.ts'
import { policyFor } from '../domain/policy/index.ts'
import type { Community } from '../models/community.ts'
import { listCommunities } from '../models/community.ts'
import { doneScopes, noteRun } from '../models/job-run.ts'
import { submit } from '../models/outgoing.ts'
import { streetList } from '../models/street-list.ts'
import { workCalendar } from '../models/work-calendar.ts'
import { defineJob } from './job.ts'

const name = 'send-street-lists'

/** Gives 街道 once on each working day one list of what is before it; a day that was missed is in the list of the next. */
export const sendStreetLists = defineJob({
  name,
  everyMs: 60_000,
  async run({ now }) {
    if (!workCalendar.isWorkday(dayNumber(now))) return 0
    const slot = startOfDay(now).toISOString()
    const done = await doneScopes(name, slot)
    let sent = 0
    for (const [streetId, communities] of byStreet(await listCommunities())) {
      if (!done.has(streetId) && isTime(communities, now)) {
        sent += await send(communities, now)
        await noteRun({ job: name, scope: streetId, slot, at: now })
      }
    }
    return sent
  },
})

function byStreet(communities: readonly Community[]): Map<string, Community[]> {
  const streets = new Map<string, Community[]>()
  for (const community of communities) {
    const { streetId } = community
    streets.set(streetId, [...(streets.get(streetId) ?? []), community])
  }
  return streets
}

function isTime([first]: readonly Community[], now: Date): boolean {
  const from = policyFor(first ?? null, 'streetDigestClock')
  const { to } = policyFor(first ?? null, 'officeHours')
  return isWithin(now, { from, to })
}

async function send(communities: readonly Community[], now: Date): Promise<number> {
  const day = startOfDay(now)
  const at = nextClock(new Date(day.getTime() - 1), policyFor(communities[0] ?? null, 'streetDigestClock'))
  const notices = await streetList(communities, { at, now })
  const [first] = communities
  const cause = `street-list:${first?.streetId}:${day.toISOString()}`
  await submit(notices, { cause, community: first ?? null, at: now })
  return notices.length
}
