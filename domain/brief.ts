import { isWithin } from './clocks.ts'
import type { DueTicket } from './due.ts'
import { byDue, dueLine, isDueToday, isLate } from './due.ts'
import { listText } from './wording.ts'

/** A ticket of a brief, with the name of its community where the reader has several. */
export interface BriefTicket extends DueTicket {
  community: string
  /** It is for the secretary to decide whether 街道 gets it. */
  isForSecretary: boolean
}

const morning = { from: '05:00', to: '11:00' }

/** The one message of the morning: what is due today, what is late, what is to be decided; null on a day without any of it. */
export function briefText(
  tickets: readonly BriefTicket[],
  { now, isSecretary }: { now: Date; isSecretary: boolean },
): string | null {
  const mine = isSecretary ? tickets.filter(({ isForSecretary }) => isForSecretary) : []
  const others = tickets.filter((ticket) => !mine.includes(ticket))
  const late = others.filter((ticket) => isLate(ticket, now))
  const today = others.filter((ticket) => isDueToday(ticket, now))
  const shown = [...mine, ...[...late, ...today].sort(byDue)]
  if (shown.length === 0) return null
  const parts = [
    mine.length > 0 ? `${mine.length}件等您定提不提请街道` : '',
    today.length > 0 ? `${today.length}件今天到期` : '',
    late.length > 0 ? `${late.length}件过了时间` : '',
  ].filter(Boolean)
  const all = parts.length > 1 ? `今天${shown.length}件：` : ''
  const lines = shown.map((ticket) => dueLine(ticket, now, ticket.community))
  return listText(
    `${isWithin(now, morning) ? '早上好' : '您好'}，${all}${parts.join('，')}。`,
    lines,
    '，回“今日待办”“超期”看',
  )
}
