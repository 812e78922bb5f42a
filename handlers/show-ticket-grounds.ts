import { z } from 'zod'
import { readerIn, sightOf } from '../domain/access.ts'
import { answerLine, groundsText } from '../domain/policy-words.ts'
import { isReporter } from '../models/report.ts'
import { defineTicketHandler, numbered, TicketRef } from './handler.ts'

/** Tells what a ticket rests on: to those concerned, in private, also what it is about; to others only its time. */
export const showTicketGrounds = defineTicketHandler({
  name: 'show-ticket-grounds',
  help: '依据 编号',
  example: '依据 1024',
  on: { command: numbered('(?:政策)?依据') },
  data: z.object({ ticket: TicketRef }),
  allow: ['resident'],
  async handle({ ticket, actor, community, chat, incoming, now }) {
    const view = { reader: readerIn(actor, chat), at: now }
    const isOwn = await isReporter(ticket._id, actor.personId)
    if (incoming.chat.isGroup || sightOf(actor, ticket, isOwn) === 'status') {
      return { text: `${ticket.number}号：${answerLine(null, community, view)}` }
    }
    const grounds = groundsText(ticket.category, community, view)
    return { text: `${ticket.number}号（${ticket.summary}）\n${grounds}` }
  },
})
