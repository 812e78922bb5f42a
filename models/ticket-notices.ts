import { isPublicMatter } from '../domain/access.ts'
import { policyFor } from '../domain/policy/index.ts'
import { activeStatuses } from '../domain/ticket-flow.ts'
import { dutyPage, milestoneLine, placedCard, reopenedCard, ticketCard } from '../domain/wording.ts'
import { chatsOf } from './chat.ts'
import type { Community } from './community.ts'
import type { Notice } from './delivery.ts'
import { peopleOnDuty, responders } from './duty.ts'
import { countVoices, groupsOf, reportsOn } from './report.ts'
import type { Ticket } from './ticket.ts'

/** Matters of which only the duty person and 社区 may know: never a group, not even of staff. */
function isDelicate(ticket: Ticket): boolean {
  return ticket.hazard === 'person_in_danger'
}

function priorityOf(ticket: Ticket): 'emergency' | 'notice' {
  return ticket.urgency === 'emergency' ? 'emergency' : 'notice'
}

/** Who is called to a danger now, in the order of the roster; the first of them is paged. */
export async function pagedFor(
  community: Community,
  urgency: Ticket['urgency'],
  at: Date,
): Promise<string[]> {
  return urgency === 'emergency' ? (await peopleOnDuty(community, at)).slice(0, 1) : []
}

/** Calls the people on duty to a danger; once for each cause. */
export function pageNotices(ticket: Ticket, cause: string): Notice[] {
  return ticket.pagedIds.map((personId) => ({
    kind: 'page',
    once: `page:${ticket._id}:${cause}`,
    to: { personId },
    audience: 'property',
    priority: 'emergency',
    ticketId: ticket._id,
    content: dutyPage(ticket),
  }))
}

async function teamRecipients(community: Community, ticket: Ticket, now: Date): Promise<Notice['to'][]> {
  const team = await responders(community, isDelicate(ticket) ? 'district' : ticket.team, now)
  const people = new Set([...team, ...(ticket.assigneeId ? [ticket.assigneeId] : [])])
  const hasGroup = ticket.team === 'property' && !isDelicate(ticket)
  const groups = hasGroup ? await chatsOf(community._id, 'staff') : []
  return [
    ...[...people].filter((id) => !ticket.pagedIds.includes(id)).map((personId) => ({ personId })),
    ...groups.map((chat) => ({ chatId: chat._id })),
  ]
}

/** Tells those who handle it of a new ticket: in private, and 物业 in its staff group, too. */
export async function newTicketNotices(community: Community, ticket: Ticket, now: Date): Promise<Notice[]> {
  const recipients = await teamRecipients(community, ticket, now)
  return recipients.map((to) => ({
    kind: 'new-ticket',
    to,
    audience: isDelicate(ticket) ? 'district' : ticket.team,
    priority: priorityOf(ticket),
    ticketId: ticket._id,
    premise: { ticketId: ticket._id, statuses: ['open', 'assigned', 'accepted'] },
    content: ticketCard(ticket, 1, now),
  }))
}

/** Tells those who handle it, whoever had it last among them, that a ticket is open again; to a danger somebody is called again. */
export async function reopenedNotices(
  community: Community,
  ticket: Ticket,
  now: Date,
  cause: string,
): Promise<Notice[]> {
  const recipients = (await teamRecipients(community, ticket, now)).filter(
    (to) => 'personId' in to || ticket.urgency === 'emergency',
  )
  const told = recipients.map<Notice>((to) => ({
    kind: 'reopened',
    to,
    audience: isDelicate(ticket) ? 'district' : ticket.team,
    priority: priorityOf(ticket),
    ticketId: ticket._id,
    premise: { ticketId: ticket._id, statuses: ['assigned'] },
    content: reopenedCard(ticket, now),
  }))
  return [...told, ...pageNotices(ticket, cause)]
}

/** Tells those who handle it, and whoever was called, where a matter is, now that it is known. */
export async function placedNotices(community: Community, ticket: Ticket, now: Date): Promise<Notice[]> {
  const recipients = await teamRecipients(community, ticket, now)
  const people: Notice['to'][] = recipients.filter((to) => 'personId' in to)
  return [...people, ...ticket.pagedIds.map((personId) => ({ personId }))].map((to) => ({
    kind: 'placed',
    to,
    audience: isDelicate(ticket) ? 'district' : ticket.team,
    priority: priorityOf(ticket),
    ticketId: ticket._id,
    premise: { ticketId: ticket._id, statuses: ['open', 'assigned', 'accepted'] },
    content: placedCard(ticket),
  }))
}

/** At a few household counts the groups hear that a public matter is known; never of money or quarrels. */
export async function milestoneNotices(community: Community, ticket: Ticket): Promise<Notice[]> {
  if (!isPublicMatter(ticket)) return []
  const voices = await countVoices(ticket._id)
  if (!policyFor(community.packs, 'householdMilestones').includes(voices)) return []
  return groupsOf(await reportsOn(ticket._id)).map((chatId) => ({
    kind: 'milestone',
    leavesRoom: true,
    once: `milestone:${ticket._id}:${voices}`,
    to: { chatId },
    audience: 'group',
    priority: 'notice',
    ticketId: ticket._id,
    premise: { ticketId: ticket._id, statuses: [...activeStatuses] },
    content: milestoneLine(ticket, voices),
  }))
}
