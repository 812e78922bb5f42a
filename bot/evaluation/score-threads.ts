import type { GoldThread, GoldTicket } from './gold.ts'
import type { PredictedThread, PredictedTicket } from './predict-threads.ts'
import { count, finding, share } from './rates.ts'
import { isSameNumber } from './same-number.ts'
import { groupBy } from './score-messages.ts'

/** From this overlap of messages on, two tickets are taken for the same. */
const leastOverlap = 0.3

/** An expected ticket, and the one that was taken for it. */
export interface Match {
  expected: GoldTicket
  found: PredictedTicket
}

/** One thread: what was matched, what was left over on both sides, and whether the number of tickets is right. */
export interface JudgedThread {
  gold: GoldThread
  found: PredictedTicket[]
  matches: Match[]
  missed: GoldTicket[]
  surplus: PredictedTicket[]
  counted: 'exact' | 'over' | 'under'
  isRight: boolean
}

/** Scores the tickets that stand at the end of threads. */
export function scoreThreads(rows: readonly GoldThread[], found: readonly PredictedThread[]) {
  const judged = judgeThreads(rows, found)
  const matches = judged.flatMap((thread) => thread.matches)
  const missed = judged.flatMap((thread) => thread.missed).filter(({ optional }) => !optional)
  const surplus = judged.flatMap((thread) => thread.surplus)
  const quiet = judged.filter(({ gold }) => gold.expected_tickets.length === 0)
  const rate = (isRight: (match: Match) => boolean) => share(count(matches, isRight), matches.length)
  const ids = new Set(found.map(({ id }) => id))
  return {
    threads: rows.length,
    missing: count(rows, ({ id }) => !ids.has(id)),
    ticket_count_exact: share(
      count(judged, ({ counted }) => counted === 'exact'),
      rows.length,
    ),
    over_split_threads: count(judged, ({ counted }) => counted === 'over'),
    over_merged_or_missed_threads: count(judged, ({ counted }) => counted === 'under'),
    no_ticket_threads_ok: `${count(quiet, (thread) => thread.found.length === 0)}/${quiet.length}`,
    ticket: finding(matches.length, surplus.length, missed.length),
    on_matched: {
      category: rate(isCategoryRight),
      location_all3: rate(isPlaceRight),
      reporters_exact: rate(areReportersRight),
      status: rate(isStatusRight),
      urgency: rate(isUrgencyRight),
    },
    by_type: Object.fromEntries(
      groupBy(judged, ({ gold }) => gold.type).map(([type, group]) => [
        type,
        {
          n: group.length,
          count_ok: count(group, ({ counted }) => counted === 'exact'),
          all_ok: count(group, ({ isRight }) => isRight),
        },
      ]),
    ),
  }
}

/** What `scoreThreads` finds. */
export type ThreadScores = ReturnType<typeof scoreThreads>

/** Matches the tickets of every thread, the greatest overlap first. */
export function judgeThreads(rows: readonly GoldThread[], found: readonly PredictedThread[]): JudgedThread[] {
  const byId = new Map(found.map(({ id, tickets }) => [id, tickets]))
  return rows.map((gold) => judge(gold, byId.get(gold.id) ?? []))
}

function judge(gold: GoldThread, found: PredictedTicket[]): JudgedThread {
  const matches = match(gold.expected_tickets, found)
  const missed = gold.expected_tickets.filter((one) => !matches.some(({ expected }) => expected === one))
  const surplus = found.filter((one) => !matches.some((match) => match.found === one))
  const counted = countOf(gold.expected_tickets, found)
  const isRight =
    counted === 'exact' &&
    missed.every(({ optional }) => optional) &&
    matches.every((one) => isCategoryRight(one) && isPlaceRight(one) && isStatusRight(one))
  return { gold, found, matches, missed, surplus, counted, isRight }
}

function countOf(
  expected: readonly GoldTicket[],
  found: readonly PredictedTicket[],
): JudgedThread['counted'] {
  if (found.length > expected.length) return 'over'
  const needed = count(expected, ({ optional }) => !optional)
  return found.length < needed ? 'under' : 'exact'
}

function match(expected: readonly GoldTicket[], found: readonly PredictedTicket[]): Match[] {
  const pairs = expected
    .flatMap((one) => found.map((other) => ({ expected: one, found: other, overlap: overlap(one, other) })))
    .filter(({ overlap }) => overlap >= leastOverlap)
    .sort((a, b) => b.overlap - a.overlap)
  const matches: Match[] = []
  for (const pair of pairs) {
    const isTaken = matches.some((one) => one.expected === pair.expected || one.found === pair.found)
    if (!isTaken) matches.push({ expected: pair.expected, found: pair.found })
  }
  return matches
}

function overlap(expected: GoldTicket, found: PredictedTicket): number {
  const wanted = new Set(expected.message_ids)
  const all = new Set([...wanted, ...found.message_ids])
  return all.size === 0 ? 0 : count([...new Set(found.message_ids)], (id) => wanted.has(id)) / all.size
}

/** Whether the category of a matched ticket is right. */
export function isCategoryRight({ expected, found }: Match): boolean {
  return [expected.category, ...(expected.category_alt ?? [])].includes(found.category)
}

/** Whether building, unit and room of a matched ticket are right. */
export function isPlaceRight({ expected, found }: Match): boolean {
  return (['building', 'unit', 'room'] as const).every((level) =>
    isSameNumber(found[level], expected[level], expected[`${level}_alt`]),
  )
}

/** Whether a matched ticket has exactly the expected reporters. */
export function areReportersRight({ expected, found }: Match): boolean {
  return [...expected.reporters].sort().join() === [...found.reporters].sort().join()
}

/** Whether a matched ticket stands where it should. */
export function isStatusRight({ expected, found }: Match): boolean {
  return expected.status === found.status
}

function isUrgencyRight({ expected, found }: Match): boolean {
  return [expected.urgency, ...(expected.urgency_alt ?? [])].includes(found.urgency)
}
