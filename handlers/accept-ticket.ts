import { z } from 'zod'
import { canHandle, handlingRoles, mainRole, roleName, sideRoles } from '../domain/access.ts'
import { sayTime } from '../domain/clocks.ts'
import { untilHelpComes } from '../domain/hazard-advice.ts'
import type { Reply } from '../domain/message.ts'
import { numberOfTeam } from '../domain/phones.ts'
import { teams } from '../domain/policy/categories.ts'
import { policyFor } from '../domain/policy/index.ts'
import { notTheirs } from '../domain/refusal.ts'
import { handlingButtons, sideName } from '../domain/wording.ts'
import { findPeople } from '../models/person.ts'
import type { Report } from '../models/report.ts'
import { groupsOf, reportsOn } from '../models/report.ts'
import type { Ticket } from '../models/ticket.ts'
import { moveTicket, noteSeen } from '../models/ticket.ts'
import type { TicketContext } from './handler.ts'
import { defineTicketHandler, numberedWith, TicketRef } from './handler.ts'

/** Takes a ticket over: who accepts sees who reported it, and the reporters hear that a person has it. */
export const acceptTicket = defineTicketHandler({
  name: 'accept-ticket',
  help: '接单 编号',
  example: '接单 1024',
  on: { command: numberedWith('接单|我来处理', 'rest'), action: true },
  data: z.object({ ticket: TicketRef.optional() }),
  allow: handlingRoles,
  async handle(context) {
    const { ticket, actor, community, act, now } = context
    if (!canHandle(actor, ticket)) throw notTheirs(ticket, community.phones)
    const accepted = await moveTicket(ticket._id, community._id, {
      ...act(),
      to: 'accepted',
      isAnswer: true,
      set: { assigneeId: actor.personId },
    })
    const reports = await reportsOn(ticket._id)
    if (reports.some(({ personId }) => personId !== actor.personId)) {
      await noteSeen(accepted, { by: actor.personId, role: mainRole(actor), at: now })
    }
    tellReporters(context, accepted, reports)
    if (accepted.urgency === 'emergency' && accepted.lead === null) tellGroups(context, accepted, reports)
    return {
      ...(await detailsFor(context, accepted, reports)),
      groupText: `${ticket.number}号，${actor.name}接单了。`,
    }
  },
})

function tellReporters(
  { notify, actor, community }: TicketContext<unknown>,
  ticket: Ticket,
  reports: Report[],
): void {
  // 社区杨书记, not 社区书记杨书记.
  const role = mainRole(actor)
  const team = teams.find((one) => sideRoles[one].includes(role))
  const side = team ? sideName[team] : roleName[role]
  const phone = numberOfTeam(community.phones, ticket.team)
  for (const report of reports.slice(0, policyFor(community, 'askedReporters'))) {
    notify({
      kind: 'accepted',
      to: { personId: report.personId },
      audience: 'resident',
      priority: ticket.urgency === 'emergency' ? 'emergency' : 'notice',
      ticketId: ticket._id,
      premise: { ticketId: ticket._id, statuses: ['accepted', 'waiting'] },
      content: {
        text: `${ticket.number}号（${ticket.summary}），${side}${actor.name}已接手，有变化我告诉您。${phone ? `要问可打${phone}。` : ''}`,
      },
    })
  }
}

function tellGroups({ notify, now, cause }: TicketContext<unknown>, ticket: Ticket, reports: Report[]): void {
  const meanwhile = untilHelpComes(ticket.hazard)
  if (!meanwhile) return
  for (const chatId of groupsOf(reports)) {
    notify({
      kind: 'responding',
      once: `responding:${ticket._id}:${cause}`,
      to: { chatId },
      audience: 'group',
      priority: 'emergency',
      ticketId: ticket._id,
      premise: { ticketId: ticket._id, statuses: ['accepted', 'waiting'] },
      content: { text: `${ticket.summary}：值班人员${sayTime(now, now)}已回应，正在赶去，${meanwhile}。` },
    })
  }
}

async function detailsFor(
  { link }: TicketContext<unknown>,
  ticket: Ticket,
  reports: Report[],
): Promise<Reply> {
  const people = await findPeople(reports.map((report) => report.personId))
  const name = new Map(people.map((person) => [person._id, person.name]))
  const lines = reports.map((report) => {
    const room = report.room ? `，${report.room}室` : ''
    const words = [report.text, ...report.parts.map((part) => part.text)].filter(Boolean).join(' ')
    return `${name.get(report.personId) ?? '住户'}${room}：“${words.slice(0, 200)}”`
  })
  const url = reports.some(hasPhotos) ? await link('ticket', ticket._id) : null
  const photos = url ? `\n照片在网页上看：${url}` : ''
  return {
    text: `${ticket.number}号由您来办：${ticket.summary}。\n${lines.join('\n')}${photos}\n办好后回“办结 ${ticket.number} 怎么处理的”。`,
    buttons: handlingButtons(ticket),
    private: true,
  }
}

function hasPhotos({ images, parts }: Report): boolean {
  return [images, ...parts.map((part) => part.images)].some((some) => some.length > 0)
}
