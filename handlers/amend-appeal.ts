import { z } from 'zod'
import { Refusal } from '../domain/refusal.ts'
import { amendReport, isReporter } from '../models/report.ts'
import { touchTicket } from '../models/ticket.ts'
import { defineTicketHandler, numberedWith, TicketRef } from './handler.ts'

/** Adds a reporter's words or photos to a ticket, whenever they come. */
export const amendAppeal = defineTicketHandler({
  name: 'amend-appeal',
  help: '补充 编号 内容',
  example: '补充 1024 晚上更响',
  on: { command: numberedWith('补充', 'words'), action: true },
  data: z.object({ ticket: TicketRef.optional(), words: z.string().optional() }),
  allow: ['resident'],
  async handle({ ticket, actor, data, incoming, now, cause }) {
    if (!(await isReporter(ticket._id, actor.personId))) {
      throw new Refusal('not_reporter', `${ticket.number}号不是您报的，只有报的人能补充。`)
    }
    const text = data.words ?? (incoming.kind === 'message' ? '' : incoming.text)
    if (!text && incoming.images.length === 0) {
      throw new Refusal('nothing_to_add', `请写上要补充的话，例如“补充 ${ticket.number} 晚上更响”。`)
    }
    await amendReport(ticket._id, actor.personId, { cause, at: now, text, images: incoming.images })
    await touchTicket(ticket._id, now)
    return { text: `记到${ticket.number}号了。` }
  },
})
