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

function whatIsDue({ status, answeredAt }: DueTicket): string {
  if (status === 'waiting') return '挂起到期'
  if (status === 'forwarded') return '外单位该有回音'
  return answeredAt ? '该办好' : '要答复住户'
}

/** A ticket as a line of a list of what is to be done, without persons. */
export function dueLine(ticket: DueTicket, now: Date, community = ''): string {
  const when = sayDayAndTime(dueAt(ticket), now)
  const late = isLate(ticket, now) ? '，已过' : ''
  return `${community}${ticket.number} ${ticket.summary}：${when}${whatIsDue(ticket)}${late}`
}

/** Orders by what is due first. */
export function byDue(a: DueTicket, b: DueTicket): number {
  return dueAt(a).getTime() - dueAt(b).getTime()
}
