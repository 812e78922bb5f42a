import { sayDayAndTime, sayTime } from './clocks.ts'
import type { Button, Content } from './message.ts'
import { button } from './message.ts'
import type { Team } from './policy/categories.ts'
import type { SensitiveLead } from './sensitive-lead.ts'
import type { TicketStatus } from './ticket-flow.ts'
import { statusName } from './ticket-flow.ts'
import type { Urgency } from './triage.ts'

/** More of somebody's words than this is read on the page. */
const longestShown = 200

/** How residents know the sides. */
export const sideName: Record<Team, string> = {
  property: '物业',
  committee: '业委会',
  district: '社区',
  street: '街道',
}

/** What texts say of a ticket: nothing that shows a person. */
export interface TicketWords {
  _id: string
  number: number
  summary: string
  status: TicketStatus
  urgency: Urgency
  answerBy: Date
}

/** The buttons under a ticket for those who handle it; each has a text command with the number. */
export function handlingButtons(ticket: TicketWords): Button[] {
  const data = { ticket: ticket._id }
  const make = (label: string, name: string) => button(label, `${label} ${ticket.number}`, name, data)
  if (ticket.status === 'waiting') return [make('恢复', 'resume-ticket'), make('办结', 'resolve-ticket')]
  if (ticket.status === 'forwarded') return [make('回复', 'record-reply'), make('办结', 'resolve-ticket')]
  if (ticket.status === 'accepted') {
    return [
      make('已联系', 'contact-reporter'),
      make('办结', 'resolve-ticket'),
      make('转派', 'reassign-ticket'),
      make('退回', 'hand-back-ticket'),
    ]
  }
  return [
    make('接单', 'accept-ticket'),
    make('已联系', 'contact-reporter'),
    make('转派', 'reassign-ticket'),
    make('需要协调', 'request-coordination'),
  ]
}

/** The card by which a ticket reaches those who handle it. */
export function ticketCard(
  ticket: TicketWords & { answeredAt?: Date | null },
  voices: number,
  now: Date,
): Content {
  const times = voices > 1 ? `，${voices}户反映` : ''
  const head = `【${ticket.number}】${ticket.summary}${times}。`
  const isEmergency = ticket.urgency === 'emergency'
  const ask =
    ticket.answerBy > now
      ? `请先回个话，最晚${sayDayAndTime(ticket.answerBy, now)}。`
      : '答复时间已经过了，请先给住户回个话。'
  return {
    text: isEmergency
      ? `⚠️${head}已呼叫值班人员，离得近的请马上去看。`
      : `${head}${ticket.answeredAt ? '前面已经答复过住户，请接着办。' : ask}`,
    buttons: handlingButtons(ticket),
  }
}

/** The same card for those who pass tickets on, with the colleague who could take it. */
export function suggestedCard(
  card: Content,
  ticket: TicketWords,
  { id, name, isOnDuty, load }: { id: string; name: string; isOnDuty: boolean; load: number },
): Content {
  const why = [isOnDuty ? '正在值班' : '', load > 0 ? `手上${load}件` : '手上没有别的'].filter(Boolean)
  const data = { ticket: ticket._id, to: id }
  const pass = button(`派给${name}`, `转派 ${ticket.number} ${name}`, 'reassign-ticket', data)
  return {
    ...card,
    text: `${card.text}可以派给${name}（${why.join('，')}）。`,
    buttons: [...(card.buttons ?? []), pass],
  }
}

/** The page that calls somebody to danger; what one person alone may know says so. */
export function dutyPage(ticket: TicketWords & { lead?: SensitiveLead | null }): Content {
  return {
    text: ticket.lead
      ? `⚠️【${ticket.number}】${ticket.summary}，只告诉了您一个人。请马上想办法联系，危急先打110、120；您来管就点“接单”。`
      : `⚠️【${ticket.number}】${ticket.summary}。请马上去现场，能走了就点“接单”，让邻居知道有人来。`,
    buttons: [button('接单', `接单 ${ticket.number}`, 'accept-ticket', { ticket: ticket._id })],
  }
}

/** Tells everybody that a danger has gone unanswered; who may take it over has a button. */
export function alarmText(
  ticket: TicketWords & { lead?: SensitiveLead | null },
  { phone, mayTake }: { phone: string | null; mayTake: boolean },
): Content {
  if (ticket.lead) return dutyPage(ticket)
  const call = phone ? `请直接打电话${phone}叫人` : '请直接打电话叫人'
  const text = `⚠️${ticket.number}号无人应答：${ticket.summary}。${call}，离得近的马上去现场。`
  if (!mayTake) return { text: `${text}到了给社区回个电话。` }
  return {
    text: `${text}能走的点“接单”，其他人就不再催了。`,
    buttons: [button('接单', `接单 ${ticket.number}`, 'accept-ticket', { ticket: ticket._id })],
  }
}

/** The same for somebody who cannot take the ticket over: 社区 has it, for a reason that is not theirs to know. */
export function callOnly(ticket: TicketWords): Content {
  return { text: `⚠️【${ticket.number}】${ticket.summary}。请马上去现场，到了给社区回个电话。` }
}

/** Tells those who handle a ticket that a danger was added to it. */
export function raisedCard(ticket: TicketWords): Content {
  return {
    text: `⚠️【${ticket.number}】住户补充：${ticket.summary}。已呼叫值班人员，离得近的请马上去看。`,
    buttons: handlingButtons(ticket),
  }
}

