import type { Role } from '../../../../domain/access.ts'
import type { TicketStatus } from '../../../../domain/ticket-flow.ts'
import { isActive } from '../../../../domain/ticket-flow.ts'
import type { Chat, Member, TicketRow } from './types.ts'

/** What somebody says with one tap, and how it is shown on the button. */
export interface Suggestion {
  words: string
  label: string
}

const waitingStatuses = ['open', 'assigned']
/** Which tickets somebody takes care of. */
const teams: Partial<Record<Role | 'bot', string>> = {
  property: 'property',
  property_manager: 'property',
  committee: 'committee',
  district_staff: 'district',
  district_secretary: 'district',
  street: 'street',
}
const modes = ['小邻只听不说', '启用小邻']
const questions = ['依据 停车', '谁来管 噪音']
const words: Partial<Record<Role | 'bot', string[]>> = {
  resident: ['3号楼2单元电梯不动了', '6号楼1单元楼道好大煤气味', '3号楼门前路灯不亮'],
  unit_leader: ['5号楼1单元楼道灯不亮；5-1-301厨房下水堵了', '小区北门门禁坏了'],
  committee: questions,
  district_staff: modes,
  district_secretary: modes,
  street: questions,
  admin: modes,
}
const ownPages: Partial<Record<Role | 'bot', string[]>> = {
  resident: ['我的诉求', '我的页面'],
  unit_leader: ['我的诉求', '我的页面'],
}

/** The newest ticket that waits to be taken, and the newest other one, as commands with their numbers. */
function aboutTickets(tickets: TicketRow[], team: string): string[] {
  const open = tickets.filter(({ status }) => isActive(status as TicketStatus))
  const own = open.filter((ticket) => ticket.team === team)
  const waiting = own.find(({ status }) => waitingStatuses.includes(status))
  const other = [...own, ...open].find((ticket) => ticket !== waiting)
  return [...(waiting ? [`接单 ${waiting.number}`] : []), ...(other ? [`进度 ${other.number}`] : [])]
}

/** Sentences to try with one tap, fitting who speaks, where, and what is going on. */
export function suggestionsFor({ role }: Member, chat: Chat, tickets: TicketRow[]): Suggestion[] {
  const isGroup = chat.kind !== 'private'
  const team = teams[role]
  const labels = [
    ...(team ? aboutTickets(tickets, team) : []),
    ...(words[role] ?? []),
    ...(isGroup ? [] : (ownPages[role] ?? [])),
    '帮助',
  ]
  return labels.map((label) => ({ label, words: isGroup ? `@小邻 ${label}` : label }))
}
