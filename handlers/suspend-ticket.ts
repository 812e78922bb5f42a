import { z } from 'zod'
import { handlingRoles, supervises } from '../domain/access.ts'
import { sayDayAndTime } from '../domain/clocks.ts'
import { requestCard, waitingText } from '../domain/course-words.ts'
import type { Reply } from '../domain/message.ts'
import { numberOf } from '../domain/phones.ts'
import { policyFor } from '../domain/policy/index.ts'
import { Refusal } from '../domain/refusal.ts'
import { refuseOthers } from '../domain/refuse-others.ts'
import { canMove, isActive, statusName } from '../domain/ticket-flow.ts'
import { latestWait, readWait } from '../domain/waiting.ts'
import { sideName } from '../domain/wording.ts'
import type { Community } from '../models/community.ts'
import { askInChat } from '../models/conversation.ts'
import type { Notice } from '../models/delivery.ts'
import { watchersOf } from '../models/duty.ts'
import { tellFirstReporters } from '../models/reporter-notices.ts'
import type { Ticket } from '../models/ticket.ts'
import { hasHappened, moveTicket, noteOf, noteOnTicket } from '../models/ticket.ts'
import type { TicketContext } from './handler.ts'
import { defineTicketHandler, numberedWith, readNote, TicketRef } from './handler.ts'

const questionMinutes = 30
const longestReason = 200

const Words = z.object({
  ticket: TicketRef.optional(),
  /** What was said just now. */
  words: z.string().optional(),
  /** What was understood before, while something was missing. */
  until: z.iso.datetime().optional(),
  reason: z.string().optional(),
})
type Context = TicketContext<z.infer<typeof Words>>

/** Lets a ticket wait until a date for a reason, and asks for whichever is missing; a long wait is for 社区 to agree to. */
export const suspendTicket = defineTicketHandler({
  name: 'suspend-ticket',
  help: '挂起 编号 到 日期 原因',
  example: '挂起 1024 到 11月25日 等配件',
  on: {
    command: numberedWith('挂起|暂缓', 'words'),
    action: true,
    question: { name: 'wait-words', read: readNote('words') },
  },
  data: Words,
  allow: handlingRoles,
  async handle(context) {
    const { ticket, actor, community, now } = context
    refuseOthers(actor, ticket, community.phones)
    refuseElsewhere(context)
    const { until, reason } = wordsOf(context)
    if (!until || !reason) return askFor(context, until, reason)
    if (until <= now)
      throw new Refusal('not_ahead', `${sayDayAndTime(until, now)}已经过了，请说一个以后的日期。`)
    const days = policyFor(community, 'timedDays')
    const isShort = until <= latestWait(ticket.events, now, days)
    // Of a complaint about 社区 it is 街道 that decides, and has it.
    const isDecider = supervises(actor, ticket) || ticket.accused === 'district'
    return isShort || isDecider ? suspend(context, until, reason) : ask(context, until, reason)
  },
})

function refuseElsewhere({ ticket, cause }: Context): void {
  if (hasHappened(ticket, cause)) return
  if (ticket.urgency === 'emergency') {
    throw new Refusal(
      'emergency',
      `${ticket.number}号是险情，不能挂起，先到现场处置。排除了回“办结 ${ticket.number} 怎么处理的”，要外单位来回“转交 ${ticket.number} 单位”。`,
    )
  }
  if (canMove(ticket.status, 'waiting')) return
  const { number, status } = ticket
  if (!isActive(status)) throw new Refusal('not_active', `${number}号已经办完，不用挂起了。`)
  const how =
    status === 'waiting' ? `要改日期，先回“恢复 ${number}”` : `接单以后才能挂起，先回“接单 ${number}”`
  throw new Refusal('cannot_wait', `${number}号现在是“${statusName[status]}”。${how}。`)
}

function wordsOf({ data, now, community }: Context): { until: Date | null; reason: string } {
  const said = readWait(data.words ?? '', now, policyFor(community, 'officeHours').from)
  const until = data.until ? new Date(data.until) : said.until
  // To the question until when, the answer may be nothing but the date.
  const reason = [data.reason, said.reason].filter(Boolean).join('，').slice(0, longestReason)
  return { until, reason }
}

async function askFor(context: Context, until: Date | null, reason: string): Promise<Reply> {
  const { ticket, chat, actor, now, cause } = context
  await askInChat(chat._id, actor.personId, {
    question: 'wait-words',
    data: {
      ticket: ticket._id,
      ...(until ? { until: until.toISOString() } : {}),
      ...(reason ? { reason } : {}),
    },
    expiresAt: new Date(now.getTime() + questionMinutes * 60_000),
    askedBy: cause,
  })
  const text = until
    ? `${ticket.number}号为什么要等？回一句原因，我转告住户。`
    : `${ticket.number}号要等到哪天？回个日期，例如“11月25日”。`
  return { text, asks: true }
}

async function suspend(context: Context, until: Date, reason: string): Promise<Reply> {
  const { ticket, community, act, now, cause, notify } = context
  const waiting = await moveTicket(ticket._id, community._id, {
    ...act(reason),
    to: 'waiting',
    set: { wait: { cause, until }, request: null },
  })
  notify(...(await waitingNotices(community, waiting)))
  return { text: `${ticket.number}号挂起到${sayDayAndTime(until, now)}，已告诉住户原因，到时候我再问您。` }
}

/** Tells the first reporters until when a ticket waits, and why. */
export async function waitingNotices(community: Community, ticket: Ticket): Promise<Notice[]> {
  const { wait } = ticket
  if (!wait) return []
  const content = (at: Date) => ({ text: waitingText(ticket, wait.until, noteOf(ticket, wait.cause), at) })
  return tellFirstReporters(community, ticket, { kind: 'waiting', content, statuses: ['waiting'] })
}

async function ask(context: Context, until: Date, reason: string): Promise<Reply> {
  const { ticket, actor, community, act, cause, now, notify } = context
  const request = { cause, kind: 'wait' as const, by: actor.personId, until, responsible: null, phone: null }
  const asked = await noteOnTicket(ticket._id, community._id, {
    ...act(reason),
    kind: 'requested',
    set: { request },
  })
  const days = policyFor(community, 'timedDays')
  for (const personId of await watchersOf(community, ticket, now)) {
    notify({
      kind: 'request',
      supersedes: 'request',
      to: { personId },
      audience: 'district',
      priority: 'notice',
      ticketId: ticket._id,
      premise: { ticketId: ticket._id, statuses: ['accepted'] },
      content: (at) => {
        const by = `${sideName[ticket.team]}${actor.name}`
        return requestCard(asked, request, { by, reason, days, now: at })
      },
    })
  }
  const phone = numberOf(community.phones, 'district')
  return {
    text: `挂起超过${days}天要社区同意，已经发给社区，定了我告诉您${phone ? `，也可打${phone}` : ''}。`,
  }
}
