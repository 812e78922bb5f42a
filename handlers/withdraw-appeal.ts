import { z } from 'zod'
import { withdrawnAnswer } from '../domain/follow-up-words.ts'
import { Refusal } from '../domain/refusal.ts'
import { isActive } from '../domain/ticket-flow.ts'
import { findMeantTicket } from '../models/placement.ts'
import { countVoices, reportsBy, withdrawReports } from '../models/report.ts'
import { moveTicket } from '../models/ticket.ts'
import { defineTicketHandler, numbered, TicketRef } from './handler.ts'

/** Takes back the speaker's own report; with the last report the ticket is withdrawn. */
export const withdrawAppeal = defineTicketHandler({
  name: 'withdraw-appeal',
  help: '撤回 编号',
  example: '撤回 1024',
  on: { command: numbered('(?:帮我)?(?:撤回|撤销|取消)'), action: true, intents: ['withdraw', 'chatter'] },
  data: z.object({ ticket: TicketRef.optional() }),
  allow: ['resident'],
  find: (context) => findMeantTicket(context, ['withdraw']),
  async handle({ ticket, actor, community, now, act, cause }) {
    const isRerun = ticket.events.some((event) => event.id === cause)
    const mine = await reportsBy(actor.personId, community._id, 50)
    if (!isRerun && !mine.some((report) => report.ticketId === ticket._id)) {
      throw new Refusal('not_reporter', `${ticket.number}号不是您报的，只有报的人能撤回。`)
    }
    if (!isRerun && !isActive(ticket.status)) {
      throw new Refusal('not_active', `${ticket.number}号已经办完，不用撤回了。`)
    }
    await withdrawReports(ticket._id, actor.personId, now)
    const rest = await countVoices(ticket._id)
    if (rest === 0) await moveTicket(ticket._id, community._id, { ...act('住户撤回'), to: 'withdrawn' })
    return { text: withdrawnAnswer(ticket.number, rest) }
  },
})
