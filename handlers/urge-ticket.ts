import { z } from 'zod'
import { sightOf } from '../domain/access.ts'
import { addHours } from '../domain/clocks.ts'
import { lastUrged, urgedAnswer } from '../domain/follow-up-words.ts'
import { numberOfTeam } from '../domain/phones.ts'
import { policyFor } from '../domain/policy/index.ts'
import { Refusal } from '../domain/refusal.ts'
import { activeStatuses, isActive, statusName } from '../domain/ticket-flow.ts'
import { handlingButtons } from '../domain/wording.ts'
import { answerableFor } from '../models/duty.ts'
import { findPerson } from '../models/person.ts'
import { findMeantTicket } from '../models/placement.ts'
import { reportsOn } from '../models/report.ts'
import { noteOnTicket } from '../models/ticket.ts'
import type { TicketContext } from './handler.ts'
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
  async handle(context) {
    const { ticket, actor, community, act, now, cause } = context
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
    const urged = await noteOnTicket(ticket._id, community._id, { ...act(), kind: 'urged' })
    const earlier = urged.events.filter(({ id, at }) => id !== cause && at <= now)
    const hours = policyFor(community, 'urgeHours')
    const last = lastUrged(earlier, actor.personId, hours)
    const isAgain = last !== null && now < addHours(last, hours)
    const count = 1 + earlier.filter(({ kind }) => kind === 'urged').length
    if (!isAgain) await tellHandlers(context, count)
    const assignee = ticket.assigneeId ? await findPerson(ticket.assigneeId) : null
    const phone = numberOfTeam(community.phones, ticket.team)
    const urging = { phone, count, last: isAgain ? last : null }
    return { text: urgedAnswer(ticket, assignee?.name ?? null, now, urging) }
  },
})

async function tellHandlers(
  { ticket, community, now, notify }: TicketContext<unknown>,
  count: number,
): Promise<void> {
  const times = count > 1 ? `，已经催了${count}次` : ''
  const people = ticket.assigneeId ? [ticket.assigneeId] : await answerableFor(community, ticket, now)
  for (const personId of people) {
    notify({
      kind: 'urged',
      supersedes: 'urged',
      to: { personId },
      audience: ticket.team,
      priority: 'notice',
      ticketId: ticket._id,
      premise: { ticketId: ticket._id, statuses: [...activeStatuses] },
      content: {
        text: `【${ticket.number}】${ticket.summary}，住户来问到哪一步了${times}。请回个话。`,
        buttons: handlingButtons(ticket),
      },
    })
  }
}
