import type { Colleague } from '../domain/suggest-assignee.ts'
import { suggestAssignee } from '../domain/suggest-assignee.ts'
import type { Community } from './community.ts'
import { onRoster, responders, teamOf } from './duty.ts'
import { findPerson } from './person.ts'
import type { Ticket } from './ticket.ts'
import { loadOf } from './ticket-lists.ts'

/** Who is proposed to those who pass a new ticket on. */
export interface Suggestion extends Colleague {
  name: string
}

/** Proposes one of the team that has a ticket, by roster and load; null where there is nobody to choose, or nothing to pass on. */
export async function suggestionFor(
  community: Community,
  ticket: Pick<Ticket, 'team' | 'urgency' | 'lead' | 'assigneeId'>,
  at: Date,
): Promise<Suggestion | null> {
  if (ticket.urgency === 'emergency' || ticket.lead !== null || ticket.assigneeId) return null
  const [team, spokesmen] = await Promise.all([
    teamOf(community, ticket.team, at),
    responders(community, ticket.team, at),
  ])
  const colleagues = team.filter((id) => !spokesmen.includes(id))
  const load = await loadOf(colleagues)
  const duty = onRoster(community, at)
  const chosen = suggestAssignee(
    colleagues.map((id) => ({ id, isOnDuty: duty.includes(id), load: load.get(id) ?? 0 })),
  )
  const person = chosen && (await findPerson(chosen.id))
  return person && { ...chosen, name: person.name }
}
