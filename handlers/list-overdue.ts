import { z } from 'zod'
import { handlingRoles, sightOf } from '../domain/access.ts'
import { byDue, dueLine, isLate } from '../domain/due.ts'
import { listText } from '../domain/wording.ts'
import { overseenTickets } from '../models/overseen.ts'
import { defineHandler } from './handler.ts'

/** Lists what is late, the longest first, to those who handle it or watch over it; without persons, and never in a group. */
export const listOverdue = defineHandler({
  name: 'list-overdue',
  help: '超期',
  example: '超期',
  on: { command: /^(?:超期|逾期)(?:工单)?$/u, action: true },
  data: z.object({}),
  allow: handlingRoles,
  async handle({ actor, community, now }) {
    const late = (await overseenTickets(actor, community))
      .filter((one) => sightOf(one.actor, one.ticket, false) === 'matter' && isLate(one.ticket, now))
      .sort((a, b) => byDue(a.ticket, b.ticket))
    if (late.length === 0) return { text: '现在没有超期的事。', private: true }
    const lines = late.map((one) => dueLine(one.ticket, now, one.community))
    return { text: listText('超期{n}件，早的在前：', lines), private: true }
  },
})
