import { z } from 'zod'
import { handlingRoles } from '../domain/access.ts'
import { addHours, sayDayAndTime } from '../domain/clocks.ts'
import { dissuasionReport, reportedTo } from '../domain/dissuading.ts'
import type { Content, Reply } from '../domain/message.ts'
import { button } from '../domain/message.ts'
import { policyFor } from '../domain/policy/index.ts'
import { Refusal } from '../domain/refusal.ts'
import { activeStatuses } from '../domain/ticket-flow.ts'
import { sideName } from '../domain/wording.ts'
import type { Dissuasion } from '../models/dissuasion.ts'
import { dissuasionsOn, failDissuasion } from '../models/dissuasion.ts'
import { answerableFor, watchersOf } from '../models/duty.ts'
import { findPeople } from '../models/person.ts'
import { tellFirstReporters } from '../models/reporter-notices.ts'
import { noteOnTicket } from '../models/ticket.ts'
import type { TicketContext } from './handler.ts'
import { defineTicketHandler, numberedWith, TicketRef } from './handler.ts'
import { refuseWhereNotDue } from './record-dissuasion.ts'

const Words = z.object({ ticket: TicketRef.optional(), words: z.string().optional() })
type Context = TicketContext<z.infer<typeof Words>>

const longestWords = 200

/** Says that dissuasion was in vain: a report is drafted, which a person of 物业 or 社区 sends within the time policy gives. */
export const reportDefiance = defineTicketHandler({
  name: 'report-defiance',
  help: '无效 编号',
  example: '无效 1024 还是堆着',
  on: { command: numberedWith('(?:劝阻)?无效', 'words'), action: true },
  data: Words,
  allow: handlingRoles,
  async handle(context) {
    refuseWhereNotDue(context)
    const { ticket, community, data, act, now, cause, notify } = context
    const dissuasions = await dissuasionsOn(ticket._id)
    if (dissuasions.length === 0) {
      throw new Refusal('not_dissuaded', `先劝阻，再报告：回“已劝阻 ${ticket.number} 当面 怎么说的”。`)
    }
    const reportDueAt = addHours(now, policyFor(community, 'dissuasionReportHours'))
    await failDissuasion(ticket._id, { at: now, by: cause, reportDueAt })
    await noteOnTicket(ticket._id, community._id, {
      ...act(['劝阻无效', data.words?.slice(0, longestWords)].filter(Boolean).join('：')),
      kind: 'dissuaded',
    })
    const draft = await draftOf(context, dissuasions)
    await sendDraft(context, draft, reportDueAt)
    const text = `您反映的${ticket.summary}（${ticket.number}），${sideName[ticket.team]}劝阻没有劝住，正按规定报街道和主管部门，有回音告诉您。`
    const told = { kind: 'defied', supersedes: 'dissuaded', content: { text }, statuses: activeStatuses }
    notify(...(await tellFirstReporters(community, ticket, told)))
    return { ...reportContent(context, draft, reportDueAt, now), private: true }
  },
})

async function draftOf(
  { ticket, community, actor, now }: Context,
  dissuasions: readonly Dissuasion[],
): Promise<string> {
  const people = await findPeople(dissuasions.map(({ by }) => by))
  const nameOf = new Map(people.map(({ _id, name }) => [_id, name]))
  const dissuaded = dissuasions.map(({ at, way, by }) => ({ at, way, by: nameOf.get(by) ?? '物业' }))
  return dissuasionReport(ticket, community, { dissuaded, contact: actor.name, at: now })
}

function reportContent({ ticket, community }: Context, draft: string, due: Date, now: Date): Content & Reply {
  const to = reportedTo(ticket.category, community)
    .map(({ name, phone }) => `${name}${phone ? ` ${phone}` : ''}`)
    .join('、')
  return {
    text: `【${ticket.number}】劝阻无效，报告起草好了，请核对盖章，${sayDayAndTime(due, now)}前由人发给${to}。发出后回“已上报 ${ticket.number}”。\n\n${draft}`,
    buttons: [button('已上报', `已上报 ${ticket.number}`, 'record-report', { ticket: ticket._id })],
  }
}

/** To 社区 and whoever answers for those who have the ticket. */
async function sendDraft(context: Context, draft: string, due: Date): Promise<void> {
  const { ticket, community, actor, now, notify } = context
  const district = await watchersOf(community, ticket, now)
  const people = new Set([...district, ...(await answerableFor(community, ticket, now))])
  people.delete(actor.personId)
  for (const personId of people) {
    notify({
      kind: 'defiance-report',
      to: { personId },
      audience: district.includes(personId) ? 'district' : ticket.team,
      priority: 'notice',
      ticketId: ticket._id,
      premise: { ticketId: ticket._id, statuses: [...activeStatuses] },
      content: (at) => reportContent(context, draft, due, at),
    })
  }
}
