import { sayDate } from './clocks.ts'
import { authorities } from './policy/authorities.ts'
import { authorityFor } from './policy/authority-for.ts'
import { categoryTable } from './policy/categories.ts'
import { groundsFor } from './policy/grounds.ts'
import type { TicketStatus } from './ticket-flow.ts'
import { statusName } from './ticket-flow.ts'
import type { Category } from './triage.ts'

/** A draft for a person to check, sign and send; nothing in it shows a person who reported. */
export interface Letter {
  title: string
  to: string
  paragraphs: string[]
  signature: string
  date: string
}

/** What a letter tells of a ticket. */
export interface LetterTicket {
  number: number
  summary: string
  category: Category
  openedAt: Date
  voices: number
  events: readonly { at: Date; kind: string; to?: string | null }[]
}

/** Who writes it, and how they are reached. */
export interface LetterSender {
  name: string
  districtName: string
  packs: readonly string[]
  phone: string | null
}

/** Those who do not get letters from 社区: they were turned to before, or have no office. */
const notAddressed = ['supplier', 'developer', 'street', 'district', 'street_and_district', 'government']

const done: Partial<Record<string, string>> = {
  opened: '登记并转办',
  contacted: '与反映人联系',
  coordination: '物业请社区协调',
  urged: '反映人催办',
  extended: '社区书记给物业延期一次',
  referred: '提请街道协调',
  promised: '承诺办理日期',
  dissuaded: '劝阻',
}
/** What a move to a status was, where its name says it only to those who work here. */
const moved: Partial<Record<string, string>> = {
  open: '经办人退回，另行安排',
  assigned: '派单',
  waiting: '因故暂缓',
  forwarded: '转交有关单位',
}
const mostSteps = 12

/** Drafts the letter by which 社区 hands a matter to the authority in charge. */
export function referralLetter(ticket: LetterTicket, sender: LetterSender, now: Date): Letter {
  const { number, summary, category, openedAt, voices } = ticket
  const days = Math.max(1, Math.ceil((now.getTime() - openedAt.getTime()) / 86_400_000))
  const { districtName, name, phone } = sender
  return {
    title: '关于移交小区有关问题的函（草稿）',
    to: addresseeOf(category, sender.packs),
    paragraphs: [
      `${name}（${districtName}）${summary}，${sayDate(openedAt)}由居民反映，编号${number}，已${days}天，涉及${voices}户，至今没有解决。`,
      `办理经过：${stepsOf(ticket).join('；')}。`,
      basisOf(category, sender.packs, now),
      '请贵单位依职责会同处理，明确牵头人和办理时限，并将结果告知社区，由社区答复居民。',
      `联系人：　　　　　电话：${phone ?? '　　　　　'}`,
    ],
    signature: `${districtName}居民委员会（盖章）`,
    date: sayDate(now),
  }
}

function addresseeOf(category: Category, packs: readonly string[]): string {
  const rows = authorityFor(category, packs, 'staff').rows
  const own = rows.filter(({ isOwn }) => isOwn)
  const names = (own.length > 0 ? own : rows)
    .filter(({ authority }) => !notAddressed.includes(authority))
    .map(({ authority }) => authorities[authority].name)
  const [first, ...others] = [...new Set(names)]
  if (!first) return '（请填写主管部门）'
  return others.length > 0 ? `（请从中选定）${[first, ...others].join('、')}` : first
}

function stepsOf({ events }: LetterTicket): string[] {
  const steps = events.flatMap(({ at, kind, to }) => {
    const what = kind === 'moved' && to ? (moved[to] ?? statusName[to as TicketStatus]) : done[kind]
    return what ? [`${sayDate(at)}${what}`] : []
  })
  return steps.length > mostSteps ? [...steps.slice(0, 2), '……', ...steps.slice(3 - mostSteps)] : steps
}

/** Only what is in force may stand in a paper that goes out. */
function basisOf(category: Category, packs: readonly string[], at: Date): string {
  const [found] = groundsFor(category, packs, { reader: 'resident', at })
  if (!found) return `问题类别：${categoryTable[category].name}。依据由社区补充。`
  return `问题类别：${categoryTable[category].name}。依据：${found.pack.document}${found.section}“${found.phrase}”。`
}

/** The letter as plain words, for whoever decides about it. */
export function letterText({ title, to, paragraphs, signature, date }: Letter): string {
  return [title, `${to}：`, ...paragraphs, signature, date].join('\n')
}
