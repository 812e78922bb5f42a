import { type Hazard, hazards } from '../triage.ts'
import { hazardNegations } from './hazard-words.ts'
import { type ExcuseRole, findHits, type Hit, type Hits, type Sense } from './lexicon.ts'
import { normaliseText } from './normalise-text.ts'
import { words } from './word-index.ts'

type DangerHit = Hit<Extract<Sense, { layer: 'danger' }>>

/** Characters between a thing and its trouble that still belong together. */
const reach = 16
/** Keeps the work of one message small however often it repeats itself. */
const mostCandidates = 16
const sentenceEnd = /[。!?;\n]/u
const ownPlace = /(?:号楼|栋|座|单元|我家|我们楼|咱楼|咱们楼|地库|车棚|楼道)/u
const inFlat = /(?:厨房|卫生间|厕所|阳台|客厅|卧室|我家|家里|屋里|\d{3,4}室?家)/u
const flood = /(?:淹|灌|漫|喷|涌|水柱|哗哗|瀑布|往电梯|进水|成河|淌|到处是水|全是水|几层楼高)/u
const overPeople = /(?:人|孩子|娃|老人|车|头|道上|路上|门口|楼下|刚|还在|赶紧|差点|拉线|警戒|危险)/u

/** Names the danger somebody is in now, if a message tells of one; past, feared, denied or distant dangers are none. */
export function detectHazard(text: string): Hazard | null {
  const normal = normaliseText(text)
  return findHazard(normal, findHits(normal))
}

/** As `detectHazard`, for a text that was read before. */
export function findHazard(normal: string, hits: Hits): Hazard | null {
  if (hits.danger.length === 0 || isReport(normal, hits)) return null
  return hazards.find((hazard) => isTold(hazard, normal, hits)) ?? null
}

function isTold(hazard: Hazard, normal: string, hits: Hits): boolean {
  const told = hits.danger.filter((hit) => hit.sense.hazard === hazard)
  if (!told.some(isTelling) || !fitsKind(hazard, normal, told)) return false
  const candidates = [...told.filter((hit) => hit.sense.role === 'signs'), ...pairs(normal, told)]
  return candidates.slice(0, mostCandidates).some((hit) => !isExcused(normal, hit, hits))
}

function isTelling(hit: DangerHit): boolean {
  return hit.sense.role === 'signs' || hit.sense.role === 'troubles'
}

function hasSign(told: readonly DangerHit[]): boolean {
  return told.some((hit) => hit.sense.role === 'signs')
}

// A burst pipe inside a flat is urgent; one that floods shared ground is an emergency. Likewise façade and people.
function fitsKind(hazard: Hazard, normal: string, told: readonly DangerHit[]): boolean {
  if (hazard === 'burst_main') return hasSign(told) || (flood.test(normal) && !inFlat.test(normal))
  if (hazard === 'falling_facade') return overPeople.test(normal) && !inFlat.test(normal)
  return true
}

/** Troubles that stand close to one of their things, in the same or the next clause. */
function pairs(normal: string, told: readonly DangerHit[]): DangerHit[] {
  const things = told.filter((hit) => hit.sense.role === 'things')
  const troubles = told.filter((hit) => hit.sense.role === 'troubles')
  const paired: DangerHit[] = []
  let from = 0
  for (const trouble of troubles) {
    while (from < things.length && (things[from]?.end ?? 0) < trouble.start - reach) from++
    const near = things[from]
    if (near && near.start <= trouble.end + reach && sameSentence(normal, near, trouble)) paired.push(trouble)
  }
  return paired
}

// "9号楼电梯! 困住了": excited people end sentences early, so ! and ? do not separate a thing from its trouble.
function sameSentence(normal: string, a: DangerHit, b: DangerHit): boolean {
  const between = normal.slice(Math.min(a.end, b.end), Math.max(a.start, b.start))
  return !/[。;]/u.test(between)
}

function isReport(normal: string, hits: Hits): boolean {
  const excuse = hits.excuse.find((hit) => hit.sense.role === 'report' || hit.sense.role === 'elsewhere')
  if (!excuse) return false
  return !ownPlace.test(normal.slice(excuse.end))
}

function isExcused(normal: string, hit: DangerHit, hits: Hits): boolean {
  if (isNegated(normal, hit)) return true
  const start = sentenceStart(normal, hit.start)
  const end = sentenceFinish(normal, hit.end)
  const has = (role: ExcuseRole, from: number, to: number): boolean =>
    hits.excuse.some((excuse) => excuse.sense.role === role && excuse.start >= from && excuse.end <= to)
  if (has('hypothetical', start, hit.end)) return true
  if (has('aftermath', hit.start, end)) return true
  if (has('past', start, end) && !has('now', 0, normal.length)) return true
  return has('allClear', hit.end, normal.length)
}

const negations = words(hazardNegations)
const longestNegation = Math.max(...negations.map((word) => word.length))

function isNegated(normal: string, hit: DangerHit): boolean {
  const before = normal.slice(Math.max(0, hit.start - longestNegation - 2), hit.start)
  // 是不是煤气漏了 and 有没有着火 ask about a danger, they do not deny it.
  if (/(?:是不是|有没有|会不会|怕是|怕不是|别是)$/u.test(before)) return false
  return negations.some((word) => before.endsWith(word) && denies(word, hit))
}

// 真着火 is imagined but 真着火了 is told; who nearly got a shock or fell is still next to it.
function denies(negation: string, hit: DangerHit): boolean {
  if (negation === '真' || negation === '快') return !/[了啦]$/u.test(hit.word)
  const isNarrow = hit.sense.hazard === 'electric_leakage' || hit.sense.hazard === 'person_in_danger'
  return !(isNarrow && /^(?:差|险)/u.test(negation))
}

function sentenceStart(normal: string, from: number): number {
  let at = from
  while (at > 0 && from - at < 80 && !sentenceEnd.test(normal[at - 1] ?? '')) at--
  return at
}

function sentenceFinish(normal: string, from: number): number {
  let at = from
  while (at < normal.length && at - from < 80 && !sentenceEnd.test(normal[at] ?? '')) at++
  return at + 1
}
