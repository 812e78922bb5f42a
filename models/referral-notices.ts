import { phaseOf } from '../domain/ladder.ts'
import { rungContent } from '../domain/ladder-words.ts'
import { numberOf, numberOfTeam } from '../domain/phones.ts'
import { activeStatuses } from '../domain/ticket-flow.ts'
import type { Community } from './community.ts'
import type { Notice } from './delivery.ts'
import { teamOf } from './duty.ts'
import { countVoices } from './report.ts'
import type { Ticket } from './ticket.ts'

/** Tells 街道 of a danger at once, each person once. */
export async function referralNotices(community: Community, ticket: Ticket, now: Date): Promise<Notice[]> {
  const [people, voices] = await Promise.all([teamOf(community, 'street', now), countVoices(ticket._id)])
  const content = rungContent('street', false, {
    ticket,
    phase: phaseOf(ticket)?.name ?? 'response',
    now,
    voices: Math.max(1, voices),
    community: community.name,
    assignee: null,
    phone: numberOfTeam(community.phones, ticket.team),
    districtPhone: numberOf(community.phones, 'district'),
    streetAt: null,
    letter: '',
  })
  return people.map((personId) => ({
    kind: 'referred',
    to: { personId },
    audience: 'street',
    priority: 'emergency',
    ticketId: ticket._id,
    premise: { ticketId: ticket._id, statuses: [...activeStatuses] },
    content,
  }))
}
