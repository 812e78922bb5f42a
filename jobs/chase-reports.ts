import { addHours, sayDayAndTime } from '../domain/clocks.ts'
import { button } from '../domain/message.ts'
import { policyFor } from '../domain/policy/index.ts'
import { activeStatuses, isActive } from '../domain/ticket-flow.ts'
import { findCommunity } from '../models/community.ts'
import type { Notice } from '../models/delivery.ts'
import type { Dissuasion } from '../models/dissuasion.ts'
import { overdueReports, setReportDue } from '../models/dissuasion.ts'
import { answerableFor, watchersOf } from '../models/duty.ts'
import { submit } from '../models/outgoing.ts'
import { findTicket } from '../models/ticket.ts'
import { defineJob } from './job.ts'

const batch = 100

/** Reminds 社区 and whoever answers for the ticket of a report on vain dissuasion that is overdue, once in each such time. */
export const chaseReports = defineJob({
  name: 'chase-reports',
  everyMs: 60_000,
  async run({ now }) {
    const overdue = await overdueReports(now, batch)
    for (const dissuasion of overdue) await remind(dissuasion, now)
    return overdue.length
  },
})

async function remind(dissuasion: Dissuasion, now: Date): Promise<void> {
  const { _id, ticketId, communityId, reportDueAt } = dissuasion
  const [ticket, community] = await Promise.all([
    findTicket(ticketId, communityId),
    findCommunity(communityId),
  ])
  if (!ticket || !community || !reportDueAt) return
  // What is settled needs no report any more.
  if (!isActive(ticket.status)) return setReportDue(_id, reportDueAt, null)
  const district = await watchersOf(community, ticket, now)
  const people = new Set([...district, ...(await answerableFor(community, ticket, now))])
  const notices = [...people].map<Notice>((personId) => ({
    kind: 'report-overdue',
    supersedes: 'report-overdue',
    to: { personId },
    audience: district.includes(personId) ? 'district' : ticket.team,
    priority: 'notice',
    ticketId,
    premise: { ticketId, statuses: [...activeStatuses] },
    content: (at) => ({
      text: `【${ticket.number}】${ticket.summary}，劝阻无效的报告${sayDayAndTime(reportDueAt, at)}前要发出，还没有记录。已经发了回“已上报 ${ticket.number}”。`,
      buttons: [button('已上报', `已上报 ${ticket.number}`, 'record-report', { ticket: ticketId })],
    }),
  }))
  const cause = `report-overdue:${_id}:${reportDueAt.toISOString()}`
  await submit(notices, { cause, community, at: now })
  await setReportDue(_id, reportDueAt, addHours(now, policyFor(community, 'dissuasionReportHours')))
}
