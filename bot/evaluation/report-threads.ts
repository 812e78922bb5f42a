import { table } from '../ops/table.ts'
import type { GoldTicket } from './gold.ts'
import { percent } from './percent.ts'
import type { PredictedTicket } from './predict-threads.ts'
import type { JudgedThread, Match, ThreadScores } from './score-threads.ts'
import { areReportersRight, isCategoryRight, isPlaceRight, isStatusRight } from './score-threads.ts'

/** The overall numbers, one line each: name and value. */
export function threadLines(scores: ThreadScores): [string, string][] {
  const { ticket, on_matched: matched } = scores
  return [
    ['工单 F1', percent(ticket.f1)],
    ['工单 查准 / 查全', `${percent(ticket.precision)} / ${percent(ticket.recall)}`],
    ['工单数正确的对话', percent(scores.ticket_count_exact)],
    ['拆多了 / 并多了或漏了（段）', `${scores.over_split_threads} / ${scores.over_merged_or_missed_threads}`],
    ['不该有工单的对话', scores.no_ticket_threads_ok],
    ['对上的：类别', percent(matched.category)],
    ['对上的：地址三项', percent(matched.location_all3)],
    ['对上的：状态', percent(matched.status)],
    ['对上的：反映人', percent(matched.reporters_exact)],
    ['对上的：紧急程度', percent(matched.urgency)],
  ]
}

/** A table by type of thread, and every thread that went wrong with what was said and what came of it. */
export function threadDetails(judged: readonly JudgedThread[], scores: ThreadScores, limit: number): string {
  const types = Object.entries(scores.by_type).map(([type, { n, count_ok, all_ok }]) => [
    type,
    n,
    count_ok,
    all_ok,
  ])
  const wrong = judged.filter((thread) => faultsOf(thread).length > 0)
  const head = `—— 有错的对话（${wrong.length}段${wrong.length > limit ? `，列出前 ${limit} 段` : ''}）——`
  return [
    `—— 按类型 ——\n${table(['类型', '对话', '工单数正确', '全对'], types)}`,
    [head, ...wrong.slice(0, limit).map(sayThread)].join('\n\n'),
  ].join('\n\n')
}

function sayThread(thread: JudgedThread): string {
  const { gold } = thread
  const lines = gold.messages.map(
    ({ mid, sender, sender_name, text }) => `  ${mid} ${sender} ${sender_name}：${text}`,
  )
  return [`${gold.id}（${gold.type}）`, ...lines, ...faultsOf(thread).map((fault) => `  × ${fault}`)].join(
    '\n',
  )
}

function faultsOf({ matches, missed, surplus }: JudgedThread): string[] {
  return [
    ...missed.filter(({ optional }) => !optional).map((one) => `少了 ${sayTicket(one)}`),
    ...surplus.map((one) => `多了 ${sayTicket(one)}`),
    ...matches.flatMap(sayMatch),
  ]
}

function sayMatch(match: Match): string[] {
  const isRight =
    isCategoryRight(match) && isPlaceRight(match) && isStatusRight(match) && areReportersRight(match)
  return isRight ? [] : [`应为 ${sayTicket(match.expected)}`, `得到 ${sayTicket(match.found)}`]
}

function sayTicket(ticket: GoldTicket | PredictedTicket): string {
  const { category, building, unit, room, place, status, reporters, message_ids } = ticket
  const where = [building, unit, room, place].map((part) => part ?? '-').join('/')
  return `${category} ${where} ${status} 反映人 ${reporters.join(',')} 消息 ${message_ids.join(',')}`
}
