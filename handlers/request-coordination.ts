import { z } from 'zod'
import { canHandle, handlingRoles } from '../domain/access.ts'
import { numberOf } from '../domain/phones.ts'
import { notTheirs, Refusal } from '../domain/refusal.ts'
import { isActive } from '../domain/ticket-flow.ts'
import { sideName } from '../domain/wording.ts'
import { watchersOf } from '../models/duty.ts'
import { noteOnTicket } from '../models/ticket.ts'
import { defineTicketHandler, numberedWith, TicketRef } from './handler.ts'

/** Lets 物业 ask 社区 for help with a ticket, without blame and without moving it. */
export const requestCoordination = defineTicketHandler({
  name: 'request-coordination',
  help: '需要协调 编号 原因',
  example: '需要协调 1024 维修资金没批',
  on: { command: numberedWith('需要协调', 'reason'), action: true },
  data: z.object({ ticket: TicketRef.optional(), reason: z.string().optional() }),
  allow: handlingRoles,
  async handle({ ticket, actor, community, act, data, now, notify }) {
    if (!canHandle(actor, ticket)) throw notTheirs(ticket, community.phones)
    if (!isActive(ticket.status)) throw new Refusal('not_active', `${ticket.number}号已经办完，不用协调了。`)
    if (ticket.lead) throw new Refusal('for_one', `${ticket.number}号只交给您一个人，不再转给别人。`)
    if (ticket.accused === 'district') {
      throw new Refusal('accused', `${ticket.number}号反映的是社区，不请社区协调，由街道来办。`)
    }
    const reason = data.reason?.trim().slice(0, 200)
    await noteOnTicket(ticket._id, community._id, { ...act(reason), kind: 'coordination' })
    for (const personId of await watchersOf(community, ticket, now)) {
      notify({
        kind: 'coordination',
        to: { personId },
        audience: 'district',
        priority: 'notice',
        ticketId: ticket._id,
        content: {
          text: `【${ticket.number}】${ticket.summary}，${sideName[ticket.team]}${actor.name}请社区协调${reason ? `：${reason}` : ''}。`,
        },
      })
    }
    const phone = numberOf(community.phones, 'district')
    return { text: `已请社区协调${ticket.number}号${phone ? `，也可打${phone}` : ''}。` }
  },
})
