import { z } from 'zod'
import { canHandle, districtRoles, propertyRoles } from '../domain/access.ts'
import { notTheirs, Refusal } from '../domain/refusal.ts'
import { isActive } from '../domain/ticket-flow.ts'
import { noteOnTicket } from '../models/ticket.ts'
import { defineTicketHandler, numberedWith, TicketRef } from './handler.ts'

/** Notes that a person has spoken with the reporter: this is the answer the clock waits for. */
export const contactReporter = defineTicketHandler({
  name: 'contact-reporter',
  help: '已联系 编号',
  example: '已联系 1024',
  on: {
    command: numberedWith('已联系', 'note'),
    action: true,
  },
  data: z.object({ ticket: TicketRef.optional(), note: z.string().optional() }),
  allow: [...propertyRoles, ...districtRoles],
  async handle({ ticket, actor, community, act, data }) {
    if (!canHandle(actor, ticket)) throw notTheirs(ticket, community.phones)
    if (!isActive(ticket.status)) throw new Refusal('not_active', `${ticket.number}号已经办完，不用再记了。`)
    await noteOnTicket(ticket._id, community._id, {
      ...act(data.note?.slice(0, 200)),
      kind: 'contacted',
      isAnswer: true,
    })
    const next =
      ticket.status === 'accepted'
        ? `修好后回“办结 ${ticket.number} 怎么处理的”。`
        : `由您办就回“接单 ${ticket.number}”。`
    return { text: `记下了，${ticket.number}号已联系住户。${next}` }
  },
})
