import { dayNumber, sayDayAndTime } from './clocks.ts'
import type { TicketStatus } from './ticket-flow.ts'

/** What tells when something is due of a ticket. */
export interface DueTicket {
  number: number
  summary: string
  status: TicketStatus
  answeredAt: Date | null
  answerBy: Date
  resolveBy: Date
  wait: { until: Date } | null
  forward: { dueAt: Date } | null
}

/** What is due next of a ticket that somebody has to act on: a first answer, its solution, the end of a wait, word from outside. */
export function dueAt(ticket: DueTicket): Date {
  const { status, answeredAt, answerBy, resolveBy, wait, forward } = ticket
  if (status === 'waiting') return wait?.until ?? resolveBy
  if (status === 'forwarded') return forward?.dueAt ?? resolveBy
  return answeredAt ? resolveBy : answerBy
}

/** Whether what was due of it is not done; at the very time it is still in time. */
export function isLate(ticket: DueTicket, now: Date): boolean {
  return dueAt(ticket) < now
}

/** Whether something is due of it before midnight and not late yet. */
export function isDueToday(ticket: DueTicket, now: Date): boolean {
  return !isLate(ticket, now) && dayNumber(dueAt(ticket)) <= dayNumber(now)
}

/** What is due, before its time and after it. */
const words = {
  answer: ['前要答复住户', '该答复住户，还没有回音'],
  solve: ['前要办好', '该办好，还没办好'],
  wait: ['挂起到期', '挂起到期，还没接着办'],
  word: ['外单位该有回音', '外单位该有回音，还没有'],
} as const

function kindOf({ status, answeredAt }: DueTicket): keyof typeof words {
  if (status === 'waiting') return 'wait'
  if (status === 'forwarded') return 'word'
  return answeredAt ? 'solve' : 'answer'
}

/** A ticket as a line of a list of what is to be done, without persons. */
export function dueLine(ticket: DueTicket, now: Date, community = ''): string {
  const [ahead, late] = words[kindOf(ticket)]
  const when = sayDayAndTime(dueAt(ticket), now)
  return `${community}${ticket.number} ${ticket.summary}：${when}${isLate(ticket, now) ? late : ahead}`
}

/** Orders by what is due first. */
export function byDue(a: DueTicket, b: DueTicket): number {
  return dueAt(a).getTime() - dueAt(b).getTime()
}
