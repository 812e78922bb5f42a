import { z } from 'zod'
import { districtRoles } from '../domain/access.ts'
import type { Reply } from '../domain/message.ts'
import { askInChat } from '../models/conversation.ts'
import type { TicketContext } from './handler.ts'
import { defineTicketHandler, numberedWith, readNote, TicketRef } from './handler.ts'
import { refuseOthers } from './refer-to-street.ts'
import { resolve } from './resolve-ticket.ts'

const noteMinutes = 30
const longestNote = 200

/** Lets the secretary say that a ticket is dealt with, and how; its reporters are asked, as always. */
export const settleEscalation = defineTicketHandler({
  name: 'settle-escalation',
  help: '已解决 编号 怎么处理的',
  example: '已解决 1024 昨天换好了',
  on: {
    command: numberedWith('已解决', 'note'),
    action: true,
    question: { name: 'settle-note', read: readNote('note') },
  },
  data: z.object({ ticket: TicketRef.optional(), note: z.string().optional() }),
  allow: districtRoles,
  async handle(context) {
    await refuseOthers(context)
    const note = context.data.note?.trim().slice(0, longestNote)
    return note ? resolve(context, note) : askForNote(context)
  },
})

async function askForNote({ ticket, chat, actor, now, cause }: TicketContext<unknown>): Promise<Reply> {
  await askInChat(chat._id, actor.personId, {
    question: 'settle-note',
    data: { ticket: ticket._id },
    expiresAt: new Date(now.getTime() + noteMinutes * 60_000),
    askedBy: cause,
  })
  return { text: `${ticket.number}号怎么解决的？回一句话，我转告住户，请他们确认。`, asks: true }
}
