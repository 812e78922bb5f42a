import { z } from 'zod'
import { handlingRoles, hasRole } from '../domain/access.ts'
import { byDue, dueLine } from '../domain/due.ts'
import { listText } from '../domain/wording.ts'
import { ticketsOf } from '../models/ticket-lists.ts'
import { defineHandler } from './handler.ts'
import { listMyAppeals } from './list-my-appeals.ts'

/** Lists what somebody has in hand, what is due first; who has no tickets to handle sees the own appeals. Never in a group. */
export const listMyTickets = defineHandler({
  name: 'list-my-tickets',
  help: '我的工单',
  example: '我的工单',
  on: { command: /^我的?(?:工单|待办)$/u, action: true },
  data: z.object({}),
  allow: ['resident'],
  async handle(context) {
    const { actor, now } = context
    if (!hasRole(actor, handlingRoles)) return listMyAppeals.handle(context)
    const tickets = (await ticketsOf(actor.personId)).sort(byDue)
    if (tickets.length === 0) return { text: '您手上现在没有要办的工单。', private: true }
    const lines = tickets.map((ticket) => dueLine(ticket, now))
    return { text: listText('您手上{n}件：', lines, '，办完前面的再发“我的工单”看'), private: true }
  },
})
