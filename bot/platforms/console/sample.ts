import type { Role, Scope } from '../../../domain/access.ts'
import type { Phones } from '../../../domain/phones.ts'
import { bindChat, findChat } from '../../../models/chat.ts'
import { findCommunity, putCommunity } from '../../../models/community.ts'
import { putConsoleChat } from '../../../models/console-world.ts'
import { claimHousehold } from '../../../models/household.ts'
import { knowPerson, settlePerson } from '../../../models/person.ts'
import { grantRole } from '../../../models/role.ts'
import { plantHistory } from './sample-history.ts'

interface SamplePerson {
  id: string
  name: string
  role: Role
  home?: [building: string, unit: string, room: string]
  building?: string
}

const community = {
  _id: 'jinxiu',
  name: '锦绣家园',
  districtId: 'yingbin',
  districtName: '迎宾社区',
  streetId: 'qianjin',
  streetName: '前进街道',
  packs: ['baotou-2026', 'linsheng-defaults'],
}

const numbers = {
  property: '0472-555-0101',
  district: '0472-555-0102',
  street: '0472-555-0103',
  gas: '0472-555-0110',
  lift: '0472-555-0120',
  power: '0472-555-0130',
  water: '0472-555-0140',
} as const

function phonesCheckedAt(at: Date): Phones {
  return Object.fromEntries(
    Object.entries(numbers).map(([kind, number]) => [kind, { number, checkedAt: at }]),
  )
}

/** The people of the sample community; their ids are how the simulator's requests name them. */
export const samplePeople: readonly SamplePerson[] = [
  { id: 'liyang', name: '李阳', role: 'resident', home: ['3', '2', '501'] },
  { id: 'wangmin', name: '王敏', role: 'resident', home: ['3', '2', '702'] },
  { id: 'zhaojun', name: '赵军', role: 'resident', home: ['3', '2', '1101'] },
  { id: 'sunli', name: '孙丽', role: 'resident', home: ['6', '1', '301'] },
  { id: 'zhoujie', name: '周洁', role: 'unit_leader', home: ['5', '1', '201'], building: '5' },
  { id: 'wanggong', name: '王工', role: 'property' },
  { id: 'chenjingli', name: '陈经理', role: 'property_manager' },
  { id: 'liushifu', name: '刘师傅', role: 'property' },
  { id: 'hexiaomei', name: '何小梅', role: 'district_staff' },
  { id: 'yangshuji', name: '杨书记', role: 'district_secretary' },
  { id: 'qianzhuren', name: '钱主任', role: 'committee' },
  { id: 'tiankezhang', name: '田科长', role: 'street' },
  { id: 'maguanli', name: '马管理', role: 'admin' },
]

/** Who works on tickets sits in the staff group; 业委会 supervises from outside. */
const outsideStaff: readonly Role[] = ['resident', 'unit_leader', 'committee']

const communityChat = 'g-jinxiu'
const staffChat = 'g-jinxiu-staff'
const unboundChat = 'g-new'

function scopeOf(person: SamplePerson): Scope {
  if (person.building) return { level: 'building', placeId: community._id, building: person.building }
  if (person.role === 'street') return { level: 'street', placeId: community.streetId }
  const isDistrict = person.role === 'district_staff' || person.role === 'district_secretary'
  return isDistrict
    ? { level: 'district', placeId: community.districtId }
    : { level: 'community', placeId: community._id }
}

/** Plants the sample community with its chats and people; repeated, it adds nothing. */
export async function plantSample(at: Date): Promise<void> {
  const ids = await plantPeople(at)
  const seat = ({ id, name, role }: SamplePerson) => ({ id, name, role })
  const staff = samplePeople.filter(({ role }) => !outsideStaff.includes(role))
  const groups = [
    { _id: communityChat, kind: 'community' as const, title: '锦绣家园业主群', members: samplePeople },
    { _id: staffChat, kind: 'staff' as const, title: '锦绣家园工作群', members: staff },
    { _id: unboundChat, kind: 'community' as const, title: '还没接入的新群', members: samplePeople },
  ]
  for (const group of groups) await putConsoleChat({ ...group, members: group.members.map(seat) })
  for (const person of samplePeople) {
    await putConsoleChat({
      _id: `dm-${person.id}`,
      kind: 'private',
      title: `${person.name}和小邻`,
      members: [seat(person)],
    })
  }
  for (const { _id, kind } of groups.filter((group) => group._id !== unboundChat)) {
    await bindChat({ platform: 'console', externalId: _id, kind, communityId: community._id }, at)
  }
  // The community comes last and at once: as long as it is missing, the next start plants again.
  await putCommunity({
    ...community,
    phones: phonesCheckedAt(at),
    mode: 'live',
    duty: [
      { personId: ids.get('liushifu') ?? '', from: '20:00', to: '08:00' },
      { personId: ids.get('wanggong') ?? '' },
    ],
  })
}

/** The sample community with two weeks behind it, so that a newcomer sees tickets in every state and an open danger. */
export async function plantLivingSample(at: Date): Promise<void> {
  await plantSample(at)
  const ids = await plantPeople(at)
  const group = await findChat('console', communityChat)
  const planted = await findCommunity(community._id)
  if (!group || !planted) throw new Error('the sample community was planted and is not there')
  function personOf(who: string) {
    const person = samplePeople.find(({ id }) => id === who)
    const personId = ids.get(who)
    if (!person || !personId) throw new Error(`the sample community has nobody called ${who}`)
    return { personId, role: person.role }
  }
  await plantHistory(
    { community: planted, groupChat: { id: group._id, externalId: communityChat }, personOf },
    at,
  )
}

async function plantPeople(at: Date): Promise<Map<string, string>> {
  const ids = new Map<string, string>()
  for (const person of samplePeople) ids.set(person.id, await plantPerson(person, at))
  return ids
}

async function plantPerson(person: SamplePerson, at: Date): Promise<string> {
  const { _id } = await knowPerson({ platform: 'console', externalId: person.id }, person.name, at)
  await settlePerson(_id, community._id)
  if (person.role !== 'resident') await grantRole(_id, person.role, scopeOf(person), { from: at })
  if (person.home) {
    const [building, unit, room] = person.home
    await claimHousehold({ communityId: community._id, building, unit, room }, _id, at)
  }
  return _id
}
