import { z } from 'zod'
import { sightOf } from '../domain/access.ts'
import { Refusal } from '../domain/refusal.ts'
import { isActive, statusName } from '../domain/ticket-flow.ts'
import { answerPromise, handlingButtons } from '../domain/wording.ts'
import { responders } from '../models/duty.ts'
import { findPerson } from '../models/person.ts'
import { findMeantTicket } from '../models/placement.ts'
import { reportsOn } from '../models/report.ts'
import { noteOnTicket } from '../models/ticket.ts'
import { defineTicketHandler, numbered, TicketRef } from './handler.ts'

/** Passes a reporter's urging on to whoever has the ticket and says where it stands. */
export const urgeTicket = defineTicketHandler({
  name: 'urge-ticket',
  help: '催办 编号',
  example: '催办 1024',
  on: { command: numbered('催办|催单|催一下|催'), action: true, intents: ['urge'] },
  data: z.object({ ticket: TicketRef.optional() }),
  allow: ['resident'],
  find: (context) => findMeantTicket(context, ['urge']),
  async handle({ ticket, actor, community, act, now, notify }) {
    const reports = await reportsOn(ticket._id)
    const isReporter = reports.some((report) => report.personId === actor.personId)
    if (!isReporter && sightOf(actor, ticket, false) === 'status') {
      throw new Refusal(
        'not_reporter',
        `${ticket.number}号不是您报的。您家也有这个情况的话，直接说一声，我给您记上。`,
      )
    }
    if (!isActive(ticket.status)) {
      throw new Refusal(
        'not_active',
        `${ticket.number}号现在是“${statusName[ticket.status]}”。没好就回“没好 ${ticket.number}”。`,
      )
    }
    await noteOnTicket(ticket._id, community._id, { ...act(), kind: 'urged' })
    const people = ticket.assigneeId ? [ticket.assigneeId] : await responders(community, ticket.team, now)
    for (const personId of people) {
      notify({
        kind: 'urged',
        supersedes: 'urged',
        to: { personId },
        audience: ticket.team,
        priority: ticket.urgency === 'emergency' ? 'emergency' : 'notice',
        ticketId: ticket._id,
        premise: { ticketId: ticket._id, statuses: ['open', 'assigned', 'accepted', 'waiting', 'forwarded'] },
        content: {
          text: `【${ticket.number}】${ticket.summary}，住户来问到哪一步了。请回个话。`,
          buttons: handlingButtons(ticket),
        },
      })
    }
    const assignee = ticket.assigneeId ? await findPerson(ticket.assigneeId) : null
    const who = assignee ? `，${assignee.name}在办` : ''
    return {
      text: `${ticket.number}号催过了，现在是${statusName[ticket.status]}${who}，${answerPromise(ticket.answerBy, now)}。`,
    }
  },
})
