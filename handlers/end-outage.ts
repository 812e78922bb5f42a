import { z } from 'zod'
import { districtRoles, propertyRoles } from '../domain/access.ts'
import { nextClock } from '../domain/clocks.ts'
import { outages, overText, placeIn, sayOutagePlace } from '../domain/known-event.ts'
import type { Reply } from '../domain/message.ts'
import { policyFor } from '../domain/policy/index.ts'
import { Refusal } from '../domain/refusal.ts'
import { eventPosts } from '../models/event-notices.ts'
import type { KnownEvent } from '../models/known-event.ts'
import { endEvent, standingEvents } from '../models/known-event.ts'
import { reportsOn } from '../models/report.ts'
import type { PlacedContext } from './handler.ts'
import { defineHandler } from './handler.ts'

const command = new RegExp(`^(?<what>${outages.join('|')})(?:已经?)?结束[了\\s:：，,]*(?<words>.*)$`, 'su')

const Words = z.object({ what: z.enum(outages), words: z.string().default('') })
type Context = PlacedContext<z.infer<typeof Words>>

/** Ends an announced outage, before its time or at it; the groups hear it once, and so do those who had asked in private. */
export const endOutage = defineHandler({
  name: 'end-outage',
  help: '停水结束 哪里',
  example: '停水结束 5号楼',
  on: { command },
  data: Words,
  allow: [...propertyRoles, ...districtRoles],
  async handle(context): Promise<Reply> {
    const { now, cause, notify, community } = context
    const event = await meantBy(context)
    await endEvent(event._id, { state: 'over', at: now, by: cause })
    const text = overText(event, now < event.to)
    const until = nextClock(now, policyFor(community, 'silencedUntil'))
    notify(...(await eventPosts(event, { kind: 'outage-over', text: () => text, until })))
    for (const { personId, isFromGroup } of await reportsOn(event._id)) {
      if (isFromGroup) continue
      notify({
        kind: 'outage-over',
        once: `outage-over:${event._id}`,
        to: { personId },
        audience: 'resident',
        priority: 'notice',
        content: { text },
      })
    }
    return { text: `记下了，${sayOutagePlace(event)}${event.what}结束，已告诉群里。` }
  },
})

/** What stands, or what this very row has ended before a crash. */
async function meantBy({ data, community, cause }: Context): Promise<KnownEvent> {
  const { what, words } = data
  const { buildings, unit } = placeIn(words)
  const standing = await standingEvents(community._id, { what, endedBy: cause })
  const mine = standing.filter(({ endedBy }) => endedBy === cause)
  const named = standing.filter(
    (event) => buildings.join() === event.buildings.join() && (unit === null || unit === event.unit),
  )
  const found = mine.length > 0 ? mine : words && named.length > 0 ? named : standing
  const [event, another] = found
  if (event && !another) return event
  const places = standing.map(sayOutagePlace).join('；')
  throw new Refusal(
    'which_outage',
    event ? `哪里的${what}结束了？现在有：${places}。` : `现在没有${what}的通知，不用结束。`,
  )
}
