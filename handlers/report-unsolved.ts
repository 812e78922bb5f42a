import { z } from 'zod'
import { mayReopen } from '../domain/access.ts'
import { reopenText } from '../domain/appeal-words.ts'
import { addHours } from '../domain/clocks.ts'
import { policyFor } from '../domain/policy/index.ts'
import { Refusal } from '../domain/refusal.ts'
import { isActive } from '../domain/ticket-flow.ts'
import { findMeantTicket } from '../models/placement.ts'
import { addReport, isReporter, reportsOn } from '../models/report.ts'
import type { Ticket } from '../models/ticket.ts'
import { moveTicket, notSettled } from '../models/ticket.ts'
import { pagedFor, reopenedNotices } from '../models/ticket-notices.ts'
import type { TicketContext } from './handler.ts'
import { defineTicketHandler, numbered, TicketRef } from './handler.ts'

/** Anybody concerned says it is not solved: the ticket goes back to those who handle it, with a new answer-by time. */
export const reportUnsolved = defineTicketHandler({
  name: 'report-unsolved',
  help: '没好 编号',
  example: '没好 1024',
  on: {
    command: numbered('(?:还是?)?(?:没好|没解决|没修好)|不满意'),
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
    return { text: reopenText(reopened, { now: context.now, phones: context.community.phones }) }
  },
})

/** Who looks again at what was declined: not those who had declined it. */
function newSide({ status, closeReason, accused }: Ticket): Partial<Pick<Ticket, 'team' | 'assigneeId'>> {
  if (status !== 'declined' && closeReason !== 'declined') return {}
  return { team: accused === 'district' ? 'street' : 'district', assigneeId: null }
}

/**
 * Reopens a settled ticket on the word of somebody concerned, within the time policy allows; the responders are told. What
 * was declined goes to 社区.
 */
export async function reopen(context: TicketContext<unknown>): Promise<Ticket> {
  const { ticket, community, now, act, notify, cause } = context
  await refuseStrangers(context)
  refuseTooLate(context)
  const reopened = await moveTicket(ticket._id, community._id, {
    ...act('住户说没好'),
    to: 'assigned',
    set: {
      ...notSettled,
      ...newSide(ticket),
      // The response clock starts anew.
      answerBy: addHours(now, policyFor(community, 'answerHours')),
      answeredAt: null,
      pagedIds: await pagedFor(community, ticket, now),
    },
  })
  await joinIfNew(context)
  notify(...(await reopenedNotices(community, reopened, now, cause)))
  return reopened
}

async function refuseStrangers({ ticket, actor }: TicketContext<unknown>): Promise<void> {
  if (mayReopen(actor, ticket, await isReporter(ticket._id, actor.personId, 'ever'))) return
  throw new Refusal(
    'not_concerned',
    `${ticket.number}号不是您报的。您家也有这个情况的话，直接说是什么事、在哪儿，我给您登记。`,
  )
}

function refuseTooLate({ ticket, community, now, cause }: TicketContext<unknown>): void {
  const days = policyFor(community, 'reopenDays')
  const isRerun = ticket.events.some((event) => event.id === cause)
  const isOver = ticket.status === 'closed' || ticket.status === 'withdrawn'
  if (isRerun || !isOver || now <= addHours(ticket.closedAt ?? ticket.lastReportAt, days * 24)) return
  throw new Refusal('too_late', `${ticket.number}号结案已经超过${days}天。请把现在的情况说一遍，我重新登记。`)
}

/** Whoever speaks about a ticket in this way is one of its reporters from now on. */
export async function joinIfNew({
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
