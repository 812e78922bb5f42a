import { sayDayAndTime } from './clocks.ts'
import type { PhaseName, RungTo } from './ladder.ts'
import type { Button, Content } from './message.ts'
import { button } from './message.ts'
import type { TicketWords } from './wording.ts'
import { handlingButtons } from './wording.ts'

/** What a rung says of a ticket: nothing that shows a person, and nobody to blame. */
export interface RungWords {
  ticket: TicketWords & { openedAt: Date; resolveBy: Date }
  phase: PhaseName
  now: Date
  voices: number
  community: string
  /** Who has it. */
  assignee: string | null
  /** The number of whoever has it, and of 社区. */
  phone: string | null
  districtPhone: string | null
  /** When 街道 gets it. */
  streetAt: { at: Date; isCertain: boolean } | null
  /** The drafted letter to the authority in charge. */
  letter: string
}

/** What is missing, in a few words for a line of a list. */
const missing: Record<PhaseName, string> = {
  response: '还没有回音',
  unassigned: '退回后没人接',
  resolution: '过了说好的时间',
  waiting: '挂起到期了',
  forwarded: '转出去还没结果',
}

/** How long a matter has been open: hours in the first two days, then days. */
export function sayAge(openedAt: Date, now: Date): string {
  const hours = Math.floor((now.getTime() - openedAt.getTime()) / 3_600_000)
  return hours < 48 ? `${Math.max(1, hours)}小时` : `${Math.floor(hours / 24)}天`
}

/** What is asked of those who decide, whatever is missing. */
const asked: Partial<Record<RungTo, string>> = {
  secretary: '等您定提不提请街道',
  department: '可以移交主管部门，函的草稿在卷宗里',
}

/** The line of a ticket in a list of what is due. */
export function rungLine(
  { ticket, phase, now }: Pick<RungWords, 'ticket' | 'phase' | 'now'>,
  to: RungTo,
): string {
  const what = asked[to] ?? missing[phase]
  return `${ticket.number} ${ticket.summary}：报了${sayAge(ticket.openedAt, now)}，${what}`
}

/** The head of a list that stands for several rungs at once. */
export const rungListHead = '有{n}件事到时间了，请先看急的。看一件回“进度 编号”：'

function head({ ticket, voices }: RungWords): string {
  return `【${ticket.number}】${ticket.summary}${voices > 1 ? `，${voices}户反映` : ''}`
}

function answerButtons(ticket: TicketWords): Button[] {
  return handlingButtons(ticket).filter(({ label }) => label !== '退回')
}

/** The first word is private and blames nobody: it may have been answered elsewhere. */
function toAssignee(words: RungWords): Content {
  const { ticket, phase, now } = words
  const text: Record<PhaseName, string> = {
    response: `${head(words)}，还没看到回音，您可能已经答复过了。点“已联系”补记就行；有难处点“需要协调”，我请社区帮忙。`,
    unassigned: `${head(words)}，退回以后还没有人接。请看看给谁合适，回“转派 ${ticket.number} 姓名”。`,
    resolution: `${head(words)}，说好${sayDayAndTime(ticket.resolveBy, now)}前办好。办好了回“办结 ${ticket.number} 怎么处理的”；还要时间，请经理回“限时 ${ticket.number} 日期 原因”，我告诉住户。`,
    waiting: `${head(words)}，挂起到期了。能接着办就回“恢复 ${ticket.number}”；还要等，回“挂起 ${ticket.number} 到 日期 原因”。`,
    forwarded: `${head(words)}，转出去到时间了，请问一下办到哪一步。`,
  }
  return { text: text[phase], buttons: answerButtons(ticket) }
}

function toManagerSoon(words: RungWords): Content {
  const { ticket, assignee, now } = words
  const who = assignee ? `${assignee}可能在忙` : '还没有人接'
  return {
    text: `${head(words)}，${sayDayAndTime(ticket.answerBy, now)}前要答复住户，还没看到回音。${who}，请您问一句，或者回“转派 ${ticket.number} 姓名”。`,
    buttons: answerButtons(ticket),
  }
}

