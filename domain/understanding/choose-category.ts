import type { Category } from '../triage.ts'
import { boundaries } from './category-boundaries.ts'
import { categoryPoints } from './category-words.ts'
import type { Hit, Hits, Sense } from './lexicon.ts'

export type MatterHit = Hit<Extract<Sense, { layer: 'matter' }>>

/** The matter a text is about, how clearly, and the words that say so. */
export interface Matter {
  category: Category
  points: number
  /** Points ahead of the second best. */
  lead: number
  hits: MatterHit[]
}

/** Characters after a thing within which 坏了 is said of it. */
const reach = 10
/** Characters at the head of a text that name its topic. */
const earlyPart = 14

const rulings = boundaries.map(({ when, add }) => ({
  when,
  extras: Object.entries(add) as [Category, number][],
}))

/** Chooses the category most words speak for; null when none does. */
export function chooseCategory(normal: string, hits: Hits): Matter | null {
  const points = countPoints(normal, hits)
  for (const { when, extras } of rulings) {
    // Only categories already spoken of can be at issue.
    if (!extras.some(([category]) => points.has(category)) || !when.test(normal)) continue
    for (const [category, extra] of extras) raise(points, category, extra)
  }
  const ranked = [...points].filter(([, value]) => value > 0)
  // Who complains that nobody comes mostly has a leak, a dog or a lamp to complain of.
  if (ranked.some(([category, value]) => category !== 'service_attitude' && value >= 5)) halve(ranked)
  ranked.sort(([, a], [, b]) => b - a)
  const [best, second] = ranked
  if (!best) return null
  const [category, value] = best
  return {
    category,
    points: value,
    lead: value - (second?.[1] ?? 0),
    hits: hits.matter.filter((hit) => hit.sense.category === category),
  }
}

function halve(ranked: [Category, number][]): void {
  for (const entry of ranked) if (entry[0] === 'service_attitude') entry[1] /= 2
}

type Points = Map<Category, number>

function countPoints(normal: string, hits: Hits): Points {
  const points: Points = new Map()
  const times = new Map<object, number>()
  const firstAt = new Map<string, number>()
  for (const { sense, word, start } of hits.matter) {
    if ((firstAt.get(word) ?? start) !== start) continue
    firstAt.set(word, start)
    const before = times.get(sense) ?? 0
    times.set(sense, before + 1)
    // The first word of a kind counts fully, further ones less; what is said first is more often the topic.
    const early = start < earlyPart ? 1.1 : 1
    raise(points, sense.category, (categoryPoints[sense.strength] * early) / (1 + before))
  }
  addBroken(normal, hits, points)
  return points
}

// 电梯又坏了 is about the lift, however many other things are named.
function addBroken(normal: string, hits: Hits, points: Points): void {
  const broken = hits.grievance.filter((hit) => hit.sense.cue === 'fault')
  const done = new Set<Category>()
  let from = 0
  for (const hit of hits.matter) {
    if (!isThing(hit) || done.has(hit.sense.category)) continue
    while ((broken[from]?.start ?? Number.POSITIVE_INFINITY) < hit.end) from++
    const next = broken[from]
    if (!next || !isSaidOf(normal, hit, next)) continue
    done.add(hit.sense.category)
    raise(points, hit.sense.category, 1.5)
  }
}

function isThing({ sense }: MatterHit): boolean {
  return sense.strength === 'things' || sense.strength === 'topics'
}

function isSaidOf(normal: string, thing: Hit, fault: Hit): boolean {
  return fault.start - thing.end <= reach && !/[。!?;\n]/u.test(normal.slice(thing.end, fault.start))
}

function raise(points: Points, category: Category, extra: number): void {
  points.set(category, at(points, category) + extra)
}

function at(points: Points, category: Category): number {
  return points.get(category) ?? 0
}
