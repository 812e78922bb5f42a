import { z } from 'zod'
import { ticketLine } from '../domain/wording.ts'
import { reportsBy } from '../models/report.ts'
import { ticketsById } from '../models/ticket.ts'
import { defineHandler } from './handler.ts'

const mostLines = 10

/** Lists what the speaker has reported; never in a group. */
export const listMyAppeals = defineHandler({
  name: 'list-my-appeals',
  help: '我的诉求',
  example: '我的诉求',
  on: { command: /^我的(?:诉求|报修|问题)$/u, action: true },
  data: z.object({}),
  allow: ['resident'],
  async handle({ actor, community }) {
    const reports = await reportsBy(actor.personId, community._id, mostLines * 2)
    const tickets = await ticketsById([...new Set(reports.map((report) => report.ticketId))])
    if (tickets.length === 0) return { text: '您还没有报过事。要修的、要反映的，直接说就行。', private: true }
    const lines = tickets.slice(0, mostLines).map(ticketLine)
    return { text: `您报过的事：\n${lines.join('\n')}\n看详情回“进度 编号”。`, private: true }
  },
})
