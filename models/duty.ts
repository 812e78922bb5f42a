import { districtRoles, propertyRoles } from '../domain/access.ts'
import { isWithin } from '../domain/clocks.ts'
import type { Team } from '../domain/policy/categories.ts'
import type { Community } from './community.ts'
import { peopleWithRole } from './role.ts'

function placeOf(community: Community): { id: string; districtId: string; streetId: string } {
  return { id: community._id, districtId: community.districtId, streetId: community.streetId }
}

/** Who is called in an emergency at this time, in the order of the roster; without a roster, 物业经理 or all of 物业. */
export async function peopleOnDuty(community: Community, at: Date): Promise<string[]> {
  const onDuty = community.duty.filter(({ from, to }) => !from || !to || isWithin(at, { from, to }))
  if (onDuty.length > 0) return onDuty.map((entry) => entry.personId)
  const managers = await peopleWithRole(placeOf(community), ['property_manager'], at)
  return managers.length > 0 ? managers : peopleWithRole(placeOf(community), propertyRoles, at)
}

/** Who is told of a new ticket in private: for 物业 the manager, or everybody where there is none; for 社区 its staff. */
export async function responders(community: Community, team: Team, at: Date): Promise<string[]> {
  if (team === 'district') return peopleWithRole(placeOf(community), districtRoles, at)
  const managers = await peopleWithRole(placeOf(community), ['property_manager'], at)
  return managers.length > 0 ? managers : peopleWithRole(placeOf(community), ['property'], at)
}

/** People of a team in a community now. */
export async function teamOf(community: Community, team: Team, at: Date): Promise<string[]> {
  return peopleWithRole(placeOf(community), team === 'property' ? propertyRoles : districtRoles, at)
}

/** People of 社区 who look after a community now. */
export async function districtPeople(community: Community, at: Date): Promise<string[]> {
  return peopleWithRole(placeOf(community), districtRoles, at)
}
