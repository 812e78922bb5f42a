import { z } from 'zod'
import { addHours } from '../domain/clocks.ts'
import { policyFor } from '../domain/policy/index.ts'
import { Refusal } from '../domain/refusal.ts'
import { isActive } from '../domain/ticket-flow.ts'
import { answerPromise, handlingButtons } from '../domain/wording.ts'
import { responders } from '../models/duty.ts'
import { findMeantTicket } from '../models/placement.ts'
import { addReport, reportsOn } from '../models/report.ts'
import type { Ticket } from '../models/ticket.ts'
import { moveTicket } from '../models/ticket.ts'
import type { TicketContext } from './handler.ts'
import { defineTicketHandler, TicketRef } from './handler.ts'

/** Anybody concerned says it is not solved: the ticket goes back to those who handle it, with a new answer-by time. */
export const reportUnsolved = defineTicketHandler({
  name: 'report-unsolved',
  help: '没好 编号',
  example: '没好 1024',
  on: {
    command: /^(?:没好|还没好|没解决|没修好|不满意)\s*(?<ticket>\d{1,9})号?$/u,
    action: true,
    intents: ['dissatisfied'],
  },
  data: z.object({ ticket: TicketRef.optional() }),
  allow: ['resident'],
  find: (context) => findMeantTicket(context, ['reopen']),
  async handle(context) {
    const { ticket, cause } = context
    const isRerun = ticket.events.some((event) => event.id === cause)
    if (!isRerun && isActive(ticket.status)) {
      throw new Refusal(
        'still_active',
        `${ticket.number}号还在办，没有结束。要催一下就回“催办 ${ticket.number}”。`,
      )
    }
    const reopened = await reopen(context)
    return {
      text: `好的，${ticket.number}号重新打开了，请他们再来看，${answerPromise(reopened.answerBy, context.now)}。`,
    }
  },
})

/** Reopens a settled ticket on somebody's word, within the time policy allows; the responders are told. */
export async function reopen(context: TicketContext<unknown>): Promise<Ticket> {
  const { ticket, community, now, act, notify } = context
  refuseTooLate(context)
  const answerBy = addHours(now, policyFor(community.packs, 'answerHours'))
  const reopened = await moveTicket(ticket._id, community._id, {
    ...act('住户说没好'),
    to: 'assigned',
    set: {
      answerBy,
      resolvedAt: null,
      resolvedBy: null,
      closedAt: null,
      closeReason: null,
      closeCheckAt: null,
    },
  })
  await joinIfNew(context)
  for (const personId of await responders(community, ticket.team, now)) {
    notify({
      kind: 'reopened',
      to: { personId },
      audience: ticket.team,
      priority: 'notice',
      ticketId: ticket._id,
      premise: { ticketId: ticket._id, statuses: ['assigned'] },
      content: {
        text: `【${ticket.number}】${ticket.summary}，住户说还没好。请再去看一下，${answerPromise(answerBy, now).replace('给您', '')}。`,
        buttons: handlingButtons(reopened),
      },
    })
  }
  return reopened
}

function refuseTooLate({ ticket, community, now, cause }: TicketContext<unknown>): void {
  const days = policyFor(community.packs, 'reopenDays')
  const isRerun = ticket.events.some((event) => event.id === cause)
  if (isRerun || !ticket.closedAt || now <= addHours(ticket.closedAt, days * 24)) return
  throw new Refusal('too_late', `${ticket.number}号结案已经超过${days}天。请把现在的情况说一遍，我重新登记。`)
}

async function joinIfNew({
  ticket,
  actor,
  community,
  chat,
  incoming,
  cause,
  now,
}: TicketContext<unknown>): Promise<void> {
  const reports = await reportsOn(ticket._id)
  if (reports.some((report) => report.personId === actor.personId)) return
  await addReport({
    ticketId: ticket._id,
    communityId: community._id,
    cause,
    personId: actor.personId,
    chatId: chat._id,
    isFromGroup: incoming.chat.isGroup,
    isRelayed: false,
    voice: actor.personId,
    room: null,
    text: incoming.text,
    images: incoming.images,
    at: now,
  })
}
