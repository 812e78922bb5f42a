import { z } from 'zod'
import { handlingRoles } from '../domain/access.ts'
import { mergedText } from '../domain/course-words.ts'
import { whyNotMerged } from '../domain/merging.ts'
import type { Reply } from '../domain/message.ts'
import { Refusal } from '../domain/refusal.ts'
import { refuseOthers } from '../domain/refuse-others.ts'
import { activeStatuses } from '../domain/ticket-flow.ts'
import { askInChat } from '../models/conversation.ts'
import { moveDissuasions } from '../models/dissuasion.ts'
import { moveMediations } from '../models/mediation.ts'
import { movePromises } from '../models/promise.ts'
import { moveReports, reportsMovedBy } from '../models/report.ts'
import { tellReporters } from '../models/reporter-notices.ts'
import type { Ticket } from '../models/ticket.ts'
import { findByNumber, hasHappened, moveTicket, noteOnTicket, touchTicket } from '../models/ticket.ts'
import type { TicketContext } from './handler.ts'
import { defineTicketHandler, readNote, TicketRef } from './handler.ts'

const reasonMinutes = 30
const longestReason = 200
const command =
  /^合并[\s:：【#]*(?<ticket>\d{1,9})[】号]*(?:[\s，,、]*(?:并?[到至进入和与跟])?[\s【#]*(?<into>\d{1,9})[】号]*(?:[\s，,：:。]*(?<reason>\S.*))?)?$/su

const Words = z.object({
  ticket: TicketRef.optional(),
  into: z
    .string()
    .regex(/^\d{1,9}$/u)
    .optional(),
  reason: z.string().optional(),
})
type Context = TicketContext<z.infer<typeof Words>>

/** Puts two tickets together that are one matter: the reports move, and the old number leads to the other. */
export const mergeTickets = defineTicketHandler({
  name: 'merge-tickets',
  help: '合并 编号 到 编号 原因',
  example: '合并 1025 到 1024 同一部电梯',
  on: { command, question: { name: 'merge-reason', read: readNote('reason') } },
  data: Words,
  allow: handlingRoles,
  async handle(context) {
    const { actor, community, data, cause } = context
    const [source, target] = await Promise.all([numbered(context, data.ticket), numbered(context, data.into)])
    for (const ticket of [source, target]) refuseOthers(actor, ticket, community.phones)
    const isRerun = hasHappened(source, cause)
    const why = isRerun ? null : whyNotMerged(source, target)
    if (why) throw new Refusal('cannot_merge', why)
    const reason = data.reason?.trim().slice(0, longestReason)
    return reason ? merge(context, { source, target }, reason) : askForReason(context, source, target)
  },
})

/** A ticket by its own number, even if another goes on for it. */
async function numbered({ community, ticket }: Context, number: string | undefined): Promise<Ticket> {
  if (!number)
    throw new Refusal('number_missing', `并到哪一号？例如“合并 ${ticket.number} 到 1024 同一部电梯”。`)
  const [found] = await findByNumber([community._id], Number(number))
  if (found) return found
  throw new Refusal('ticket_not_found', `没有找到${number}号，请看看是不是打错了。`)
}

async function askForReason(
  { chat, actor, now, cause }: Context,
  source: Ticket,
  target: Ticket,
): Promise<Reply> {
  await askInChat(chat._id, actor.personId, {
    question: 'merge-reason',
    data: { ticket: String(source.number), into: String(target.number) },
    expiresAt: new Date(now.getTime() + reasonMinutes * 60_000),
    askedBy: cause,
  })
  return { text: `为什么把${source.number}号并到${target.number}号？回一句原因。`, asks: true }
}

/** The source is closed first: what comes in between finds the way to the other. */
async function merge(
  context: Context,
  { source, target }: { source: Ticket; target: Ticket },
  reason: string,
): Promise<Reply> {
  const { community, act, now, cause, notify } = context
  await moveTicket(source._id, community._id, {
    ...act(`并到${target.number}号：${reason}`),
    to: 'closed',
    closeReason: 'merged',
    set: { closedAt: now, closeCheckAt: null, mergedInto: target._id },
  })
  await moveReports(source._id, target._id, { cause })
  await movePromises(source._id, target._id)
  await moveDissuasions(source._id, target._id)
  await moveMediations(source._id, target._id)
  await noteOnTicket(target._id, community._id, {
    ...act(`${source.number}号并进来：${reason}`),
    kind: 'merged',
  })
  await touchTicket(target._id, source.lastReportAt)
  const content = { text: mergedText(source, target) }
  const told = { kind: 'merged', content, statuses: activeStatuses }
  notify(...tellReporters(target, await reportsMovedBy(cause), told))
  return {
    text: `${source.number}号并到${target.number}号了，报的住户都带过去，已告诉他们。并错了，一天内回“撤销合并 ${source.number}”。`,
  }
}
