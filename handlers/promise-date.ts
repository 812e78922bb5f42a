import { z } from 'zod'
import { canHandle, handlingRoles } from '../domain/access.ts'
import { sayDayAndTime, sayMoment } from '../domain/clocks.ts'
import { readComingTime } from '../domain/coming-time.ts'
import { promisedText } from '../domain/course-words.ts'
import type { Reply } from '../domain/message.ts'
import { policyFor } from '../domain/policy/index.ts'
import { nextPromiseCheck } from '../domain/promising.ts'
import { notTheirs, Refusal } from '../domain/refusal.ts'
import { activeStatuses, isActive } from '../domain/ticket-flow.ts'
import { sideName, withoutPersons } from '../domain/wording.ts'
import { askInChat } from '../models/conversation.ts'
import { makePromise, standingPromise } from '../models/promise.ts'
import { reportsOn } from '../models/report.ts'
import { tellReporters } from '../models/reporter-notices.ts'
import { hasHappened, noteOnTicket } from '../models/ticket.ts'
import type { TicketContext } from './handler.ts'
import { defineTicketHandler, numberedWith, readNote, TicketRef } from './handler.ts'

const questionMinutes = 30
const longestWords = 200
/** 因为 begins the reason of a change. */
const because = /[，,；;\s]*(?:因为|由于|原因是?)[：:\s]*(?<reason>.+)$/su

const Words = z.object({
  ticket: TicketRef.optional(),
  words: z.string().optional(),
  /** What was understood before, while the reason of a change was missing. */
  at: z.iso.datetime().optional(),
  what: z.string().optional(),
})
type Context = TicketContext<z.infer<typeof Words>>

/** Promises the reporters a time; a change of it needs a reason, and they hear it once. */
export const promiseDate = defineTicketHandler({
  name: 'promise-date',
  help: '承诺 编号 时间 做到什么',
  example: '承诺 1024 11月25日17点前修好',
  on: {
    command: numberedWith('承诺', 'words'),
    question: { name: 'promise-words', read: readNote('words') },
  },
  data: Words,
  allow: handlingRoles,
  async handle(context) {
    const { ticket, actor, community, now, cause, decide } = context
    if (!canHandle(actor, ticket)) throw notTheirs(ticket, community.phones)
    if (!isActive(ticket.status) && !hasHappened(ticket, cause)) {
      throw new Refusal('not_active', `${ticket.number}号已经办完，不用承诺了。`)
    }
    const { at, what, reason } = readPromise(context)
    if (!at)
      return askFor(context, `${ticket.number}号什么时候前办好？回个时间，例如“11月25日17点前修好”。`, {})
    if (at <= now) throw new Refusal('not_ahead', `${sayDayAndTime(at, now)}已经过了，请说一个以后的时间。`)
    // Made, the new promise is the one that stands.
    const before = await decide('before', async () => (await standingPromise(ticket._id))?.at ?? null)
    const changes = before !== null && new Date(before).getTime() !== at.getTime()
    if (!changes || reason)
      return promise(context, { at, what, reason, before: changes ? new Date(before) : null })
    const text = `${ticket.number}号原来承诺${sayDayAndTime(new Date(before), now)}前。为什么改？回一句原因，我告诉住户。`
    return askFor(context, text, { at: at.toISOString(), what })
  },
})

interface Said {
  at: Date | null
  what: string
  reason: string
}

function readPromise({ data, now, community }: Context): Said {
  const words = (data.words ?? '').trim().slice(0, longestWords)
  if (data.at) return { at: new Date(data.at), what: data.what ?? '办好', reason: words }
  const time = readComingTime(words.replace(because, ''), now, policyFor(community, 'officeHours').to)
  return {
    at: time?.at ?? null,
    what: time?.rest || '办好',
    reason: because.exec(words)?.groups?.reason ?? '',
  }
}

async function askFor(context: Context, text: string, known: Record<string, string>): Promise<Reply> {
  const { ticket, chat, actor, now, cause } = context
  await askInChat(chat._id, actor.personId, {
    question: 'promise-words',
    data: { ticket: ticket._id, ...known },
    expiresAt: new Date(now.getTime() + questionMinutes * 60_000),
    askedBy: cause,
  })
  return { text, asks: true }
}

async function promise(
  context: Context,
  said: { at: Date; what: string; reason: string; before: Date | null },
): Promise<Reply> {
  const { ticket, actor, community, act, now, cause, notify } = context
  const { at, what, reason, before } = said
  await makePromise({
    ticketId: ticket._id,
    communityId: community._id,
    cause,
    by: actor.personId,
    madeAt: now,
    at,
    checkAt: nextPromiseCheck(at, policyFor(community, 'promiseReminderHours'), now),
  })
  const why = before ? `（原${sayMoment(before)}，${reason}）` : ''
  await noteOnTicket(ticket._id, community._id, {
    ...act(`${sayMoment(at)}前${what}${why}`),
    kind: 'promised',
    isAnswer: true,
  })
  const by = `${sideName[ticket.team]}${actor.name}`
  const content = (then: Date) => ({ text: promisedText(ticket, { by, at, what, before, reason }, then) })
  const told = { kind: 'promised', supersedes: 'promised', content, statuses: activeStatuses }
  notify(...tellReporters(ticket, await reportsOn(ticket._id), told))
  return {
    text: `记下了，${ticket.number}号${sayDayAndTime(at, now)}前${withoutPersons(what)}，已告诉住户。到时候我提醒您。`,
  }
}
