import type { Team } from './policy/categories.ts'
import type { Reader } from './policy/standing.ts'
import type { SensitiveLead } from './sensitive-lead.ts'
import type { TicketStatus } from './ticket-flow.ts'
import type { Urgency } from './triage.ts'

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

/** Who belongs to each side. */
export const sideRoles: Record<Team, readonly Role[]> = {
  property: propertyRoles,
  committee: ['committee'],
  district: districtRoles,
  street: ['street'],
}
/** Whoever can have a ticket, in one community or another. */
export const handlingRoles: readonly Role[] = Object.values(sideRoles).flat()

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
  /** The side complained about. */
  accused: Team | null
  lead: SensitiveLead | null
  urgency: Urgency
  assigneeId: string | null
  pagedIds: readonly string[]
  building: string | null
  unit: string | null
  room: string | null
}

/** What happened inside a flat stays private, and so do complaints about those who run the place and sensitive leads. */
export function isPublicMatter({
  room,
  accused,
  lead,
}: Pick<TicketFacts, 'room' | 'accused' | 'lead'>): boolean {
  return room === null && accused === null && lead === null
}

/** Whether the actor must not see a ticket, but for what was reported by the actor: complained about, or not the one a lead was given to. */
function isBarred(actor: Actor, { accused, lead, assigneeId }: TicketFacts): boolean {
  if (accused !== null && hasRole(actor, sideRoles[accused])) return true
  return lead !== null && assigneeId !== actor.personId && !hasRole(actor, ['district_secretary'])
}

/**
 * Whether somebody may say that a settled ticket is not solved: its reporters always, neighbours where the matter is
 * public, 社区 always. What was withdrawn or declined is its reporters' alone, and 社区's if it was declined.
 */
export function mayReopen(
  actor: Actor,
  ticket: TicketFacts & { status: TicketStatus },
  isReporter: boolean,
): boolean {
  const isDistrict = hasRole(actor, districtRoles) && !isBarred(actor, ticket)
  if (ticket.status === 'withdrawn') return isReporter
  if (isReporter || isDistrict) return true
  if (ticket.status === 'declined') return false
  const isStaff = hasRole(actor, sideRoles[ticket.team])
  return isPublicMatter(ticket) && !isStaff
}

/** Who comes to a danger, whoever's it is. */
const rescuers: readonly Role[] = [...propertyRoles, ...districtRoles]

/**
 * Whether the actor belongs to the team that has the ticket now; to a danger 物业 and 社区 both. The side complained about
 * never does, and a sensitive lead is for the one it was given to.
 */
export function canHandle(actor: Actor, ticket: TicketFacts): boolean {
  if (isBarred(actor, ticket)) return false
  const isRescuer = ticket.urgency === 'emergency' && hasRole(actor, rescuers)
  return isRescuer || hasRole(actor, sideRoles[ticket.team])
}

/** Whether the actor leads the building or unit a matter is in. */
export function leadsPlaceOf(actor: Actor, ticket: Pick<TicketFacts, 'building' | 'unit'>): boolean {
  return actor.held.some(
    ({ role, scope }) =>
      role === 'unit_leader' &&
      (scope.level === 'community' || scope.building === ticket.building) &&
      (scope.level !== 'unit' || ticket.unit === null || scope.unit === ticket.unit),
  )
}

/** 社区 and 街道 watch over everything; 业委会 over what is done, not over who complains about whom. */
function oversees(actor: Actor, { accused }: TicketFacts): boolean {
  return hasRole(actor, ['street', ...districtRoles]) || (accused === null && hasRole(actor, ['committee']))
}

/** How much of a ticket the actor may see: all but persons, or its status only. */
export function sightOf(actor: Actor, ticket: TicketFacts, isReporter: boolean): 'matter' | 'status' {
  if (isReporter || canHandle(actor, ticket)) return 'matter'
  if (ticket.lead !== null || isBarred(actor, ticket)) return 'status'
  return oversees(actor, ticket) || leadsPlaceOf(actor, ticket) ? 'matter' : 'status'
}

/** How far somebody sees into what was reported: not at all, the words and photos, or also whose they are. */
export type ReportSight = 'nothing' | 'words' | 'persons'

/** A ticket that was accepted and is not over yet. */
const inHand: readonly TicketStatus[] = ['accepted', 'waiting', 'forwarded', 'resolved']

/**
 * What the actor may see of the reports on a ticket, besides own ones. Who has accepted it sees persons while it is in
 * hand; its assignee, whoever was called to the danger, and 社区 and 街道 on their own tickets see words and photos.
 */
export function reportSightOf(actor: Actor, ticket: TicketFacts & { status: TicketStatus }): ReportSight {
  if (!canHandle(actor, ticket)) return 'nothing'
  const isAssignee = ticket.assigneeId === actor.personId
  if (isAssignee && inHand.includes(ticket.status)) return 'persons'
  const isCalled = ticket.pagedIds.includes(actor.personId)
  return isAssignee || isCalled || isOwn(actor, ticket) ? 'words' : 'nothing'
}

/** 社区 and 街道 have to read a complaint to know whose it is. */
function isOwn(actor: Actor, { team }: TicketFacts): boolean {
  return (team === 'district' || team === 'street') && hasRole(actor, sideRoles[team])
}

/** How exactly the actor may know where a ticket is: with the room whoever was called or has accepted it. */
export function mayKnowRoom(actor: Actor, ticket: TicketFacts & { status: TicketStatus }): boolean {
  const isCalled = canHandle(actor, ticket) && ticket.pagedIds.includes(actor.personId)
  return isCalled || reportSightOf(actor, ticket) === 'persons'
}

/** Whether the actor may have everything about a matter in one file: 社区 and 街道, but for who is complained about; a lead has none. */
export function mayHaveDossier(actor: Actor, ticket: TicketFacts): boolean {
  return ticket.lead === null && hasRole(actor, ['street', ...districtRoles]) && !isBarred(actor, ticket)
}

/** Whether the actor is of 社区 and watches over a ticket that others have: never where it is 社区 that is complained about. */
export function supervises(actor: Actor, ticket: TicketFacts): boolean {
  return hasRole(actor, districtRoles) && !isBarred(actor, ticket)
}
