import { z } from 'zod'
import { districtRoles } from '../domain/access.ts'
import { addHours, sayDayAndTime } from '../domain/clocks.ts'
import { extensionText } from '../domain/ladder-words.ts'
import type { Reply } from '../domain/message.ts'
import { policyFor } from '../domain/policy/index.ts'
import { Refusal } from '../domain/refusal.ts'
import { activeStatuses } from '../domain/ticket-flow.ts'
import { askInChat } from '../models/conversation.ts'
import { answerableFor } from '../models/duty.ts'
import { hasHappened, noteOnTicket } from '../models/ticket.ts'
import type { TicketContext } from './handler.ts'
import { defineTicketHandler, numberedWith, readNote, TicketRef } from './handler.ts'
import { refuseOthers } from './refer-to-street.ts'

const reasonMinutes = 30
const longestReason = 200

/** Lets the secretary give a ticket one more day before 街道 gets it, once and with a reason, which those who have it hear. */
export const grantDay = defineTicketHandler({
  name: 'grant-day',
  help: '再给1天 编号 原因',
  example: '再给1天 1024 配件明天到',
  on: {
    command: numberedWith('再给(?:物业)?[1一]天', 'reason'),
    action: true,
    question: { name: 'grant-reason', read: readNote('reason') },
  },
  data: z.object({ ticket: TicketRef.optional(), reason: z.string().optional() }),
  allow: districtRoles,
  async handle(context) {
    const { ticket, community, act, data, now, cause } = context
    await refuseOthers(context)
    const reason = data.reason?.trim().slice(0, longestReason)
    if (!reason) return askForReason(context)
    const until = addHours(now, policyFor(community, 'extensionHours'))
    const granted = await noteOnTicket(ticket._id, community._id, {
      ...act(reason),
      kind: 'extended',
      when: { extendedUntil: null },
      set: { extendedUntil: until },
    })
    if (!hasHappened(granted, cause)) {
      throw new Refusal(
        'granted_before',
        `${ticket.number}号已经延过一次，不能再延。请回“同意提请 ${ticket.number}”，或者“已解决 ${ticket.number} 怎么处理的”。`,
      )
    }
    await tellThem(context, granted.extendedUntil ?? until, reason)
    return {
      text: `好的，${ticket.number}号延到${sayDayAndTime(granted.extendedUntil ?? until, now)}，已告诉经办的人。`,
    }
  },
})

async function askForReason({ ticket, chat, actor, now, cause }: TicketContext<unknown>): Promise<Reply> {
  await askInChat(chat._id, actor.personId, {
    question: 'grant-reason',
    data: { ticket: ticket._id },
    expiresAt: new Date(now.getTime() + reasonMinutes * 60_000),
    askedBy: cause,
  })
  return { text: `${ticket.number}号为什么再给一天？回一句原因。`, asks: true }
}

async function tellThem(
  { ticket, community, now, notify }: TicketContext<unknown>,
  until: Date,
  reason: string,
): Promise<void> {
  const people = await answerableFor(community, ticket, now)
  for (const personId of new Set([...people, ...(ticket.assigneeId ? [ticket.assigneeId] : [])])) {
    notify({
      kind: 'extended',
      to: { personId },
      audience: ticket.team,
      priority: 'notice',
      ticketId: ticket._id,
      premise: { ticketId: ticket._id, statuses: [...activeStatuses] },
      content: (at) => ({ text: extensionText(ticket, until, reason, at) }),
    })
  }
}
