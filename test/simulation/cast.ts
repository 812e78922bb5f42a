import type { Role } from '../../domain/access.ts'
import type { Overrides } from '../../domain/policy/overrides.ts'
import type { PolicyValues } from '../../domain/policy/policy-values.ts'
import type { CommunitySeed } from '../../models/community.ts'

/** Somebody of a simulated community. */
export interface Member {
  id: string
  name: string
  role: Role
  communityId: string
  home?: { building: string; unit: string; room: string }
}

/** A simulated community: its settings, and everybody in it by id. */
export interface Place {
  community: CommunitySeed & { packs: string[]; mode: 'live' }
  group: string
  members: Member[]
}

function decided(values: Partial<PolicyValues>): Overrides {
  const entries = Object.entries(values).map(([key, value]) => [
    key,
    { value, by: '三方联席会议', at: '2026-06-01', reason: '试行' },
  ])
  return Object.fromEntries(entries) as Overrides
}

const phones = { property: { number: '0472-555-0101' }, district: { number: '0472-555-0102' } } as const

/** 专业物业 with 业委会, by the paper in force. */
const heping = {
  profile: 'professional',
  packs: ['baotou-2026', 'linsheng-defaults'],
} as const
/** 准物业 without 业委会: what is beyond its service stays with 社区; it answers sooner and is silent longer. */
const xingfu = {
  profile: 'semi',
  packs: ['kundulun-2025', 'kundulun-2020', 'linsheng-defaults'],
  overrides: decided({
    answerHours: 12,
    managerNudgeHours: 10,
    silentCloseHours: 48,
    quiet: [{ from: '21:00', to: '09:00' }],
    extensionHours: 48,
  }),
} as const
/** 自管: 业委会 runs it itself; fewer and later rungs. */
const chunfeng = {
  profile: 'self_run',
  packs: ['zhoukou-draft', 'linsheng-defaults'],
  overrides: decided({
    ladder: [
      { to: 'assignee', after: 8, unit: 'hours' },
      { to: 'committee_or_district', after: 2, unit: 'working_days' },
      { to: 'secretary', after: 4, unit: 'working_days' },
      { to: 'street', after: 8, unit: 'working_days' },
    ],
    groupPostsPerTicket: 1,
    alarmTimes: 2,
  }),
} as const

const staff: readonly [string, Role, string][] = [
  ['manager', 'property_manager', '陈经理'],
  ['worker', 'property', '王工'],
  ['keeper', 'property', '刘师傅'],
  ['chair', 'committee', '钱主任'],
  ['vice', 'committee', '冯委员'],
  ['clerk', 'district_staff', '何小梅'],
  ['secretary', 'district_secretary', '杨书记'],
  ['street', 'street', '田科长'],
]
const absent: Partial<Record<string, readonly string[]>> = {
  xingfu: ['chair', 'vice'],
  chunfeng: ['manager', 'worker', 'keeper'],
}
/** Enough buildings that two reports are seldom one matter by chance. */
const buildings = 60
const floors = 3

function place(
  id: string,
  name: string,
  settings: Pick<CommunitySeed, 'profile' | 'overrides'> & { packs: readonly string[] },
): Place {
  const there = staff.filter(([post]) => !absent[id]?.includes(post))
  const residents = Array.from({ length: buildings * floors }, (_, i) => ({
    id: `${id}-r${i}`,
    name: `住户${i}`,
    role: 'resident' as const,
    communityId: id,
    home: {
      building: String((i % buildings) + 1),
      unit: String((i % 3) + 1),
      room: `${Math.floor(i / buildings) + 2}01`,
    },
  }))
  const members = there.map(([post, role, called]) => ({
    id: `${id}-${post}`,
    name: called,
    role,
    communityId: id,
  }))
  const duty = ['keeper', 'worker', 'vice'].filter((post) => there.some(([one]) => one === post))
  return {
    community: {
      _id: id,
      name,
      districtId: `${id}-district`,
      districtName: `${name}社区`,
      streetId: `${id}-street`,
      streetName: `${name}街道`,
      phones,
      mode: 'live',
      duty: duty.map((post) => ({ personId: `${id}-${post}` })),
      ...settings,
      packs: [...settings.packs],
    },
    group: `g-${id}`,
    members: [...members, ...residents],
  }
}

/** Three communities that differ in who runs them and by what papers. */
export const places: readonly Place[] = [
  place('heping', '和平里', heping),
  place('xingfu', '幸福苑', xingfu),
  place('chunfeng', '春风院', chunfeng),
]

const everybody = new Map(places.flatMap(({ members }) => members.map((member) => [member.id, member])))

/** Somebody by id. */
export function memberOf(id: string): Member {
  const member = everybody.get(id)
  if (!member) throw new Error(`nobody is called ${id}`)
  return member
}

/** The community of an id. */
export function placeOf(id: string): Place {
  const found = places.find(({ community }) => community._id === id)
  if (!found) throw new Error(`no community is called ${id}`)
  return found
}
