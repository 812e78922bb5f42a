import type { Actor } from '../domain/access.ts'
import { districtRoles, hasRole, sideRoles } from '../domain/access.ts'
import type { Community } from './community.ts'
import { communitiesIn } from './community.ts'
import type { Ticket } from './ticket.ts'
import { activeTickets } from './ticket-lists.ts'

/** An active ticket, what its reader is in its community, and the community's name where there are several. */
export interface OverseenTicket {
  ticket: Ticket
  actor: Actor
  community: string
}

/** The active tickets of the community at hand, and for 社区 and 街道 of all in their district or street. */
export async function overseenTickets(actor: Actor, community: Community): Promise<OverseenTicket[]> {
  const place = wholePlaceOf(actor, community)
  const communities = place ? await communitiesIn([place]) : [community]
  const tickets = await activeTickets(communities.map(({ _id }) => _id))
  // Elsewhere only the wide roles hold.
  const wide = actor.held.filter(({ scope }) => scope.level === 'district' || scope.level === 'street')
  const names = new Map(communities.map(({ _id, name }) => [_id, name]))
  return tickets.map((ticket) => ({
    ticket,
    actor: ticket.communityId === community._id ? actor : { ...actor, held: wide },
    community: communities.length > 1 ? (names.get(ticket.communityId) ?? '') : '',
  }))
}

function wholePlaceOf(actor: Actor, community: Community): string | null {
  if (hasRole(actor, sideRoles.street)) return community.streetId
  return hasRole(actor, districtRoles) ? community.districtId : null
}
