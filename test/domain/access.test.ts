import { describe, expect, it } from 'vitest'
import type { Actor, HeldRole, Role, Scope } from '../../domain/access.ts'
import {
  canHandle,
  hasRole,
  mainRole,
  mayKnowRoom,
  mayReopen,
  reportSightOf,
  rolesIn,
  sightOf,
} from '../../domain/access.ts'
import type { Team } from '../../domain/policy/categories.ts'
import type { SensitiveLead } from '../../domain/sensitive-lead.ts'
import type { TicketStatus } from '../../domain/ticket-flow.ts'
import type { Urgency } from '../../domain/triage.ts'

const from = new Date('2026-01-01T00:00:00+08:00')
const now = new Date('2026-06-01T00:00:00+08:00')
const here = { id: 'jinxiu', districtId: 'yingbin', streetId: 'qianjin' }

function held(role: Role, scope: Partial<Scope> = {}, until: Date | null = null): HeldRole {
  return { role, scope: { level: 'community', placeId: 'jinxiu', ...scope }, from, until }
}

function actor(...roles: HeldRole[]): Actor {
  return { personId: 'p1', name: '某', held: rolesIn(roles, here, now) }
}

const ticket = {
  communityId: 'jinxiu',
  team: 'property' as Team,
  accused: null as Team | null,
  lead: null as SensitiveLead | null,
  urgency: 'normal' as Urgency,
  assigneeId: null as string | null,
  pagedIds: [] as string[],
  building: '3',
  unit: '2',
  room: null as string | null,
}

describe('roles in a place and time', () => {
  it.each<[string, HeldRole, number]>([
    ['in the community', held('property'), 1],
    ['in another community', held('property', { placeId: 'other' }), 0],
    ['in the district', held('district_staff', { level: 'district', placeId: 'yingbin' }), 1],
    ['in another district', held('district_staff', { level: 'district', placeId: 'other' }), 0],
    ['in the street', held('street', { level: 'street', placeId: 'qianjin' }), 1],
    ['a district id taken for a community', held('property', { level: 'community', placeId: 'yingbin' }), 0],
    ['ended a moment ago', held('property', {}, now), 0],
    ['ending in a moment', held('property', {}, new Date(now.getTime() + 1)), 1],
    ['not begun', { ...held('property'), from: new Date(now.getTime() + 1) }, 0],
  ])('%s', (_title, role, count) => {
    expect(rolesIn([role], here, now)).toHaveLength(count)
  })

  it('takes everybody for a resident, and only role holders for more', () => {
    expect(hasRole(actor(), ['resident'])).toBe(true)
    expect(hasRole(actor(), ['property', 'unit_leader'])).toBe(false)
    expect(mainRole(actor())).toBe('resident')
    expect(mainRole(actor(held('unit_leader'), held('district_staff')))).toBe('district_staff')
  })
})

