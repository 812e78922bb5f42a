import { isPublicMatter } from '../domain/access.ts'
import type { Content } from '../domain/message.ts'
import { runnerOf } from '../domain/policy/first-owner.ts'
import { policyFor } from '../domain/policy/index.ts'
import { activeStatuses, isActive, ticketStatuses } from '../domain/ticket-flow.ts'
import {
  addedCard,
  callOnly,
  dutyPage,
  milestoneLine,
  placedCard,
  raisedCard,
  reopenedCard,
  suggestedCard,
  ticketCard,
} from '../domain/wording.ts'
import { chatsOf } from './chat.ts'
import type { Community } from './community.ts'
import type { Notice } from './delivery.ts'
import { answerableFor, peopleOnDuty, responders, secretaries } from './duty.ts'
import { countVoices, groupsOf, reportsOn } from './report.ts'
import { suggestionFor } from './suggestion.ts'
import type { Ticket } from './ticket.ts'

/** Several additions of one reporter are told once in this time. */
const addedMs = 10 * 60_000

/** Matters of which only the duty person and 社区 may know, or one person of 社区 alone: never a group, not even of staff. */
function isDelicate({ hazard, lead }: Pick<Ticket, 'hazard' | 'lead'>): boolean {
  return hazard === 'person_in_danger' || lead !== null
}

/** Whose mode of speaking decides. */
function audienceOf(ticket: Pick<Ticket, 'hazard' | 'lead' | 'team'>): Notice['audience'] {
  return isDelicate(ticket) ? 'district' : ticket.team
}

function priorityOf(ticket: Ticket): 'emergency' | 'notice' {
  return ticket.urgency === 'emergency' ? 'emergency' : 'notice'
}

/** Who is called to a danger now, in the order of the roster; the first of them is paged. A sensitive lead calls 社区. */
export async function pagedFor(
  community: Community,
  { urgency, lead }: Pick<Ticket, 'urgency' | 'lead'>,
  at: Date,
): Promise<string[]> {
  if (urgency !== 'emergency') return []
  return (await (lead ? secretaries(community, at) : peopleOnDuty(community, at))).slice(0, 1)
}

/** Calls the people on duty to a danger; once for each cause. */
export function pageNotices(ticket: Ticket, cause: string): Notice[] {
  // Who complains about 物业 is no matter of whom 物业 sends.
  const content = ticket.accused === null || ticket.lead ? dutyPage(ticket) : callOnly(ticket)
  return ticket.pagedIds.map((personId) => pageNotice(ticket, personId, content, cause))
}

/** Calls one person to a danger, once for each cause, by telephone, too, where there is a service for that. */
export function pageNotice(ticket: Ticket, personId: string, content: Content, cause: string): Notice {
  return {
    kind: 'page',
    once: `page:${ticket._id}:${cause}`,
    to: { personId },
    audience: ticket.lead ? 'district' : 'property',
    priority: 'emergency',
    ticketId: ticket._id,
    premise: { ticketId: ticket._id, statuses: ['open', 'assigned'], isCalling: true },
    isCall: true,
    content: { ...content, about: { number: ticket.number, community: ticket.communityId } },
  }
}

/** Calls the people on duty to a danger that was added to a ticket, and tells those who handle it. */
export async function raisedNotices(
  community: Community,
  ticket: Ticket,
  now: Date,
  cause: string,
): Promise<Notice[]> {
  const told = (await teamRecipients(community, ticket, now)).map<Notice>((to) => ({
    kind: 'raised',
    to,
    audience: audienceOf(ticket),
    priority: 'emergency',
    ticketId: ticket._id,
    premise: { ticketId: ticket._id, statuses: [...activeStatuses] },
    content: raisedCard(ticket),
  }))
  return [...pageNotices(ticket, cause), ...told]
}

/**
 * Tells whoever has a ticket, in private, that its reporter added words or photos: in an emergency each time, otherwise
 * once in ten minutes. Words are shown to whoever has accepted it.
 */
export async function addedNotices(
  community: Community,
  ticket: Ticket,
  added: { text: string; images: readonly string[]; by: string; at: Date },
): Promise<Notice[]> {
  const { text, images, by, at } = added
  const slot = Math.floor(at.getTime() / addedMs)
  const isEmergency = ticket.urgency === 'emergency' && isActive(ticket.status)
  const people = ticket.assigneeId ? [ticket.assigneeId] : await answerableFor(community, ticket, at)
  const called = isEmergency ? ticket.pagedIds : []
  return [...new Set([...people, ...called])]
    .filter((personId) => personId !== by)
    .map((personId) => ({
      kind: 'added',
      ...(isEmergency ? {} : { once: `added:${ticket._id}:${slot}` }),
      to: { personId },
      audience: ticket.team,
      priority: isEmergency ? 'emergency' : 'notice',
      ticketId: ticket._id,
      premise: { ticketId: ticket._id, statuses: ticketStatuses.filter((status) => status !== 'withdrawn') },
      content: addedCard(ticket, {
        words: personId === ticket.assigneeId ? text : null,
        images: images.length,
      }),
    }))
}

async function teamRecipients(community: Community, ticket: Ticket, now: Date): Promise<Notice['to'][]> {
  const isLead = ticket.lead !== null
  const team = isLead ? [] : await responders(community, isDelicate(ticket) ? 'district' : ticket.team, now)
  const people = new Set([...team, ...(ticket.assigneeId ? [ticket.assigneeId] : [])])
  const isRunners = ticket.team === runnerOf[community.profile] && ticket.accused === null
  const hasGroup = isRunners && !isDelicate(ticket)
  const groups = hasGroup ? await chatsOf(community._id, 'staff') : []
  return [
    ...[...people].filter((id) => !ticket.pagedIds.includes(id)).map((personId) => ({ personId })),
    ...groups.map((chat) => ({ chatId: chat._id })),
  ]
}

/** Tells those who handle it of a new ticket: in private, and 物业 in its staff group, too. */
export async function newTicketNotices(community: Community, ticket: Ticket, now: Date): Promise<Notice[]> {
  const recipients = await teamRecipients(community, ticket, now)
  const suggestion = await suggestionFor(community, ticket, now)
  return recipients.map((to) => ({
    kind: 'new-ticket',
    to,
    audience: audienceOf(ticket),
    priority: priorityOf(ticket),
    ticketId: ticket._id,
    premise: { ticketId: ticket._id, statuses: ['open', 'assigned', 'accepted'] },
    content: (at) => {
      const card = ticketCard(ticket, 1, at)
      return suggestion && 'personId' in to ? suggestedCard(card, ticket, suggestion) : card
    },
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
    audience: audienceOf(ticket),
    priority: priorityOf(ticket),
    ticketId: ticket._id,
    premise: { ticketId: ticket._id, statuses: ['assigned'] },
    content: (at) => reopenedCard(ticket, at),
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
    audience: audienceOf(ticket),
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
  if (!policyFor(community, 'householdMilestones').includes(voices)) return []
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
