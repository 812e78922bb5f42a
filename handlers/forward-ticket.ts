import { z } from 'zod'
import { canHandle, handlingRoles } from '../domain/access.ts'
import { addHours, sayDayAndTime } from '../domain/clocks.ts'
import { forwardedText } from '../domain/course-words.ts'
import { readForwarding } from '../domain/forwarding.ts'
import type { Reply } from '../domain/message.ts'
import { policyFor } from '../domain/policy/index.ts'
import { Refusal } from '../domain/refusal.ts'
import { refuseOthers } from '../domain/refuse-others.ts'
import type { Responsible } from '../domain/responsible.ts'
import { likelyResponsible, phoneIn } from '../domain/responsible.ts'
import { canMove, statusName } from '../domain/ticket-flow.ts'
import { handlingButtons, sideName } from '../domain/wording.ts'
import { askInChat } from '../models/conversation.ts'
import { reportsOn } from '../models/report.ts'
import { tellReporters } from '../models/reporter-notices.ts'
import { hasHappened, moveTicket } from '../models/ticket.ts'
import type { TicketContext } from './handler.ts'
import { defineTicketHandler, numberedWith, readNote, TicketRef } from './handler.ts'

const questionMinutes = 30
const longestWords = 200
const mostOffered = 5

const Words = z.object({
  ticket: TicketRef.optional(),
  words: z.string().optional(),
  /** To whom, where only the telephone is missing. */
  to: z.string().optional(),
})
type Context = TicketContext<z.infer<typeof Words>>

/** Hands a matter to a supplier or an authority; whoever does so stays on it until an answer is back. */
export const forwardTicket = defineTicketHandler({
  name: 'forward-ticket',
  help: '转交 编号 单位',
  example: '转交 1024 供热公司',
  on: {
    command: numberedWith('转交|移交', 'words'),
    action: true,
    question: {
      name: 'forward-to',
      read: (text, matters) => (/^\d$/u.test(text) ? { words: text } : readNote('words')(text, matters)),
    },
  },
  data: Words,
  allow: handlingRoles,
  async handle(context) {
    const { ticket, actor, community, data, cause } = context
    refuseOthers(actor, ticket, community.phones)
    if (!canMove(ticket.status, 'forwarded') && !hasHappened(ticket, cause)) {
      throw new Refusal(
        'cannot_forward',
        `${ticket.number}号现在是“${statusName[ticket.status]}”，不用转交。`,
      )
    }
    const likely = likelyResponsible(ticket.category, community).slice(0, mostOffered)
    const words = (data.words ?? '').trim().slice(0, longestWords)
    const said = data.to ? `${data.to} ${phoneIn(words) ?? ''}` : words
    const { to, note } = readForwarding(said, { likely, phones: community.phones })
    if (!to) return askFor(context, listOf(likely), null)
    if (!to.phone) return askFor(context, `转给${to.name}，电话是多少？住户要能找到人。`, to.name)
    return forward(context, { ...to, phone: to.phone }, note)
  },
})

function listOf(likely: readonly Responsible[]): string {
  const lines = likely.map(({ name, phone }, i) => `${i + 1} ${name}${phone ? ` ${phone}` : ''}`)
  const list = lines.length > 0 ? `：\n${lines.join('\n')}\n回个数，或写` : '？写'
  return `转给谁${list}单位和电话，例如“供热公司 0472-5550150”。`
}

async function askFor(context: Context, text: string, to: string | null): Promise<Reply> {
  const { ticket, chat, actor, now, cause } = context
  await askInChat(chat._id, actor.personId, {
    question: 'forward-to',
    data: { ticket: ticket._id, ...(to ? { to } : {}) },
    expiresAt: new Date(now.getTime() + questionMinutes * 60_000),
    askedBy: cause,
  })
  return { text: `${ticket.number}号${text}`, asks: true }
}

async function forward(context: Context, to: Responsible & { phone: string }, note: string): Promise<Reply> {
  const { ticket, actor, community, act, now, cause, notify } = context
  const hours = to.isUtility
    ? policyFor(community, 'utilityHours')
    : policyFor(community, 'authorityReplyDays') * 24
  const dueAt = addHours(now, hours)
  const { name, phone, isUtility } = to
  const forwarded = await moveTicket(ticket._id, community._id, {
    ...act([`转给${name}，电话${phone}`, note].filter(Boolean).join('：')),
    to: 'forwarded',
    isAnswer: true,
    set: {
      assigneeId: actor.personId,
      forward: { cause, to: name, phone, isUtility, at: now, dueAt, remindAt: dueAt },
    },
  })
  const side = `${canHandle(actor, ticket) ? sideName[ticket.team] : '社区'}${actor.name}`
  const content = (at: Date) => ({
    text: forwardedText(forwarded, { to: name, phone, isUtility, dueAt }, side, at),
  })
  const told = { kind: 'forwarded', content, statuses: ['forwarded' as const] }
  notify(...tellReporters(forwarded, await reportsOn(ticket._id), told))
  return {
    text: `${ticket.number}号已转给${name}，您继续盯着：${sayDayAndTime(dueAt, now)}没有回音我提醒您。问到结果回“回复 ${ticket.number} 他们怎么说”。`,
    buttons: handlingButtons(forwarded),
  }
}
