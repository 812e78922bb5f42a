import type { GoldMessage } from './gold.ts'
import type { PredictedMessage } from './predict-messages.ts'
import { count, finding, round, share } from './rates.ts'
import { isSameNumber } from './same-number.ts'

/** A message with what was understood of it; a message without an answer counts as dismissed. */
export interface Pair {
  gold: GoldMessage
  found: Partial<PredictedMessage>
}

const levels = ['building', 'unit', 'room'] as const
const mostConfusions = 15

/** The pairs of a set, in its order. */
export function pairUp(rows: readonly GoldMessage[], found: readonly PredictedMessage[]): Pair[] {
  const byId = new Map(found.map((one) => [one.id, one]))
  return rows.map((gold) => ({ gold, found: byId.get(gold.id) ?? {} }))
}

/** Scores what was understood of single messages. */
export function scoreMessages(rows: readonly GoldMessage[], found: readonly PredictedMessage[]) {
  const pairs = pairUp(rows, found)
  const matters = pairs.filter(({ gold }) => gold.is_complaint)
  const flagged = (pair: Pair) => pair.found.is_complaint === true
  const right = count(matters, flagged)
  const wrong = count(pairs, (pair) => flagged(pair) && !pair.gold.is_complaint)
  return {
    n: rows.length,
    missing: count(pairs, (pair) => pair.found.id === undefined),
    is_complaint: finding(right, wrong, matters.length - right),
    flag_rate_by_gold_intent: flagsByIntent(pairs),
    by_stratum: byStratum(pairs),
    ...scoreCategories(matters),
    building: scoreLevel(matters, 'building'),
    unit: scoreLevel(matters, 'unit'),
    room: scoreLevel(matters, 'room'),
    location_all3_exact: share(
      count(matters, (pair) => levels.every((level) => isLevelRight(pair, level))),
      matters.length,
    ),
    place_contains: scorePlace(matters),
    emergency: scoreEmergencies(pairs),
    urgency_accuracy: share(count(matters, isUrgencyRight), matters.length),
    ...(found.some(({ intent }) => intent)
      ? { intent_accuracy: share(count(pairs, isIntentRight), pairs.length) }
      : {}),
    summary_keyword_recall: scoreKeywords(matters),
  }
}

/** What `scoreMessages` finds. */
export type MessageScores = ReturnType<typeof scoreMessages>

/** Whether the category is the expected one or one that is right as well. */
export function isCategoryRight({ gold, found }: Pair): boolean {
  return [gold.category, ...(gold.category_alt ?? [])].includes(found.category ?? null)
}

/** Whether building, unit or room is right. */
export function isLevelRight({ gold, found }: Pair, level: (typeof levels)[number]): boolean {
  return isSameNumber(found[level], gold[level], gold[`${level}_alt`])
}

function isIntentRight({ gold, found }: Pair): boolean {
  return gold.intent === found.intent
}

function isUrgencyRight({ gold, found }: Pair): boolean {
  return found.urgency !== undefined && [gold.urgency, ...(gold.urgency_alt ?? [])].includes(found.urgency)
}

/** Groups in the order in which their keys first appear. */
export function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): [string, T[]][] {
  const groups = new Map<string, T[]>()
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item])
  return [...groups]
}

function flagsByIntent(pairs: readonly Pair[]): Record<string, { n: number; flagged: number }> {
  const groups = groupBy(pairs, ({ gold }) => gold.intent)
  return Object.fromEntries(
    groups.map(([intent, group]) => [
      intent,
      { n: group.length, flagged: count(group, ({ found }) => found.is_complaint === true) },
    ]),
  )
}

function byStratum(pairs: readonly Pair[]) {
  const groups = groupBy(pairs, ({ gold }) => gold.stratum ?? 'all')
  return Object.fromEntries(
    groups.map(([stratum, group]) => {
      const matters = group.filter(({ gold }) => gold.is_complaint)
      const named = matters.filter(({ gold }) => gold.category !== null)
      return [
        stratum,
        {
          n: group.length,
          gold_true: matters.length,
          detected: count(matters, ({ found }) => found.is_complaint === true),
          false_flag: count(group, ({ gold, found }) => !gold.is_complaint && found.is_complaint === true),
          cat_n: named.length,
          cat_ok: count(named, isCategoryRight),
        },
      ]
    }),
  )
}

function scoreCategories(matters: readonly Pair[]) {
  const named = matters.filter(({ gold }) => gold.category !== null)
  const classes = groupBy(named, ({ gold }) => String(gold.category)).map(([name, group]) => ({
    name,
    n: group.length,
    ok: count(group, isCategoryRight),
  }))
  const recalls = classes.map(({ n, ok }) => ok / n)
  return {
    category_accuracy: share(count(named, isCategoryRight), named.length),
    category_macro_recall:
      recalls.length === 0 ? null : round(recalls.reduce((sum, one) => sum + one, 0) / recalls.length),
    category_by_class: Object.fromEntries(classes.map(({ name, n, ok }) => [name, `${ok}/${n}`])),
    category_top_confusions: confusions(named),
  }
}

function confusions(named: readonly Pair[]): [string, number][] {
  const wrong = named.filter((pair) => !isCategoryRight(pair))
  return groupBy(wrong, ({ gold, found }) => `${gold.category} -> ${found.category ?? 'null'}`)
    .map(([name, group]): [string, number] => [name, group.length])
    .sort((a, b) => b[1] - a[1])
    .slice(0, mostConfusions)
}

function scoreLevel(matters: readonly Pair[], level: (typeof levels)[number]) {
  const present = matters.filter(({ gold }) => gold[level] !== null)
  const absent = matters.filter(({ gold }) => gold[level] === null)
  const right = (pair: Pair) => isLevelRight(pair, level)
  return {
    exact_all: share(count(matters, right), matters.length),
    recall_when_present: share(count(present, right), present.length),
    n_present: present.length,
    spurious_when_null: share(absent.length - count(absent, right), absent.length),
  }
}

function scorePlace(matters: readonly Pair[]): number | null {
  const placed = matters.filter(({ gold }) => gold.place)
  const right = count(placed, ({ gold, found }) => {
    if (!gold.place || !found.place) return false
    return found.place.includes(gold.place) || gold.place.includes(found.place)
  })
  return share(right, placed.length)
}

function scoreEmergencies(pairs: readonly Pair[]) {
  const called = ({ found }: Pair) => found.urgency === 'emergency' && found.is_complaint === true
  const real = pairs.filter(({ gold }) => gold.is_complaint && gold.urgency === 'emergency')
  const harmless = pairs.filter(
    ({ gold }) => gold.urgency !== 'emergency' && !gold.urgency_alt?.includes('emergency'),
  )
  return {
    n: real.length,
    recall: share(count(real, called), real.length),
    missed: real.filter((pair) => !called(pair)).map(({ gold }) => gold.id),
    false_alarms: count(harmless, called),
    false_alarm_rate: share(count(harmless, called), harmless.length),
  }
}

function scoreKeywords(matters: readonly Pair[]): number | null {
  const wanted = matters.flatMap(({ gold, found }) =>
    gold.summary_keywords.map((word) => Boolean(found.summary?.includes(word))),
  )
  return share(count(wanted, Boolean), wanted.length)
}
