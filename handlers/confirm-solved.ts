import { z } from 'zod'
import { isPublicMatter } from '../domain/access.ts'
import { solvedAnswer } from '../domain/follow-up-words.ts'
import { Refusal } from '../domain/refusal.ts'
import { isActive } from '../domain/ticket-flow.ts'
import { solvedLine } from '../domain/wording.ts'
import { findMeantTicket } from '../models/placement.ts'
import { groupsOf, reportsOn } from '../models/report.ts'
import { moveTicket } from '../models/ticket.ts'
import type { TicketContext } from './handler.ts'
import { defineTicketHandler, numbered, TicketRef } from './handler.ts'

/** A reporter says it is solved: the ticket is closed as confirmed, and the group hears it once if it was told there. */
export const confirmSolved = defineTicketHandler({
  name: 'confirm-solved',
  help: '好了 编号',
  example: '好了 1024',
  on: {
    command: numbered('(?:已经)?(?:好了|已好|解决了|修好了)'),
    action: true,
    // 抬了抬了 is small talk unless something was stuck.
    intents: ['satisfied', 'chatter', 'praise'],
  },
  data: z.object({ ticket: TicketRef.optional() }),
  allow: ['resident'],
  find: (context) => findMeantTicket(context, ['confirm', 'resolve']),
  async handle(context) {
    const { ticket, actor, community, act, now, cause } = context
    const reports = await reportsOn(ticket._id)
    if (!reports.some((report) => report.personId === actor.personId)) {
      throw new Refusal('not_reporter', `${ticket.number}号不是您报的，由报的邻居来确认。`)
    }
    const isRerun = ticket.events.some((event) => event.id === cause)
    if (isActive(ticket.status) && !isRerun) {
      const set = { resolvedAt: now, resolvedBy: actor.personId }
      await moveTicket(ticket._id, community._id, {
        ...act('住户说已好'),
        eventId: `${cause}:resolved`,
        to: 'resolved',
        set,
      })
    }
    const closed = await moveTicket(ticket._id, community._id, {
      ...act('住户确认'),
      to: 'closed',
      closeReason: 'confirmed',
      set: { closedAt: now, closeCheckAt: null },
    })
    if (isPublicMatter(closed) && closed.hazard !== 'person_in_danger') tellGroups(context, groupsOf(reports))
    return { text: solvedAnswer(ticket.number) }
  },
})

function tellGroups({ ticket, notify }: TicketContext<unknown>, groups: string[]): void {
  for (const chatId of groups) {
    notify({
      kind: 'closed-line',
      to: { chatId },
      audience: 'group',
      priority: 'notice',
      ticketId: ticket._id,
      premise: { ticketId: ticket._id, statuses: ['closed'] },
      content: solvedLine(ticket),
    })
  }
}
