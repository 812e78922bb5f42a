import { z } from 'zod'
import type { Actor } from '../domain/access.ts'
import { canHandle, handlingRoles, hasRole } from '../domain/access.ts'
import { byDue, dueLine, isDueToday, isLate } from '../domain/due.ts'
import { listText } from '../domain/wording.ts'
import { overseenTickets } from '../models/overseen.ts'
import type { Ticket } from '../models/ticket.ts'
import { defineHandler } from './handler.ts'

/** Lists what is due today or late of those who handle tickets: their own and what nobody has, the manager’s all. */
export const listDueToday = defineHandler({
  name: 'list-due-today',
  help: '今日待办',
  example: '今日待办',
  on: { command: /^(?:今日|今天的?)待办$/u, action: true },
  data: z.object({}),
  allow: handlingRoles,
  async handle({ actor, community, now }) {
    const due = (await overseenTickets(actor, community))
      .filter(({ ticket }) => isDueToday(ticket, now) || isLate(ticket, now))
      .filter((one) => isFor(one.actor, one.ticket))
      .sort((a, b) => byDue(a.ticket, b.ticket))
    if (due.length === 0) return { text: '今天没有到期的事。', private: true }
    const lines = due.map((one) => dueLine(one.ticket, now, one.community))
    return { text: listText('今天{n}件：', lines, '，过了时间的回“超期”看'), private: true }
  },
})

function isFor(actor: Actor, ticket: Ticket): boolean {
  if (!canHandle(actor, ticket)) return false
  const isWorker = hasRole(actor, ['property']) && !hasRole(actor, ['property_manager'])
  return !isWorker || ticket.assigneeId === null || ticket.assigneeId === actor.personId
}
