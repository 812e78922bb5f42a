import { calledSince } from '../domain/paging.ts'
import { numberOf } from '../domain/phones.ts'
import { alarmText, callOnly, dutyPage } from '../domain/wording.ts'
import type { Community } from './community.ts'
import type { Notice } from './delivery.ts'
import { everybodyAround, namedPerson, peopleOnDuty, responders, secretaries, teamOf } from './duty.ts'
import type { Ticket } from './ticket.ts'
import { pageNotice } from './ticket-notices.ts'

/** Who is called to a danger, one after the other: the roster, who answers for the team, the secretary. A sensitive lead stays with its one person. */
export async function pageChain(community: Community, ticket: Ticket, at: Date): Promise<string[]> {
  if (ticket.lead) return theOne(community, ticket, at)
  const [onDuty, spokesmen, secretary] = await Promise.all([
    peopleOnDuty(community, at),
    responders(community, ticket.team, at),
    secretaries(community, at),
  ])
  return [...new Set([...onDuty, ...spokesmen, ...secretary])]
}

async function theOne(community: Community, { assigneeId, team }: Ticket, at: Date): Promise<string[]> {
  const one = assigneeId ?? (await namedPerson(community, team, at))
  return one ? [one] : []
}

/** Calls the next person to a danger, once for each time it was reported or opened again. */
export async function nextPage(
  community: Community,
  ticket: Ticket,
  personId: string,
  at: Date,
): Promise<Notice> {
  const barred = ticket.accused ? await teamOf(community, ticket.accused, at) : []
  const content = barred.includes(personId) ? callOnly(ticket) : dutyPage(ticket)
  return pageNotice(ticket, personId, content, `next:${calledSince(ticket).toISOString()}`)
}

/** Tells everybody who could go that nobody has answered, in private; of a sensitive lead its one person. */
export async function alarmNotices(
  community: Community,
  ticket: Ticket,
  number: number,
  at: Date,
): Promise<Notice[]> {
  const people = await (ticket.lead ? theOne(community, ticket, at) : everybodyAround(community, at))
  const barred = ticket.accused ? await teamOf(community, ticket.accused, at) : []
  const phone = numberOf(community.phones, ticket.lead ? 'district' : 'property')
  return people.map((personId) => ({
    kind: 'alarm',
    once: `alarm:${ticket._id}:${calledSince(ticket).toISOString()}:${number}`,
    to: { personId },
    audience: 'property',
    priority: 'emergency',
    ticketId: ticket._id,
    premise: { ticketId: ticket._id, statuses: ['open', 'assigned'] },
    isCall: true,
    content: {
      ...alarmText(ticket, { phone, mayTake: !barred.includes(personId) }),
      about: { number: ticket.number, community: ticket.communityId },
    },
  }))
}
