import { z } from 'zod'
import { handlingRoles } from '../domain/access.ts'
import { refuseOthers } from '../domain/refuse-others.ts'
import { handlingButtons } from '../domain/wording.ts'
import { tellFirstReporters } from '../models/reporter-notices.ts'
import { moveTicket } from '../models/ticket.ts'
import { defineTicketHandler, numbered, TicketRef } from './handler.ts'

/** Takes a ticket up again before the date it was to wait for, and the reporters hear it. */
export const resumeTicket = defineTicketHandler({
  name: 'resume-ticket',
  help: '恢复 编号',
  example: '恢复 1024',
  on: { command: numbered('恢复|取消挂起'), action: true },
  data: z.object({ ticket: TicketRef.optional() }),
  allow: handlingRoles,
  async handle({ ticket, actor, community, act, notify }) {
    refuseOthers(actor, ticket, community.phones)
    const resumed = await moveTicket(ticket._id, community._id, {
      ...act(),
      to: 'accepted',
      when: { $and: [{ status: 'waiting' }] },
      set: { wait: null },
    })
    const told = {
      kind: 'resumed',
      supersedes: 'waiting',
      content: { text: `${ticket.number}号（${ticket.summary}）不用等了，现在接着办，有变化我告诉您。` },
      statuses: ['accepted' as const],
    }
    notify(...(await tellFirstReporters(community, resumed, told)))
    return { text: `${ticket.number}号接着办。`, buttons: handlingButtons(resumed) }
  },
})
