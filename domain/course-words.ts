import { sayDayAndTime } from './clocks.ts'
import type { Button, Content } from './message.ts'
import { button } from './message.ts'
import type { TicketWords } from './wording.ts'
import { handlingButtons, withoutPersons } from './wording.ts'

/** What texts say of a request: who asks for what, and why. */
export interface RequestWords {
  cause: string
  kind: 'wait' | 'decline'
  until: Date | null
  responsible: string | null
  phone: string | null
}

/** Tells a reporter that a matter waits: until when, why, and that it is asked after then. */
export function waitingText(ticket: TicketWords, until: Date, reason: string, now: Date): string {
  return `您反映的${ticket.summary}（${ticket.number}）要等到${sayDayAndTime(until, now)}，因为${withoutPersons(reason)}。到时候我再问进展，问清楚告诉您；等不及就回“催办 ${ticket.number}”。`
}

/** Asks whoever has a ticket how it stands, now that the time it was to wait for has come. */
export function waitOverCard(ticket: TicketWords, reason: string): Content {
  return {
    text: `【${ticket.number}】${ticket.summary}，说好等到现在（${reason}）。现在什么情况？办好了点“办结”，要再等就回“挂起 ${ticket.number} 到 日期 原因”。`,
    buttons: handlingButtons({ ...ticket, status: 'accepted' }),
  }
}

/** The card by which 社区 is asked to decide. */
export function requestCard(
  ticket: TicketWords,
  request: RequestWords,
  asked: { by: string; reason: string; days: number; now: Date },
): Content {
  const { by, reason, days, now } = asked
  const head = `【${ticket.number}】${ticket.summary}，${by}`
  const text =
    request.kind === 'wait'
      ? `${head}申请挂起到${request.until ? sayDayAndTime(request.until, now) : ''}：${reason}。超过${days}天，要社区同意。`
      : `${head}提出不属受理：${reason}。由${request.responsible ?? ''}负责，电话${request.phone ?? ''}。同意了我就这样告诉住户。`
  return { text, buttons: decisionButtons(ticket, request.cause) }
}

function decisionButtons(ticket: TicketWords, request: string): Button[] {
  const data = { ticket: ticket._id, request }
  return [
    button('同意', `同意 ${ticket.number}`, 'agree-request', data),
    button('不同意', `不同意 ${ticket.number} 理由`, 'reject-request', data),
  ]
}

/** Tells a reporter whose matter it is instead, how to reach them, and how to have 社区 look again. */
export function declinedText(
  ticket: TicketWords,
  { responsible, phone }: Pick<RequestWords, 'responsible' | 'phone'>,
  reason: string,
): Content {
  const words = withoutPersons(reason)
  return {
    text: `您反映的${ticket.summary}（${ticket.number}）不属于物业职责，由${responsible ?? ''}负责，电话${phone ?? ''}。社区核实过：${words}。您觉得不对，回“没好 ${ticket.number}”，请社区再看一次。`,
    buttons: [button('请社区再看', `没好 ${ticket.number}`, 'report-unsolved', { ticket: ticket._id })],
  }
}

/** Who outside has a ticket, for texts. */
interface ForwardWords {
  to: string
  phone: string | null
  dueAt: Date
  isUtility: boolean
}

/** Tells a reporter who has the matter now, how to reach them, and who stays on it. */
export function forwardedText(ticket: TicketWords, forward: ForwardWords, chaser: string, now: Date): string {
  const { to, phone, dueAt } = forward
  return `您反映的${ticket.summary}（${ticket.number}）已转给${to}，电话${phone ?? ''}，${sayDayAndTime(dueAt, now)}前应有回音。${chaser}继续盯着，有结果告诉您。`
}

/** Reminds whoever stays on a ticket that nothing has come back from outside. */
export function chaseCard(ticket: TicketWords, forward: ForwardWords, now: Date): Content {
  const { to, phone, dueAt } = forward
  const data = { ticket: ticket._id }
  return {
    text: `【${ticket.number}】${ticket.summary}，转给${to}，${sayDayAndTime(dueAt, now)}前应有回音，还没有。请打${phone ?? ''}问一下，问到了回“回复 ${ticket.number} 他们怎么说”。`,
    buttons: [
      button('办好了', `回复 ${ticket.number} 办好了`, 'record-reply', { ...data, outcome: 'done' }),
      button('拿回来办', `回复 ${ticket.number} 拿回来办`, 'record-reply', { ...data, outcome: 'back' }),
    ],
  }
}

/** Tells a reporter that a matter has come back from outside and goes on here. */
export function backText(ticket: TicketWords, to: string, side: string, words: string): string {
  const said = words ? `：${withoutPersons(words)}` : ''
  return `${ticket.number}号（${ticket.summary}），${to}那边没有办成${said}。${side}接着办，有变化我告诉您。`
}

/** What was arranged about a ticket, as far as a line about it says something. */
interface Arranged extends TicketWords {
  wait?: { cause: string; until: Date } | null
  forward?: ForwardWords | null
}

/** What a reporter or a handler is told of the course of a ticket: until when it waits and why, or who outside has it. */
export function courseLines(ticket: Arranged, noteOf: (cause: string) => string, now: Date): string[] {
  const { status, wait, forward } = ticket
  if (status === 'waiting' && wait) {
    return [`等到${sayDayAndTime(wait.until, now)}，因为${withoutPersons(noteOf(wait.cause))}。`]
  }
  if (status !== 'forwarded' || !forward) return []
  const { to, phone, dueAt } = forward
  return [`已转给${to}，电话${phone ?? ''}，${sayDayAndTime(dueAt, now)}前应有回音。`]
}

/** Tells a reporter that another number goes on for theirs. */
export function mergedText(source: TicketWords, target: TicketWords): string {
  return `您反映的${source.summary}（${source.number}）和${target.number}号是同一件事，合到${target.number}号一起办，您的话和照片都带过去了。查进度说“进度 ${source.number}”也行；没办好照样回“没好 ${source.number}”。`
}

/** Tells a reporter that a matter is handled by itself, under its own number. */
export function apartText(ticket: TicketWords, was: number): string {
  return `您反映的${ticket.summary}和${was}号不是一件事，单独按${ticket.number}号办。查进度回“进度 ${ticket.number}”。`
}

/** Tells a reporter what was promised, and what it was before if it was changed. */
export function promisedText(
  ticket: TicketWords,
  promise: { by: string; at: Date; what: string; before: Date | null; reason: string },
  now: Date,
): string {
  const { by, at, what, before, reason } = promise
  const head = `您反映的${ticket.summary}（${ticket.number}）`
  const time = `${sayDayAndTime(at, now)}前${withoutPersons(what)}`
  return before
    ? `${head}，${by}原说${sayDayAndTime(before, now)}前，现改为${time}，因为${withoutPersons(reason)}。到时候我再问。`
    : `${head}，${by}承诺${time}。到时候我盯着，没做到我再问。`
}

/** Reminds whoever promised, before the time and at it. */
export function promiseCard(ticket: TicketWords, at: Date, now: Date): Content {
  const { number } = ticket
  const head = `【${number}】${ticket.summary}，您承诺的时间`
  const change = `要改期回“承诺 ${number} 新时间 因为什么”，我告诉住户。`
  const text =
    now < at
      ? `${head}是${sayDayAndTime(at, now)}。${change}`
      : `${head}${sayDayAndTime(at, now)}到了，还没有办结。办好了点“办结”；${change}`
  return { text, buttons: handlingButtons(ticket) }
}
