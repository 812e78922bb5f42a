import { z } from 'zod'
import { leadsPlaceOf } from '../domain/access.ts'
import { listText, ticketLine } from '../domain/wording.ts'
import { activeTickets } from '../models/ticket-lists.ts'
import { defineHandler } from './handler.ts'

/** Lists to a unit leader what is open in the own building, without persons and without what is between a household and others. */
export const listBuilding = defineHandler({
  name: 'list-building',
  help: '本楼诉求',
  example: '本楼诉求',
  on: { command: /^本(?:楼|单元)(?:的)?(?:诉求|工单|事)$/u, action: true },
  data: z.object({}),
  allow: ['unit_leader'],
  async handle({ actor, community }) {
    const open = await activeTickets([community._id])
    const shown = open.filter(
      (ticket) => ticket.accused === null && ticket.lead === null && leadsPlaceOf(actor, ticket),
    )
    if (shown.length === 0) return { text: '您那儿现在没有没办完的事。', private: true }
    const lines = shown.map(ticketLine)
    return { text: listText('您那儿还有{n}件没办完：', lines, '，看一件回“进度 编号”'), private: true }
  },
})
