import type { TicketStatus } from './ticket-flow.ts'
import { statusName } from './ticket-flow.ts'
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

/** What a reporter hears who urges; `who` is the name of whoever has the ticket. */
export function urgedAnswer(
  { number, status, answerBy }: { number: number; status: TicketStatus; answerBy: Date },
  who: string | null,
  now: Date,
): string {
  const by = who ? `，${who}在办` : ''
  return `${number}号催过了，现在是${statusName[status]}${by}，${answerPromise(answerBy, now)}。`
}