function toManager(words: RungWords): Content {
  const { ticket, phase, now } = words
  const since = sayAge(ticket.openedAt, now)
  const later = `请您安排一下；还要时间，回“限时 ${ticket.number} 日期 原因”，我告诉住户。`
  const todo: Record<PhaseName, string> = {
    response: '请您先给住户回个话，点“已联系”；有难处点“需要协调”，我请社区帮忙。',
    unassigned: `请看看给谁合适，回“转派 ${ticket.number} 姓名”；有难处点“需要协调”，我请社区帮忙。`,
    resolution: later,
    waiting: later,
    forwarded: `请您问一下那边办到哪一步，问到了回“回复 ${ticket.number} 他们怎么说”。`,
  }
  return {
    text: `${head(words)}，报了${since}，${missing[phase]}。${todo[phase]}`,
    buttons: answerButtons(ticket),
  }
}

function toCommittee(words: RungWords): Content {
  const { ticket, phase, now, phone } = words
  const call = phone ? `，物业电话${phone}` : ''
  return {
    text: `${head(words)}，报了${sayAge(ticket.openedAt, now)}，${missing[phase]}。请业委会帮忙问问物业有什么难处${call}。`,
  }
}

function toDistrict(words: RungWords): Content {
  const { ticket, phase, now, phone } = words
  const call = phone ? `，电话${phone}` : ''
  return {
    text: `${words.community}${head(words)}，报了${sayAge(ticket.openedAt, now)}，${missing[phase]}，经办的可能有难处。请社区帮忙协调${call}。`,
  }
}

function toSecretary(words: RungWords): Content {
  const { ticket, now, streetAt } = words
  const { number, _id } = ticket
  const when = streetAt ? `${sayDayAndTime(streetAt.at, now)}到` : '到了'
  const unsure = streetAt && !streetAt.isCertain ? '（那一年的放假安排还没公布，先按周一到周五算）' : ''
  const data = { ticket: _id }
  return {
    text: `书记，${words.community}${number}号（${ticket.summary}，${words.voices}户，报了${sayAge(ticket.openedAt, now)}）${when}提请街道的时间${unsure}。您看怎么办？`,
    buttons: [
      button('同意提请', `同意提请 ${number}`, 'refer-to-street', data),
      button('再给1天，写明原因', `再给1天 ${number} 原因`, 'grant-day', data),
      button('已解决', `已解决 ${number} 怎么处理的`, 'settle-escalation', data),
    ],
  }
}

/** Tells 街道 of one matter at once; what is no danger waits for the list of the day. */
function toStreet(words: RungWords): Content {
  const { ticket, now, districtPhone } = words
  const call = districtPhone ? `联系社区：${districtPhone}。` : ''
  return {
    text: `【提请协调】${words.community}${ticket.number}号：${ticket.summary}，${words.voices}户反映，报了${sayAge(ticket.openedAt, now)}，${missing[words.phase]}。请街道帮忙协调。${call}`,
  }
}

function toDepartment({ ticket, letter }: RungWords): Content {
  return {
    text: `${ticket.number}号可以移交主管部门了。草稿在下面，请核对后由您决定发不发，我不会自己发。要 Word 版，回“卷宗 ${ticket.number}”。\n\n${letter}`,
  }
}

const contents: Record<RungTo, (words: RungWords) => Content> = {
  assignee: toAssignee,
  manager_soon: toManagerSoon,
  manager: toManager,
  committee_or_district: toDistrict,
  secretary: toSecretary,
  street: toStreet,
  department: toDepartment,
}

/** What a rung says to whoever hears it. */
export function rungContent(to: RungTo, isToCommittee: boolean, words: RungWords): Content {
  return isToCommittee ? toCommittee(words) : contents[to](words)
}

/** Tells those who have a ticket that the secretary gave one more day, and why. */
export function extensionText(ticket: TicketWords, until: Date, reason: string, now: Date): string {
  return `【${ticket.number}】${ticket.summary}，社区书记再给一天，到${sayDayAndTime(until, now)}：${reason}。有难处回“需要协调 ${ticket.number} 原因”。`
}

/** The head of the list of the day for 街道, with whom to call. */
export function streetListHead(districts: readonly string[]): string {
  return `【提请协调】{n}件请街道帮忙，联系${districts.join('、')}：`
}

/** One line of it. */
export function streetLine(
  ticket: Pick<RungWords['ticket'], 'number' | 'summary' | 'openedAt'>,
  { community, voices, isNew, now }: { community: string; voices: number; isNew: boolean; now: Date },
): string {
  const mark = isNew ? '新提请，' : ''
  return `${community}${ticket.number} ${ticket.summary}：${mark}${voices}户，报了${sayAge(ticket.openedAt, now)}`
}
