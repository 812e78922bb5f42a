import { z } from 'zod'
import { canHandle, handlingRoles } from '../domain/access.ts'
import { requestCard } from '../domain/course-words.ts'
import type { Declining } from '../domain/declining.ts'
import { readDeclining } from '../domain/declining.ts'
import type { Reply } from '../domain/message.ts'
import { policyFor } from '../domain/policy/index.ts'
import { Refusal } from '../domain/refusal.ts'
import { refuseForOne, refuseOthers } from '../domain/refuse-others.ts'
import type { Responsible } from '../domain/responsible.ts'
import { likelyResponsible } from '../domain/responsible.ts'
import { canMove, statusName } from '../domain/ticket-flow.ts'
import { sideName } from '../domain/wording.ts'
import { askInChat } from '../models/conversation.ts'
import { watchersOf } from '../models/duty.ts'
import { hasHappened, noteOnTicket } from '../models/ticket.ts'
import type { TicketContext } from './handler.ts'
import { defineTicketHandler, numberedWith, readNote, TicketRef } from './handler.ts'

const questionMinutes = 30
const longestWords = 200
/** More are not offered; whoever knows better writes the name. */
const mostOffered = 5

const Words = z.object({
  ticket: TicketRef.optional(),
  words: z.string().optional(),
  reason: z.string().optional(),
  responsible: z.string().optional(),
})
type Context = TicketContext<z.infer<typeof Words>>

/**
 * Proposes that a matter is not for those who have it, with a reason, who is responsible and how to reach them; whichever
 * is missing is asked for. A second person, of 社区, decides.
 */
export const declineTicket = defineTicketHandler({
  name: 'decline-ticket',
  help: '不受理 编号 理由',
  example: '不受理 1024 管线归供热公司',
  on: {
    command: numberedWith('不(?:属)?受理', 'words'),
    action: true,
    question: {
      name: 'decline-words',
      // The number of a line in the list that was offered.
      read: (text, matters) => (/^\d$/u.test(text) ? { words: text } : readNote('words')(text, matters)),
    },
  },
  data: Words,
  allow: handlingRoles,
  async handle(context) {
    const { ticket, actor, community, data } = context
    refuseOthers(actor, ticket, community.phones)
    refuseElsewhere(context)
    const likely = likelyResponsible(ticket.category, community).slice(0, mostOffered)
    const before = { reason: data.reason ?? null, responsible: data.responsible ?? null, phone: null }
    const words = (data.words ?? '').trim().slice(0, longestWords)
    const declining = readDeclining(before, words, { likely, phones: community.phones })
    const question = questionFor(declining, likely)
    return question ? askFor(context, declining, question) : propose(context, declining)
  },
})

function refuseElsewhere({ ticket, cause }: Context): void {
  const { number, status, urgency } = ticket
  refuseForOne(ticket)
  if (ticket.accused === 'district') {
    throw new Refusal(
      'accused',
      `${number}号反映的是社区，不能请社区来定。归别处管的，回“转交 ${number} 单位”，您接着盯。`,
    )
  }
  if (urgency === 'emergency') {
    throw new Refusal('emergency', `${number}号是险情，先到现场处置；之后归谁管，回“转交 ${number} 单位”。`)
  }
  if (canMove(status, 'declined') || hasHappened(ticket, cause)) return
  throw new Refusal('cannot_decline', `${number}号现在是“${statusName[status]}”，不能再提不受理。`)
}

function questionFor(
  { reason, responsible, phone }: Declining,
  likely: readonly Responsible[],
): string | null {
  if (!reason) return '为什么不属受理？回一句理由，住户会看到。'
  if (!responsible) {
    const lines = likely.map(({ name, phone: known }, i) => `${i + 1} ${name}${known ? ` ${known}` : ''}`)
    const list = lines.length > 0 ? `：\n${lines.join('\n')}\n回个数，或写` : '？写'
    return `由谁负责${list}单位和电话，例如“供热公司 0472-5550150”。`
  }
  return phone ? null : `由${responsible}负责，电话是多少？住户要能找到人。`
}

async function askFor(
  { ticket, chat, actor, now, cause }: Context,
  { reason, responsible }: Declining,
  text: string,
): Promise<Reply> {
  await askInChat(chat._id, actor.personId, {
    question: 'decline-words',
    data: { ticket: ticket._id, ...(reason ? { reason } : {}), ...(responsible ? { responsible } : {}) },
    expiresAt: new Date(now.getTime() + questionMinutes * 60_000),
    askedBy: cause,
  })
  return { text: `${ticket.number}号${text}`, asks: true }
}

async function propose(context: Context, { reason, responsible, phone }: Declining): Promise<Reply> {
  const { ticket, actor, community, act, cause, now, notify } = context
  const request = { cause, kind: 'decline' as const, by: actor.personId, until: null, responsible, phone }
  const words = reason ?? ''
  const asked = await noteOnTicket(ticket._id, community._id, {
    ...act(words),
    kind: 'requested',
    set: { request },
  })
  const by = `${canHandle(actor, ticket) ? sideName[ticket.team] : '社区'}${actor.name}`
  const days = policyFor(community, 'timedDays')
  const second = (await watchersOf(community, ticket, now)).filter((personId) => personId !== actor.personId)
  for (const personId of second) {
    notify({
      kind: 'request',
      supersedes: 'request',
      to: { personId },
      audience: 'district',
      priority: 'notice',
      ticketId: ticket._id,
      premise: { ticketId: ticket._id, statuses: ['open', 'assigned', 'accepted'] },
      content: requestCard(asked, request, { by, reason: words, days, now }),
    })
  }
  const who = second.length > 0 ? '已发给社区' : '社区还没有登记第二位同事，请管理员登记后再提'
  return {
    text: `${ticket.number}号提了不属受理：由${responsible}负责，电话${phone}。要社区另一位同意才算，${who}。`,
    groupText: `${ticket.number}号提了不属受理，要社区另一位同意才算，${who}。`,
    private: true,
  }
}
