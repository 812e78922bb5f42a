import { z } from 'zod'
import { districtRoles, propertyRoles } from '../domain/access.ts'
import { addHours, sayDayAndTime } from '../domain/clocks.ts'
import type { Outage, OutageNotice } from '../domain/known-event.ts'
import { announcement, outages, outageTable, readOutage, sayOutagePlace } from '../domain/known-event.ts'
import type { Reply } from '../domain/message.ts'
import { numberOf } from '../domain/phones.ts'
import { policyFor } from '../domain/policy/index.ts'
import { Refusal } from '../domain/refusal.ts'
import { withoutPersons } from '../domain/wording.ts'
import { askInChat } from '../models/conversation.ts'
import { eventPosts } from '../models/event-notices.ts'
import type { KnownEvent } from '../models/known-event.ts'
import { announceEvent, endEvent, standingEvents } from '../models/known-event.ts'
import { moveReports } from '../models/report.ts'
import type { PlacedContext } from './handler.ts'
import { defineHandler, readNote } from './handler.ts'

/** As long as an outage is announced its reports open no ticket; works take longer than a supply is cut. */
function longestDays(what: Outage): number {
  return what === '施工' ? 180 : 31
}

const questionMinutes = 30
const longestWords = 200
/** What follows is a place or a time: 停水通知在哪看 is a question. */
const command = new RegExp(
  `^(?<what>${outages.join('|')})(?:通知|公告|预告)(?=[\\s:：，,\\d全整今明后现]|$)[\\s:：，,]*(?<words>.*)$`,
  'su',
)

const Words = z.object({
  what: z.enum(outages),
  words: z.string().default(''),
  before: z.string().default(''),
})
type Context = PlacedContext<z.infer<typeof Words>>

/** Announces an outage with its place, time and reason: the groups hear it once, and reports inside it are answered by it. */
export const announceOutage = defineHandler({
  name: 'announce-outage',
  help: '停水通知 哪里 几点到几点 原因',
  example: '停水通知 5号楼 明天8点到18点 换阀门',
  on: { command, question: { name: 'outage-words', read: readNote('words') } },
  data: Words,
  allow: [...propertyRoles, ...districtRoles],
  async handle(context): Promise<Reply> {
    const { data, now, community } = context
    const office = policyFor(community, 'officeHours')
    const words = `${data.before} ${data.words}`.trim().slice(0, longestWords)
    const said = readOutage(words, now, office)
    if (!said.span) return askFor(context, words, '从几点到几点？例如“明天8点到18点”。')
    if (said.span.to > addHours(now, longestDays(data.what) * 24)) {
      const days = longestDays(data.what)
      throw new Refusal(
        'too_long',
        `${data.what}一次最多通知${days}天，再长的到时候再发一次。请说从几点到几点，例如“明天8点到18点”。`,
      )
    }
    if (said.span.to <= now) {
      throw new Refusal('not_ahead', `${sayDayAndTime(said.span.to, now)}已经过了，请说一个还没结束的时间。`)
    }
    if (!said.reason) return askFor(context, words, '因为什么？回一句，居民会看到，例如“换阀门”。')
    return announce(context, { ...said, span: said.span })
  },
})

async function askFor(
  { data, chat, actor, now, cause }: Context,
  before: string,
  text: string,
): Promise<Reply> {
  await askInChat(chat._id, actor.personId, {
    question: 'outage-words',
    data: { what: data.what, before },
    expiresAt: new Date(now.getTime() + questionMinutes * 60_000),
    askedBy: cause,
  })
  return { text: `${data.what}${text}`, asks: true }
}

type Said = OutageNotice & { span: NonNullable<OutageNotice['span']> }

async function announce(context: Context, { buildings, unit, span, reason }: Said): Promise<Reply> {
  const { data, community, actor, now, cause, notify } = context
  const event = await announceEvent({
    communityId: community._id,
    cause,
    what: data.what,
    category: outageTable[data.what].category,
    buildings,
    unit,
    from: span.from,
    to: span.to,
    reason: withoutPersons(reason),
    by: actor.personId,
  })
  await replaceOlder(event, now)
  const text = (at: Date) => announcement(event, numberOf(community.phones, 'property'), at)
  notify(...(await eventPosts(event, { kind: 'outage', text, until: event.to })))
  return { text: said(event, now) }
}

function said(event: KnownEvent, now: Date): string {
  const { what, from, to } = event
  const place = sayOutagePlace(event)
  return `记下了：${place}${sayDayAndTime(from, now)}到${sayDayAndTime(to, now)}${what}，已告诉群里；有人来报，我照这个答。提前好了回“${what}结束 ${place}”。`
}

/** A second announcement for the same place is the newer one of the same outage; those who asked go on with it. */
async function replaceOlder(event: KnownEvent, at: Date): Promise<void> {
  const { _id, communityId, what, cause } = event
  for (const older of await standingEvents(communityId, { what })) {
    if (older._id === _id || placeKey(older) !== placeKey(event)) continue
    await moveReports(older._id, _id, { cause })
    await endEvent(older._id, { state: 'replaced', at, by: cause })
  }
}

function placeKey({ buildings, unit }: { buildings: readonly string[]; unit: string | null }): string {
  return [...buildings].sort().join() + (unit ?? '')
}
