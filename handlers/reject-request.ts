import { z } from 'zod'
import { districtRoles } from '../domain/access.ts'
import type { Reply } from '../domain/message.ts'
import { Refusal } from '../domain/refusal.ts'
import { askInChat } from '../models/conversation.ts'
import { hasHappened, noteOnTicket } from '../models/ticket.ts'
import { requestToDecide, tellAsker } from './agree-request.ts'
import type { TicketContext } from './handler.ts'
import { defineTicketHandler, readNote, TicketRef } from './handler.ts'

const reasonMinutes = 30
const longestReason = 200

/** Without a number 不同意 is said of many things. */
const command = /^不同意[\s:：【#]*(?<ticket>\d{1,9})[】号]*(?:[\s，,：:。]*(?<reason>\S.*))?$/su

/** Lets a second person, of 社区, say no to a request with a reason; whoever asked hears it, and the ticket goes on. */
export const rejectRequest = defineTicketHandler({
  name: 'reject-request',
  help: '不同意 编号 理由',
  example: '不同意 1024 请先去现场看',
  on: { command, action: true, question: { name: 'reject-reason', read: readNote('reason') } },
  data: z.object({
    ticket: TicketRef.optional(),
    request: z.string().optional(),
    reason: z.string().optional(),
  }),
  allow: districtRoles,
  async handle(context) {
    const { ticket, community, actor, act, data, cause } = context
    const request = await requestToDecide(context)
    const reason = data.reason?.trim().slice(0, longestReason)
    if (!reason) return askForReason(context, request.cause)
    const rejected = await noteOnTicket(ticket._id, community._id, {
      ...act(reason),
      kind: 'rejected',
      when: { 'request.cause': request.cause },
      set: { request: null },
    })
    if (!hasHappened(rejected, cause))
      throw new Refusal('nothing_to_decide', `${ticket.number}号已经定过了。`)
    tellAsker(
      context,
      request,
      `社区${actor.name}没有同意：${reason}。请接着办，有难处回“需要协调 ${ticket.number}”。`,
    )
    return { text: `记下了，${ticket.number}号不同意，理由已转给提出的人。` }
  },
})

async function askForReason(context: TicketContext<unknown>, request: string): Promise<Reply> {
  const { ticket, chat, actor, now, cause } = context
  await askInChat(chat._id, actor.personId, {
    question: 'reject-reason',
    data: { ticket: ticket._id, request },
    expiresAt: new Date(now.getTime() + reasonMinutes * 60_000),
    askedBy: cause,
  })
  return { text: `为什么不同意？回一句理由，我转给提出的人。`, asks: true }
}
