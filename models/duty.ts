import type { CommunityPlace, Role } from '../domain/access.ts'
import { districtRoles, propertyRoles, sideRoles } from '../domain/access.ts'
import { isWithin } from '../domain/clocks.ts'
import type { Team } from '../domain/policy/categories.ts'
import { runnerOf } from '../domain/policy/first-owner.ts'
import type { SensitiveLead } from '../domain/sensitive-lead.ts'
import type { Community } from './community.ts'
import { peopleWithRole } from './role.ts'

/** The ids a community is known by on its three levels. */
export function placeOf(community: Community): CommunityPlace {
  return { id: community._id, districtId: community.districtId, streetId: community.streetId }
}

/** The first of these groups of roles that anybody holds in a community now. */
async function firstHolders(
  community: Community,
  groups: readonly (readonly Role[])[],
  at: Date,
): Promise<string[]> {
  for (const roles of groups) {
    const people = await peopleWithRole(placeOf(community), roles, at)
    if (people.length > 0) return people
  }
  return []
}

/** Who is on the roster at this time, in its order. */
export function onRoster(community: Community, at: Date): string[] {
  const onDuty = community.duty.filter(({ from, to }) => !from || !to || isWithin(at, { from, to }))
  return onDuty.map((entry) => entry.personId)
}

/** Who is called in an emergency at this time, in the order of the roster; without a roster, those who answer for whoever runs the place. */
export async function peopleOnDuty(community: Community, at: Date): Promise<string[]> {
  const onDuty = onRoster(community, at)
  return onDuty.length > 0 ? onDuty : responders(community, runnerOf[community.profile], at)
}

/** Who answers for each side, the first of these groups that has anybody. */
const spokesmen: Record<Team, readonly (readonly Role[])[]> = {
  property: [['property_manager'], ['property'], districtRoles],
  committee: [['committee'], districtRoles],
  district: [districtRoles],
  street: [['street']],
}

/**
 * Who is told of a new ticket in private: for 物业 the manager, or everybody where there is none; for the others all of
 * them. Where a side has nobody, 社区 is told.
 */
export async function responders(community: Community, team: Team, at: Date): Promise<string[]> {
  return firstHolders(community, spokesmen[team], at)
}

/** People of a team in a community now. */
export async function teamOf(community: Community, team: Team, at: Date): Promise<string[]> {
  return peopleWithRole(placeOf(community), sideRoles[team], at)
}

/** People of 社区 who look after a community now. */
export async function districtPeople(community: Community, at: Date): Promise<string[]> {
  return peopleWithRole(placeOf(community), districtRoles, at)
}

/** What decides who hears of a ticket. */
interface Guarded {
  accused: Team | null
  lead: SensitiveLead | null
  assigneeId: string | null
}

/**
 * People of 社区 who may hear of a ticket that they do not have: nobody of the side complained about, and of a sensitive
 * lead only the one it was given to.
 */
export async function watchersOf(community: Community, ticket: Guarded, at: Date): Promise<string[]> {
  const { accused, lead, assigneeId } = ticket
  const people = await districtPeople(community, at)
  const barred = accused ? await teamOf(community, accused, at) : []
  return people.filter((id) => !barred.includes(id) && (lead === null || id === assigneeId))
}

/** Who answers for those who have a ticket; for a sensitive lead the one it was given to. */
export async function answerableFor(
  community: Community,
  ticket: Guarded & { team: Team },
  at: Date,
): Promise<string[]> {
  const { team, lead, assigneeId } = ticket
  if (lead === null) return responders(community, team, at)
  return assigneeId ? [assigneeId] : []
}

/** The secretary of 社区, or its staff where there is none. */
export async function secretaries(community: Community, at: Date): Promise<string[]> {
  return firstHolders(community, [['district_secretary'], ['district_staff']], at)
}

/** The one person whom a sensitive lead is given to; null where the side has nobody. */
export async function namedPerson(community: Community, team: Team, at: Date): Promise<string | null> {
  const people = team === 'street' ? await teamOf(community, team, at) : await secretaries(community, at)
  return people[0] ?? null
}

/** Everybody who hears an alarm that nobody has answered. */
export async function everybodyAround(community: Community, at: Date): Promise<string[]> {
  const all = await Promise.all([
    peopleWithRole(placeOf(community), propertyRoles, at),
    districtPeople(community, at),
  ])
  return [...new Set(all.flat())]
}