/** Tells whoever has a ticket that its reporter added something; `words` where they may be read. */
export function addedCard(ticket: TicketWords, added: { words: string | null; images: number }): Content {
  const head = `【${ticket.number}】${ticket.summary}，住户又补充了`
  const photos = added.images > 0 ? `${added.images}张照片` : ''
  const what = [added.words && `“${withoutPersons(added.words).slice(0, longestShown)}”`, photos].filter(
    Boolean,
  )
  const text =
    added.words === null
      ? `${head}情况，接单后能看。`
      : `${head}${what.join('，')}。全部的回“进度 ${ticket.number}”看。`
  return { text, buttons: handlingButtons(ticket) }
}

/** The card by which a ticket comes back to those who handle it. */
export function reopenedCard(ticket: TicketWords, now: Date): Content {
  const until =
    ticket.urgency === 'emergency'
      ? '请马上再去现场'
      : `请再去看一下，最晚${sayDayAndTime(ticket.answerBy, now)}答复`
  return {
    text: `【${ticket.number}】${ticket.summary}，住户说还没好。${until}。`,
    buttons: handlingButtons(ticket),
  }
}

/** Says where a matter is, once somebody has told. */
export function placedCard(ticket: TicketWords): Content {
  return { text: `【${ticket.number}】补充：${ticket.summary}。`, buttons: handlingButtons(ticket) }
}

/** Tells a group that several households have reported one matter. */
export function milestoneLine(ticket: TicketWords, voices: number): Content {
  return {
    text: `${ticket.summary}（${ticket.number}）已有${voices}户反映，都记在一起办，不用重复报。`,
  }
}

/** The question to a reporter after a ticket was resolved. */
export function askSolved(
  ticket: TicketWords,
  { side, at, note }: { side: Team; at: Date; note: string },
  now: Date,
): Content {
  const data = { ticket: ticket._id }
  return {
    text: `您反映的${ticket.summary}（${ticket.number}），${sideName[side]}说${sayDayAndTime(at, now)}办好了：${withoutPersons(note)}。您看好了吗？回“好了”或“没好”就行。`,
    buttons: [
      button('好了', `好了 ${ticket.number}`, 'confirm-solved', data),
      button('还没好', `没好 ${ticket.number}`, 'report-unsolved', data),
    ],
  }
}

/** Tells a group that a matter reported there is solved. */
export function solvedLine(ticket: TicketWords): Content {
  return {
    text: `${ticket.summary}（${ticket.number}）已经好了。还有问题的邻居说一声“没好”，我接着盯。给大家添麻烦了。`,
  }
}

/** More lines than this are counted only. */
const mostLines = 10

/** A list with at most ten lines and how many more there are; `{n}` in its head is how many there are in all. */
export function listText(head: string, lines: readonly string[], where = ''): string {
  const more = lines.length - mostLines
  const shown = [head.replace('{n}', String(lines.length)), ...lines.slice(0, mostLines)]
  return [...shown, ...(more > 0 ? [`还有${more}件${where}。`] : [])].join('\n')
}

/** One line of a list: number, matter, where it stands. */
export function ticketLine(ticket: TicketWords): string {
  return `${ticket.number} ${ticket.summary}：${statusName[ticket.status]}`
}

/** "最晚明天14:05前给您答复"; a time that is over is no promise, and whoever waits may call. */
export function answerPromise(answerBy: Date, now: Date, phone: string | null = null): string {
  if (answerBy > now) return `最晚${sayTime(answerBy, now)}前给您答复`
  return phone ? `已过答复时间，您也可以直接打${phone}` : '已过答复时间'
}

const clear =
  '王李张刘陈杨赵周吴徐孙胡朱郭罗梁宋郑谢韩唐冯董程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范姚谭廖邹陆郝孔崔邱秦顾侯邵孟雷钱汤尹黎贺赖龚'
/** Surnames, also those that are more often something else. */
const surname = `[${clear}黄毛龙高林何马金石史白康方段武乔温]`
/** How neighbours are called; who works here is not. */
const neighbour = '大爷|大妈|大娘|大叔|大婶|大姐|大哥|阿姨|奶奶|爷爷|先生|女士'

const personal: readonly [RegExp, string][] = [
  // Words of staff call nobody in a group.
  [/<@[^>]{0,40}>|[@＠](?:所有人|全体成员|全体|all)/giu, ''],
  [new RegExp(`(?:(?<!\\d)\\d{3,4}室?的?)?${surname}(?:${neighbour})`, 'gu'), '某住户'],
  // 501李阳家, 等501李阳
  [
    new RegExp(
      `(?<!\\d)\\d{3,4}室?的?[${clear}]\\p{Script=Han}{1,2}?(?=[家说的不要在]|[^\\p{Script=Han}]|$)`,
      'gu',
    ),
    '某住户',
  ],
  [/(?<=单元)\s?\d{3,4}室?(?!\d)/gu, '某室'],
  [/(?<!\d)1[3-9]\d(?:[\s-]?\d{4}){2}(?!\d)/gu, '（电话略）'],
  [/(?<!\d)\d{1,2}-\d{1,2}-\d{3,4}(?!\d)/gu, '（房号略）'],
  [/(?<!\d)\d{3,4}(?=室|户|房|号房|家|的|业主|住户|邻居)/gu, '某'],
]

/** Free words of staff without phones, rooms, neighbours’ names and calls to everybody, before other households read them. */
export function withoutPersons(text: string): string {
  return personal.reduce((words, [pattern, instead]) => words.replace(pattern, instead), text)
}
