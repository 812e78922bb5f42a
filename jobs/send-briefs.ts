import { dayNumber, isWithin, nextClock, startOfDay } from '../domain/clocks.ts'
import { policyFor } from '../domain/policy/index.ts'
import { districtBriefs } from '../models/brief-notices.ts'
import type { Community } from '../models/community.ts'
import { listCommunities } from '../models/community.ts'
import { doneScopes, noteRun } from '../models/job-run.ts'
import { submit } from '../models/outgoing.ts'
import { workCalendar } from '../models/work-calendar.ts'
import { defineJob } from './job.ts'

const name = 'send-briefs'
const dayMs = 86_400_000

/** Tells everybody who works on tickets once in the morning what is due; a bot that was away until the office closes waits for the next day. */
export const sendBriefs = defineJob({
  name,
  everyMs: 60_000,
  async run({ now }) {
    const slot = startOfDay(now).toISOString()
    const done = await doneScopes(name, slot)
    let sent = 0
    for (const [districtId, communities] of byDistrict(await listCommunities())) {
      if (!done.has(districtId) && isTime(communities, now)) {
        sent += await send(communities, now)
        await noteRun({ job: name, scope: districtId, slot, at: now })
      }
    }
    return sent
  },
})

function byDistrict(communities: readonly Community[]): Map<string, Community[]> {
  const districts = new Map<string, Community[]>()
  for (const community of communities) {
    const { districtId } = community
    districts.set(districtId, [...(districts.get(districtId) ?? []), community])
  }
  return districts
}

/** The communities of a district have one brief; its time is that of the first. */
function isTime([first]: readonly Community[], now: Date): boolean {
  const from = policyFor(first ?? null, 'briefClock')
  const { to } = policyFor(first ?? null, 'officeHours')
  return isWithin(now, { from, to })
}

async function send(communities: readonly Community[], now: Date): Promise<number> {
  const day = startOfDay(now)
  const at = nextClock(new Date(day.getTime() - 1), policyFor(communities[0] ?? null, 'briefClock'))
  const isWorkday = workCalendar.isWorkday(dayNumber(now))
  const briefs = await districtBriefs(communities, { at, now, isWorkday })
  const expiresAt = new Date(day.getTime() + dayMs)
  for (const { community, notice } of briefs) {
    const cause = `brief:${community.districtId}:${day.toISOString()}`
    await submit([{ ...notice, expiresAt }], { cause, community, at: now })
  }
  return briefs.length
}
