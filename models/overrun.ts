import { addHours, sayDayAndTime } from '../domain/clocks.ts'
import { overrunSummary, sayOutagePlace } from '../domain/known-event.ts'
import { firstOwner } from '../domain/policy/first-owner.ts'
import { policyFor } from '../domain/policy/index.ts'
import { activeStatuses } from '../domain/ticket-flow.ts'
import { answerPromise } from '../domain/wording.ts'
import type { Community } from './community.ts'
import type { Notice } from './delivery.ts'
import type { KnownEvent } from './known-event.ts'
import { markOverrun } from './known-event.ts'
import { moveReports, reportsOn } from './report.ts'
import { tellReporters } from './reporter-notices.ts'
import type { Ticket } from './ticket.ts'
import { openTicket } from './ticket.ts'
import { newTicketNotices } from './ticket-notices.ts'

/**
 * Opens the one ticket of an event that went on longer than announced, with those who reported it. Repeated, it changes
 * nothing more and tells nobody twice.
 */
export async function openOverrun(
  event: KnownEvent,
  community: Community,
  now: Date,
): Promise<{ ticket: Ticket; notices: Notice[] }> {
  const cause = `overrun:${event._id}`
  const { category, buildings, unit } = event
  const ticket = await openTicket(
    {
      communityId: community._id,
      cause,
      category,
      urgency: 'urgent',
      hazard: null,
      summary: overrunSummary(event),
      team: firstOwner(category, community.profile),
      answerBy: addHours(now, policyFor(community, 'answerHours')),
      pagedIds: [],
      building: buildings.length === 1 ? (buildings[0] ?? null) : null,
      unit,
      room: null,
      place: null,
    },
    { eventId: cause, by: null, role: 'system', at: now },
  )
  await moveReports(event._id, ticket._id, { cause })
  await markOverrun(event._id, ticket._id)
  const place = sayOutagePlace(event)
  const content = (at: Date) => ({
    text: `${place}${event.what}原定${sayDayAndTime(event.to, at)}恢复，还没有恢复的消息，已登记（${ticket.number}），${answerPromise(ticket.answerBy, at)}。`,
  })
  const told = { kind: 'overrun', once: cause, content, statuses: activeStatuses }
  const news = (await newTicketNotices(community, ticket, now)).map((notice) => ({ ...notice, once: cause }))
  return { ticket, notices: [...news, ...tellReporters(ticket, await reportsOn(ticket._id), told)] }
}
