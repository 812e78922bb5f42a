import { z } from 'zod'
import type { Actor } from '../domain/access.ts'
import {
  canHandle,
  districtRoles,
  handlingRoles,
  hasRole,
  isPublicMatter,
  sideRoles,
} from '../domain/access.ts'
import { addHours } from '../domain/clocks.ts'
import type { Reply } from '../domain/message.ts'
import type { Team } from '../domain/policy/categories.ts'
import { policyFor } from '../domain/policy/index.ts'
import { notTheirs, Refusal } from '../domain/refusal.ts'
import { isActive } from '../domain/ticket-flow.ts'
import { askSolved, sideName } from '../domain/wording.ts'
import { askInChat } from '../models/conversation.ts'
import { groupsOf, reportsOn } from '../models/report.ts'
import type { Ticket } from '../models/ticket.ts'
import { moveTicket } from '../models/ticket.ts'
import type { TicketContext } from './handler.ts'
import { defineTicketHandler, numberedWith, readNote, TicketRef } from './handler.ts'

const noteMinutes = 30
const longestNote = 200

/** Says how a matter was dealt with, asks the reporters whether it is solved, and asks for the note where it is missing. */
export const resolveTicket = defineTicketHandler({
  name: 'resolve-ticket',
  help: '办结 编号 怎么处理的',
  example: '办结 1024 换了门机皮带',
  on: {
    command: numberedWith('办结|已修好|已处理|处理完毕', 'note'),
    action: true,
    question: { name: 'resolve-note', read: readNote('note') },
  },
  data: z.object({ ticket: TicketRef.optional(), note: z.string().optional() }),
  allow: handlingRoles,
  async handle(context) {
    const { ticket, actor, community, data } = context
    if (!canHandle(actor, ticket)) throw notTheirs(ticket, community.phones)
    const note = data.note?.trim().slice(0, longestNote)
    return note ? resolve(context, note) : askForNote(context)
  },
})

/** Writes down that a matter is dealt with, and asks its reporters whether it is solved. */
export async function resolve(context: TicketContext<unknown>, note: string): Promise<Reply> {
  const { ticket, actor, community, act, now } = context
  const resolved = await moveTicket(ticket._id, community._id, {
    ...act(note),
    to: 'resolved',
    isAnswer: true,
    set: {
      resolvedAt: now,
      resolvedBy: actor.personId,
      closeCheckAt: addHours(now, policyFor(community, 'silentCloseHours')),
    },
  })
  const side = sideOf(actor, ticket)
  const reports = await reportsOn(ticket._id)
  const asked = reports.slice(0, policyFor(community, 'askedReporters'))
  for (const report of asked) {
    context.notify({
      kind: 'ask-solved',
      // Solved, undone and solved again before the morning, it is asked about once.
      supersedes: 'ask-solved',
      to: { personId: report.personId },
      audience: 'resident',
      priority: 'notice',
      ticketId: ticket._id,
      premise: { ticketId: ticket._id, statuses: ['resolved'] },
      content: (at) => askSolved(resolved, { side, at: resolved.resolvedAt ?? now, note }, at),
    })
  }
  const isEmergency = ticket.urgency === 'emergency'
  const isPublic = isPublicMatter(ticket) && ticket.hazard !== 'person_in_danger'
  if (isPublic && (isEmergency || reports.length > asked.length))
    tellTheRest(context, groupsOf(reports), side)
  return { text: `${ticket.number}号已记办结，正在请住户确认。` }
}

/** Who says that it is dealt with: the side that has it, or whoever of 社区 or 街道 says so for it. */
function sideOf(actor: Actor, { team }: Ticket): Team {
  if (hasRole(actor, sideRoles[team])) return team
  return hasRole(actor, districtRoles) ? 'district' : hasRole(actor, sideRoles.street) ? 'street' : team
}

async function askForNote(context: TicketContext<unknown>) {
  const { ticket, chat, actor, now, cause } = context
  if (!isActive(ticket.status)) throw new Refusal('not_active', `${ticket.number}号已经办完，不用再记了。`)
  await askInChat(chat._id, actor.personId, {
    question: 'resolve-note',
    data: { ticket: ticket._id },
    expiresAt: new Date(now.getTime() + noteMinutes * 60_000),
    askedBy: cause,
  })
  return {
    text: `${ticket.number}号怎么处理的？回一句话就行，例如“换了门机皮带”，我转告住户。`,
    asks: true as const,
  }
}

/** The note stays out of the group: staff write room numbers into it. */
function tellTheRest({ ticket, notify, cause }: TicketContext<unknown>, groups: string[], side: Team): void {
  const isEmergency = ticket.urgency === 'emergency'
  const outcome = isEmergency ? '现场已处理完，险情解除' : `${sideName[side]}说已经办好`
  for (const chatId of groups) {
    notify({
      kind: 'solved-line',
      once: `solved-line:${ticket._id}:${cause}`,
      to: { chatId },
      audience: 'group',
      priority: isEmergency ? 'emergency' : 'notice',
      ticketId: ticket._id,
      premise: { ticketId: ticket._id, statuses: ['resolved', 'closed'] },
      content: {
        text: `${ticket.summary}（${ticket.number}）：${outcome}。还有问题的邻居说一声“没好”，我接着盯。`,
      },
    })
  }
}
