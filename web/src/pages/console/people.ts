import { roleName } from '../../../../domain/access.ts'
import type { Chat, Member } from './types.ts'

/** The order in which people are offered: those who speak up first, then those who answer. */
const groups: { title: string; roles: Member['role'][] }[] = [
  { title: '居民', roles: ['resident'] },
  { title: '楼栋长', roles: ['unit_leader'] },
  { title: '物业', roles: ['property_manager', 'property'] },
  { title: '业委会', roles: ['committee'] },
  { title: '社区', roles: ['district_secretary', 'district_staff'] },
  { title: '街道', roles: ['street'] },
  { title: '管理员', roles: ['admin'] },
]

/** People under the heading of their role, empty headings left out. */
export function groupByRole(people: Member[]): { title: string; people: Member[] }[] {
  return groups
    .map(({ title, roles }) => ({ title, people: people.filter(({ role }) => roles.includes(role)) }))
    .filter((group) => group.people.length > 0)
}

/** What to call somebody's part in the community. */
export function sayRole(role: Member['role']): string {
  return role === 'bot' ? '机器人' : roleName[role]
}

/** A chat by the name its reader knows it by. */
export function chatName(chat: Chat): string {
  return chat.kind === 'private' ? '小邻' : chat.title
}

/** What an empty chat says. */
export function emptyWords(person: Member, chat: Chat): string {
  if (chat.kind !== 'private') return '还没有人说话。选下面一句发出去，小邻就会回。'
  const isStaff = !['resident', 'unit_leader'].includes(person.role)
  return isStaff ? '有要您办的事，小邻会发到这里。' : '想问什么、要修什么，直接跟小邻说。'
}
