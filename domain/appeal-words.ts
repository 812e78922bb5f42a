import type { Reply } from './message.ts'
import type { Phones } from './phones.ts'
import { numberOf, numberOfTeam } from './phones.ts'
import type { Team } from './policy/categories.ts'
import type { SensitiveLead } from './sensitive-lead.ts'
import type { Triage } from './triage.ts'
import type { TicketWords } from './wording.ts'
import { answerPromise, sideName } from './wording.ts'

type AppealTicket = TicketWords & { team: Team; lead?: SensitiveLead | null; answeredAt: Date | null }

/** What became of one matter somebody raised; `none` touched no ticket. */
export type Appeal =
  | {
      kind: 'open' | 'join' | 'amend' | 'reopen'
      text: string
      triage: Triage
      ticket: AppealTicket & { _id: string }
    }
  | { kind: 'none'; text: string; triage: Triage; ticket: null }

type Done = Exclude<Appeal, { kind: 'none' }>

/** What the answer depends on besides the matters. */
interface Setting {
  now: Date
  phones: Phones
  isGroup: boolean
  hasImage: boolean
  /** Lines of a forwarded record; platforms may drop some, so that the number is said. */
  recordLines: number
}

/** The answer to somebody who raised matters: numbers, a time, at most one question; null where silence is the answer. */
export function appealAnswer(appeals: readonly Appeal[], setting: Setting): Reply | null {
  const done = appeals.filter((appeal) => appeal.kind !== 'none')
  const [first] = done
  if (!first) return null
  const text = done.length > 1 ? severalText(done, setting) : singleText(first, setting)
  if (text === null) return null
  const record = setting.recordLines > 0 ? [`收到${setting.recordLines}条聊天记录，少了请补。`] : []
  return { text: [...record, text, ...leftOver(appeals, setting)].join('\n') }
}

function singleText(done: Done, setting: Setting): string | null {
  const { ticket } = done
  if (done.kind === 'open') return openText(done, setting)
  if (done.kind === 'join') return joinText(done, setting)
  if (done.kind === 'reopen') return reopenText(ticket, setting)
  // Who tells of a danger hears that somebody is called, however often it was told.
  if (done.triage.hazard !== null) return joinText(done, setting)
  // A later fragment is taken in without a word in groups; in private one wants to know that it arrived.
  return setting.isGroup ? null : `记到${ticket.number}号了。`
}

function callNumber({ phones }: Pick<Setting, 'phones'>): string {
  const number = numberOf(phones, 'property')
  return number ? `物业值班${number}。` : ''
}

/** What one person alone may read; the words do not say again what it is. */
function leadText({ number, urgency, answerBy }: AppealTicket, { now, phones }: Setting): string {
  const phone = numberOf(phones, 'district')
  const call = phone ? `也可以直接打${phone}。` : ''
  const when = urgency === 'emergency' ? '正在找他们' : answerPromise(answerBy, now)
  return `收到，已登记（${number}），只交给社区负责的一位同志，物业和群里都看不到。${when}。${call}`
}

function openText({ ticket, triage }: Done, setting: Setting): string {
  const { number, summary, urgency, answerBy, team } = ticket
  if (ticket.lead) return leadText(ticket, setting)
  if (urgency === 'emergency')
    return `${summary}，已登记（${number}），正在呼叫值班人员。${callNumber(setting)}`
  const [need] = triage.missing
  const question = need ? `请问${need === 'unit' ? '几单元' : '几号楼'}？回个数就行。` : ''
  const by = team === 'property' ? '' : `由${sideName[team]}来跟，`
  const photo = setting.isGroup ? '有照片私聊发我就行。' : '有照片直接发我就行。'
  const last = question || setting.hasImage ? '' : photo
  return `收到，${summary}，已登记（${number}）。${question}${by}${answerPromise(answerBy, setting.now)}。${last}`
}

function joinText({ ticket }: Done, setting: Setting): string {
  const known = `${ticket.summary}已有邻居报过（${ticket.number}）`
  if (ticket.urgency === 'emergency') {
    return `${known}，已呼叫值班人员。请先照上面说的做。${callNumber(setting)}`
  }
  const promise = ticket.answeredAt
    ? '已经有人在办，有变化我告诉您'
    : answerPromise(ticket.answerBy, setting.now, numberOfTeam(setting.phones, ticket.team))
  return `${known}，也给您记上了。${promise}。`
}

/** What is said when a ticket is open again. */
export function reopenText(ticket: TicketWords, setting: Pick<Setting, 'now' | 'phones'>): string {
  const { number, urgency, answerBy } = ticket
  return urgency === 'emergency'
    ? `${number}号重新打开了，已再次呼叫值班人员。${callNumber(setting)}`
    : `好的，${number}号重新打开了，请他们再来看，${answerPromise(answerBy, setting.now)}。`
}

function severalText(done: readonly Done[], { now }: Setting): string {
  const opened = done.filter(({ kind }) => kind === 'open').length
  const lines = done.map(
    ({ ticket, kind }) => `${ticket.number} ${ticket.summary}${kind === 'open' ? '' : '（并入已有的）'}`,
  )
  const last = done.reduce((a, b) => (a.ticket.answerBy > b.ticket.answerBy ? a : b))
  const head = opened > 0 ? `收到，已登记${done.length}件` : `收到，${done.length}件都记上了`
  return `${head}：\n${lines.join('\n')}\n${answerPromise(last.ticket.answerBy, now)}。`
}

/** Parts that touched no ticket are said openly, so that nobody believes they were noted; without their words, for groups. */
function leftOver(appeals: readonly Appeal[], { phones }: Setting): string[] {
  const none = appeals.filter(({ kind }) => kind === 'none')
  const number = numberOf(phones, 'property')
  const phone = number ? `，电话${number}` : ''
  const isFee = none.some(({ triage }) => triage.intent === 'fee_question')
  const isOther = none.some(({ triage }) =>
    ['withdraw', 'satisfied', 'urge', 'dissatisfied'].includes(triage.intent),
  )
  return [
    ...(isFee ? [`问费用的那句没有登记，请直接问物业${phone}。`] : []),
    ...(isOther ? ['撤回、催办、好了没好，请另发一句。'] : []),
  ]
}
