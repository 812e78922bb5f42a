import { z } from 'zod'
import { canHandle, handlingRoles } from '../domain/access.ts'
import { sayDayAndTime } from '../domain/clocks.ts'
import { readPastTime } from '../domain/past-time.ts'
import { notTheirs, Refusal } from '../domain/refusal.ts'
import { isActive } from '../domain/ticket-flow.ts'
import { noteOnTicket } from '../models/ticket.ts'
import { defineTicketHandler, numberedWith, TicketRef } from './handler.ts'

/** Notes that a person has spoken with the reporter, now or at a time that is said: this is the answer the clock waits for. */
export const contactReporter = defineTicketHandler({
  name: 'contact-reporter',
  help: '已联系 编号 什么时候',
  example: '已联系 1024',
  on: {
    command: numberedWith('已联系', 'note'),
    action: true,
  },
  data: z.object({ ticket: TicketRef.optional(), note: z.string().optional() }),
  allow: handlingRoles,
  async handle({ ticket, actor, community, act, data, now }) {
    if (!canHandle(actor, ticket)) throw notTheirs(ticket, community.phones)
    if (!isActive(ticket.status)) throw new Refusal('not_active', `${ticket.number}号已经办完，不用再记了。`)
    const said = readPastTime(data.note ?? '', now)
    // Nobody can have answered before it was reported.
    const since = ticket.reopenedAt ?? ticket.openedAt
    const answerAt = said && said.at > since ? said.at : null
    await noteOnTicket(ticket._id, community._id, {
      ...act(data.note?.slice(0, 200)),
      kind: 'contacted',
      isAnswer: true,
      ...(answerAt ? { answerAt } : {}),
    })
    const next =
      ticket.assigneeId === actor.personId && ticket.status !== 'assigned'
        ? `办好后回“办结 ${ticket.number} 怎么处理的”。`
        : `由您办就回“接单 ${ticket.number}”。`
    const when = answerAt ? sayDayAndTime(answerAt, now) : ''
    return { text: `记下了，${ticket.number}号${when}已联系住户。${next}` }
  },
})
