import { addHours, sayTime } from './clocks.ts'
import type { TicketStatus } from './ticket-flow.ts'
import { isLate, statusName } from './ticket-flow.ts'
import { answerPromise } from './wording.ts'

/** What a reporter hears who says that a matter is solved. */
export function solvedAnswer(number: number): string {
  return `好的，${number}号就记办好了。要是又坏了，回“没好 ${number}”。`
}

/** What a reporter hears who takes a report back; `rest` is how many households still stand behind the ticket. */
export function withdrawnAnswer(number: number, rest: number): string {
  return rest > 0
    ? `您这一份撤回了。${number}号还有${rest}户反映，会继续办。`
    : `${number}号已撤回。要是又出了问题，再说一声就行。`
}

interface UrgedTicket {
  number: number
  status: TicketStatus
  answerBy: Date
  answeredAt: Date | null
}

/** What an answer to urging depends on besides the ticket. */
interface Urging {
  /** Where whoever has the ticket can be called. */
  phone: string | null
  /** How often it was urged, this time included. */
  count: number
  /** When the speaker's last urging reached people, if that was too short a while ago to tell them again. */
  last: Date | null
}

/** What a reporter hears who urges; `who` is the name of whoever has the ticket. */
export function urgedAnswer(
  ticket: UrgedTicket,
  who: string | null,
  now: Date,
  { phone, count, last }: Urging = { phone: null, count: 1, last: null },
): string {
  const { number, status, answerBy, answeredAt } = ticket
  const promise = answeredAt ? '' : `，${answerPromise(answerBy, now, phone)}`
  if (last)
    return `刚催过，${sayTime(last, now)}已经告诉他们，这次也记下了，${number}号一共催了${count}次${promise}。`
  const call = phone ? `，您也可以直接打${phone}` : ''
  if (isLate(ticket, now)) return `${number}号已过答复时间，我再催一次${call}。`
  const by = who ? `，${who}在办` : ''
  return `${number}号催过了${count > 1 ? `（第${count}次）` : ''}，现在是${statusName[status]}${by}${promise}。`
}

/** When somebody's urging last reached people: the first of several within so many hours does. Null where none has. */
export function lastUrged(
  events: readonly { kind: string; by: string | null; at: Date }[],
  personId: string,
  hours: number,
): Date | null {
  const times = events.filter(({ kind, by }) => kind === 'urged' && by === personId).map(({ at }) => at)
  return times.reduce<Date | null>((last, at) => (last && at < addHours(last, hours) ? last : at), null)
}
