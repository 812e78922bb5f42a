import { z } from 'zod'
import { canHandle, sightOf } from '../domain/access.ts'
import { sayMoment, sayTime } from '../domain/clocks.ts'
import { courseLines } from '../domain/course-words.ts'
import { numberOfTeam } from '../domain/phones.ts'
import { isActive, statusName } from '../domain/ticket-flow.ts'
import { answerPromise, sideName } from '../domain/wording.ts'
import { findPerson } from '../models/person.ts'
import { standingPromise } from '../models/promise.ts'
import { countVoices, reportsOn } from '../models/report.ts'
import type { Ticket } from '../models/ticket.ts'
import { noteOf } from '../models/ticket.ts'
import { defineTicketHandler, numberedWith, TicketRef } from './handler.ts'

/** Tells where a ticket stands: all but persons to those concerned, its status only to anybody else. */
export const showProgress = defineTicketHandler({
  name: 'show-progress',
  help: '进度 编号',
  example: '进度 1024',
  on: { command: numberedWith('进度|查询|查一下|查', 'rest'), action: true },
  data: z.object({ ticket: TicketRef }),
  allow: ['resident'],
  async handle({ ticket, actor, community, now, incoming, link }) {
    const reports = await reportsOn(ticket._id)
    const isOwn = reports.some((report) => report.personId === actor.personId)
    if (incoming.chat.isGroup || sightOf(actor, ticket, isOwn) === 'status') {
      return { text: `${ticket.number}号：${statusName[ticket.status]}。` }
    }
    const url = isOwn || canHandle(actor, ticket) ? await link('ticket', ticket._id) : null
    const there = isOwn ? '网页上看，补充照片' : '网页上看'
    const phone = numberOfTeam(community.phones, ticket.team)
    return { text: `${await details(ticket, now, phone)}${url ? `\n${there}：${url}` : ''}` }
  },
})

async function details(ticket: Ticket, now: Date, phone: string | null): Promise<string> {
  const assignee = ticket.assigneeId ? await findPerson(ticket.assigneeId) : null
  const voices = await countVoices(ticket._id)
  const lines = [
    `${ticket.number}号 ${ticket.summary}：${statusName[ticket.status]}，${voices}户反映。`,
    ...ticket.events.flatMap((event) =>
      event.to ? [`${sayTime(event.at, now)} ${statusName[event.to]}`] : [],
    ),
    ...courseLines(ticket, (cause) => noteOf(ticket, cause), now),
    ...(await promiseLines(ticket)),
    ...(assignee && isActive(ticket.status) ? [`现在由${assignee.name}办理。`] : []),
    ...(isActive(ticket.status) && !ticket.answeredAt
      ? [`${answerPromise(ticket.answerBy, now, phone)}。`]
      : []),
  ]
  return lines.join('\n')
}

/** What was promised, and by whom, as long as it stands. */
async function promiseLines(ticket: Ticket): Promise<string[]> {
  const promise = isActive(ticket.status) ? await standingPromise(ticket._id) : null
  if (!promise) return []
  const who = (await findPerson(promise.by))?.name ?? sideName[ticket.team]
  return [`${who}承诺：${noteOf(ticket, promise.cause) || `${sayMoment(promise.at)}前办好`}。`]
}
