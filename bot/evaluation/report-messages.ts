import { categories, intents } from '../../domain/triage.ts'
import { table } from '../ops/table.ts'
import { percent } from './percent.ts'
import { count, share } from './rates.ts'
import type { MessageScores, Pair } from './score-messages.ts'
import { groupBy, isCategoryRight, isLevelRight } from './score-messages.ts'

/** The overall numbers, one line each: name and value. */
export function messageLines(scores: MessageScores): [string, string][] {
  const { is_complaint: flag, emergency } = scores
  return [
    ['诉求 F1', percent(flag.f1)],
    ['诉求 查准 / 查全', `${percent(flag.precision)} / ${percent(flag.recall)}`],
    ['误报 / 漏报（条）', `${flag.fp} / ${flag.fn}`],
    ['意图 准确率', percent(scores.intent_accuracy ?? null)],
    ['类别 准确率', percent(scores.category_accuracy)],
    ['类别 平均查全', percent(scores.category_macro_recall)],
    ['紧急程度 准确率', percent(scores.urgency_accuracy)],
    [
      '险情 查全',
      `${percent(emergency.recall)}（${emergency.n}条，漏 ${emergency.missed.join(' ') || '无'}）`,
    ],
    ['险情 误报', `${emergency.false_alarms}条（${percent(emergency.false_alarm_rate)}）`],
    [
      '楼号 / 单元 / 房号',
      (['building', 'unit', 'room'] as const).map((level) => percent(scores[level].exact_all)).join(' / '),
    ],
    ['三项全对', percent(scores.location_all3_exact)],
    ['地点', percent(scores.place_contains)],
    ['摘要关键词', percent(scores.summary_keyword_recall)],
  ]
}

/** Tables by class, confusions, and what was missed, with the words. */
export function messageDetails(pairs: readonly Pair[], scores: MessageScores, limit: number): string {
  const confusions = scores.category_top_confusions.map(([name, n]) => [name, n])
  return [
    `—— 按类别 ——\n${table(['类别', '条数', '查准', '查全'], byCategory(pairs))}`,
    `—— 按意图 ——\n${table(['意图', '条数', '查准', '查全', '记为诉求'], byIntent(pairs))}`,
    `—— 类别常见混淆（应为 -> 判为）——\n${confusions.length > 0 ? table(['混淆', '条数'], confusions) : '没有'}`,
    misses(pairs, limit),
  ].join('\n\n')
}

function byCategory(pairs: readonly Pair[]): (string | number)[][] {
  const named = pairs.filter(({ gold }) => gold.is_complaint && gold.category !== null)
  return categories.flatMap((category) => {
    const wanted = named.filter(({ gold }) => gold.category === category)
    const given = pairs.filter(({ found }) => found.category === category)
    if (wanted.length === 0 && given.length === 0) return []
    const recall = share(count(wanted, isCategoryRight), wanted.length)
    return [
      [category, wanted.length, percent(share(count(given, isCategoryRight), given.length)), percent(recall)],
    ]
  })
}

function byIntent(pairs: readonly Pair[]): (string | number)[][] {
  return intents.flatMap((intent) => {
    const wanted = pairs.filter(({ gold }) => gold.intent === intent)
    const given = pairs.filter(({ found }) => found.intent === intent)
    if (wanted.length === 0 && given.length === 0) return []
    const right = count(wanted, ({ found }) => found.intent === intent)
    const flagged = count(wanted, ({ found }) => found.is_complaint === true)
    return [
      [
        intent,
        wanted.length,
        percent(share(right, given.length)),
        percent(share(right, wanted.length)),
        flagged,
      ],
    ]
  })
}

const levelName = { building: '楼号', unit: '单元', room: '房号' } as const

/** What is wrong with one message, the gravest first: the kind of fault, and what was expected instead. */
type Fault = [kind: string, said: string]

function faultOf(pair: Pair): Fault | null {
  const { gold, found } = pair
  if (gold.is_complaint && !found.is_complaint) return ['漏报', `判为 ${found.intent}`]
  if (!gold.is_complaint) return found.is_complaint ? ['误报', `应为 ${gold.intent}`] : null
  const isCalled = found.urgency === 'emergency'
  if (gold.urgency === 'emergency' && !isCalled) return ['漏险情', `判为 ${found.urgency}`]
  if (gold.category && !isCategoryRight(pair)) return ['类别', `${gold.category} -> ${found.category}`]
  return placeFaultOf(pair)
}

function placeFaultOf(pair: Pair): Fault | null {
  const level = (['building', 'unit', 'room'] as const).find((one) => !isLevelRight(pair, one))
  if (!level) return null
  return [levelName[level], `${pair.gold[level] ?? '无'} -> ${pair.found[level] ?? '无'}`]
}

function misses(pairs: readonly Pair[], limit: number): string {
  const faults = pairs.flatMap((pair) => {
    const fault = faultOf(pair)
    return fault ? [{ kind: fault[0], row: [pair.gold.id, ...fault, pair.gold.text] }] : []
  })
  const shown = groupBy(faults, ({ kind }) => kind).flatMap(([, group]) => group.map(({ row }) => row))
  const head = `—— 错处（${faults.length}条${faults.length > limit ? `，列出前 ${limit} 条` : ''}）——`
  return shown.length === 0
    ? `${head}\n没有`
    : `${head}\n${table(['id', '错在', '应为 -> 判为', '原话'], shown.slice(0, limit))}`
}
