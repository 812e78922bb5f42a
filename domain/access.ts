import type { Team } from './policy/categories.ts'
import type { Reader } from './policy/standing.ts'
import type { TicketStatus } from './ticket-flow.ts'

/** What a person is in a place. Everybody unknown in a bound group is a resident. */
export const roles = [
  'resident',
  'unit_leader',
  'property',
  'property_manager',
  'committee',
  'district_staff',
  'district_secretary',
  'street',
  'admin',
] as const
export type Role = (typeof roles)[number]

/** Chinese names of the roles. */
export const roleName: Record<Role, string> = {
  resident: '居民',
  unit_leader: '楼栋长',
  property: '物业',
  property_manager: '物业经理',
  committee: '业委会',
  district_staff: '社区',
  district_secretary: '社区书记',
  street: '街道',
  admin: '管理员',
}

/** The roles that work on tickets and may hear what a community in shadow mode does. */
export const staffRoles: readonly Role[] = [
  'property',
  'property_manager',
  'district_staff',
  'district_secretary',
  'street',
  'admin',
]
/** The people of 社区. */
export const districtRoles: readonly Role[] = ['district_staff', 'district_secretary']
/** The people of 物业. */
export const propertyRoles: readonly Role[] = ['property', 'property_manager']

/** The place a role holds in. A wider place includes all places in it. */
export interface Scope {
  level: 'street' | 'district' | 'community' | 'building' | 'unit'
  /** Id of the street, district or community. */
  placeId: string
  building?: string | null
  unit?: string | null
}

/** A role somebody holds from a date, and until another if it is set. */
export interface HeldRole {
  role: Role
  scope: Scope
  from: Date
  until?: Date | null
}

/** The ids a community is known by on its three levels. */
export interface CommunityPlace {
  id: string
  districtId: string
  streetId: string
}

/** Who is acting: the roles are those in force in the community at hand. */
export interface Actor {
  personId: string
  name: string
  held: HeldRole[]
}

function covers(scope: Scope, community: CommunityPlace): boolean {
  if (scope.level === 'street') return scope.placeId === community.streetId
  if (scope.level === 'district') return scope.placeId === community.districtId
  return scope.placeId === community.id
}

/** Whether a role is in force at a time; it ends at its `until`. */
export function isInForce(role: HeldRole, at: Date): boolean {
  return role.from <= at && (!role.until || at < role.until)
}

/** The roles out of `held` that are in force in this community at this time; a role ends at its `until`. */
export function rolesIn(held: readonly HeldRole[], community: CommunityPlace, at: Date): HeldRole[] {
  return held.filter((role) => isInForce(role, at) && covers(role.scope, community))
}

/** Whether the actor holds one of the roles; everybody is at least a resident. */
export function hasRole(actor: Actor, wanted: readonly Role[]): boolean {
  return wanted.includes('resident') || actor.held.some((held) => wanted.includes(held.role))
}

/** For whom an answer in this chat is written: for staff only where nobody else reads it. */
export function readerIn(actor: Actor, chat: { kind: string }): Reader {
  const isAmongStaff = chat.kind === 'private' || chat.kind === 'staff'
  return isAmongStaff && hasRole(actor, staffRoles) ? 'staff' : 'resident'
}

/** The most telling role of the actor, for history and for understanding. */
export function mainRole(actor: Actor): Role {
  const found = [...roles].reverse().find((role) => actor.held.some((held) => held.role === role))
  return found ?? 'resident'
}

/** What access rules need to know of a ticket. */
export interface TicketFacts {
  communityId: string
  team: Team
  assigneeId: string | null
  pagedIds: readonly string[]
  building: string | null
  unit: string | null
  room: string | null
}

/** What happened inside a flat stays private, and so do quarrels about 物业, money or 业委会. */
export function isPublicMatter(ticket: Pick<TicketFacts, 'room' | 'team'>): boolean {
  return ticket.room === null && ticket.team === 'property'
}

/**
 * Whether somebody may say that a settled ticket is not solved: its reporters always, neighbours where the matter is
 * public, 社区 always. What was withdrawn is its reporters' alone; what was declined by two people is 社区's.
 */
export function mayReopen(
  actor: Actor,
  ticket: TicketFacts & { status: TicketStatus },
  isReporter: boolean,
): boolean {
  const isDistrict = hasRole(actor, districtRoles)
  if (ticket.status === 'withdrawn') return isReporter
  if (ticket.status === 'declined') return isDistrict
  if (isReporter || isDistrict) return true
  const isStaff = hasRole(actor, propertyRoles)
  return isPublicMatter(ticket) && !isStaff
}

const teamRoles: Record<Team, readonly Role[]> = { property: propertyRoles, district: districtRoles }

/** Whether the actor belongs to the team that has the ticket now. The side complained about never does. */
export function canHandle(actor: Actor, ticket: TicketFacts): boolean {
  return hasRole(actor, teamRoles[ticket.team])
}

function leads(actor: Actor, ticket: TicketFacts): boolean {
  return actor.held.some(
    ({ role, scope }) =>
      role === 'unit_leader' &&
      (scope.level === 'community' || scope.building === ticket.building) &&
      (scope.level !== 'unit' || ticket.unit === null || scope.unit === ticket.unit),
  )
}

/** How much of a ticket the actor may see: all but persons, or its status only. */
export function sightOf(actor: Actor, ticket: TicketFacts, isReporter: boolean): 'matter' | 'status' {
  if (isReporter || canHandle(actor, ticket)) return 'matter'
  if (hasRole(actor, ['committee', 'street', ...districtRoles]) && ticket.team !== 'district') return 'matter'
  return hasRole(actor, districtRoles) || leads(actor, ticket) ? 'matter' : 'status'
}

/** How far somebody sees into what was reported: not at all, the words and photos, or also whose they are. */
export type ReportSight = 'nothing' | 'words' | 'persons'

/** A ticket that was accepted and is not over yet. */
const inHand: readonly TicketStatus[] = ['accepted', 'waiting', 'forwarded', 'resolved']

/**
 * What the actor may see of the reports on a ticket, besides own ones. Who has accepted it sees persons while it is in
 * hand; its assignee, whoever was called to the danger, and 社区 on its own tickets see words and photos.
 */
export function reportSightOf(actor: Actor, ticket: TicketFacts & { status: TicketStatus }): ReportSight {
  if (!canHandle(actor, ticket)) return 'nothing'
  const isAssignee = ticket.assigneeId === actor.personId
  if (isAssignee && inHand.includes(ticket.status)) return 'persons'
  const isCalled = ticket.pagedIds.includes(actor.personId)
  return isAssignee || isCalled || ticket.team === 'district' ? 'words' : 'nothing'
}

/** How exactly the actor may know where a ticket is: with the room whoever was called or has accepted it. */
export function mayKnowRoom(actor: Actor, ticket: TicketFacts & { status: TicketStatus }): boolean {
  const isCalled = canHandle(actor, ticket) && ticket.pagedIds.includes(actor.personId)
  return isCalled || reportSightOf(actor, ticket) === 'persons'
}