describe('who may handle and see a ticket', () => {
  const district = held('district_staff', { level: 'district', placeId: 'yingbin' })

  it.each<[Role, boolean, boolean]>([
    ['resident', false, false],
    ['unit_leader', false, false],
    ['property', true, false],
    ['property_manager', true, false],
    ['committee', false, false],
    ['district_staff', false, true],
    ['district_secretary', false, true],
    ['street', false, false],
    ['admin', false, false],
  ])('%s handles tickets of 物业: %s, of 社区: %s', (role, property, ofDistrict) => {
    const person = actor(held(role))

    expect(canHandle(person, ticket)).toBe(property)
    expect(canHandle(person, { ...ticket, team: 'district' })).toBe(ofDistrict)
  })

  it.each<[string, Actor, boolean, Partial<typeof ticket> & { status: TicketStatus }, boolean]>([
    ['its reporter', actor(), true, { status: 'resolved' }, true],
    ['a neighbour, of a public matter', actor(), false, { status: 'closed' }, true],
    ['a neighbour, of a flat', actor(), false, { status: 'closed', room: '501' }, false],
    [
      'a neighbour, of a quarrel',
      actor(),
      false,
      { status: 'closed', team: 'district', accused: 'property' },
      false,
    ],
    [
      '物业, of a complaint about itself',
      actor(held('property')),
      false,
      { status: 'closed', team: 'district', accused: 'property' },
      false,
    ],
    ['社区', actor(district), false, { status: 'closed', team: 'district', accused: 'property' }, true],
    ['a neighbour, of what was withdrawn', actor(), false, { status: 'withdrawn' }, false],
    ['its reporter, of what was withdrawn', actor(), true, { status: 'withdrawn' }, true],
    ['its reporter, of what was declined', actor(), true, { status: 'declined' }, true],
    ['社区, of what was declined', actor(district), false, { status: 'declined' }, true],
  ])('lets %s say that it is not solved, or not', (_title, person, isReporter, more, may) => {
    expect(mayReopen(person, { ...ticket, ...more }, isReporter)).toBe(may)
  })

  it.each<[string, Actor, 'matter' | 'status']>([
    ['a neighbour', actor(), 'status'],
    ['物业', actor(held('property')), 'matter'],
    ['业委会', actor(held('committee')), 'matter'],
    ['社区', actor(district), 'matter'],
    [
      'the leader of the building',
      actor(held('unit_leader', { level: 'building', building: '3' })),
      'matter',
    ],
    [
      'the leader of another building',
      actor(held('unit_leader', { level: 'building', building: '5' })),
      'status',
    ],
    [
      'the leader of another unit',
      actor(held('unit_leader', { level: 'unit', building: '3', unit: '1' })),
      'status',
    ],
  ])('%s sees the %3$s', (_title, person, sight) => {
    expect(sightOf(person, ticket, false)).toBe(sight)
  })

  it('shows a complaint about 物业 or 业委会 to neither of them', () => {
    const about = { ...ticket, team: 'district' as const, accused: 'property' as const }

    expect(sightOf(actor(held('property_manager')), about, false)).toBe('status')
    expect(sightOf(actor(held('committee')), about, false)).toBe('status')
    expect(sightOf(actor(), about, true)).toBe('matter')
  })
})

describe('what those who handle a ticket see of its reports', () => {
  const district = actor(held('district_staff', { level: 'district', placeId: 'yingbin' }))
  const property = actor(held('property'))
  const p1 = { assigneeId: 'p1' }
  const called = { pagedIds: ['p1'] }

  it.each<[string, Actor, Partial<typeof ticket> & { status: TicketStatus }, string, boolean]>([
    ['物业, not asked', property, { status: 'assigned' }, 'nothing', false],
    ['物业, while a colleague has it', property, { status: 'accepted', assigneeId: 'p2' }, 'nothing', false],
    ['物业, passed to and not accepted', property, { ...p1, status: 'assigned' }, 'words', false],
    ['物业, after accepting', property, { ...p1, status: 'accepted' }, 'persons', true],
    ['物业, waiting for something', property, { ...p1, status: 'waiting' }, 'persons', true],
    ['物业, while the reporters are asked', property, { ...p1, status: 'resolved' }, 'persons', true],
    ['物业, when it is over', property, { ...p1, status: 'closed' }, 'words', false],
    ['物业, called to a danger', property, { ...called, status: 'assigned' }, 'words', true],
    [
      '物业, of what 社区 has',
      property,
      { ...p1, ...called, team: 'district', status: 'accepted' },
      'nothing',
      false,
    ],
    ['社区, of its own', district, { team: 'district', status: 'assigned' }, 'words', false],
    ['社区, after accepting', district, { ...p1, team: 'district', status: 'accepted' }, 'persons', true],
    ['社区, of what 物业 has', district, { ...p1, ...called, status: 'accepted' }, 'nothing', false],
    ['a resident whose role has ended', actor(), { ...p1, ...called, status: 'accepted' }, 'nothing', false],
    ['业委会', actor(held('committee')), { status: 'assigned' }, 'nothing', false],
  ])('%s: %3$s', (_title, person, more, sight, room) => {
    expect(reportSightOf(person, { ...ticket, ...more })).toBe(sight)
    expect(mayKnowRoom(person, { ...ticket, ...more })).toBe(room)
  })
})
