import type { Category, Hazard } from '../triage.ts'
import { categoryWords, type Strength } from './category-words.ts'
import { type GrievanceCue, grievanceWords } from './grievance-words.ts'
import { hazardExcuses, hazardWords } from './hazard-words.ts'
import { type IntentCue, intentWords } from './intent-words.ts'
import { normaliseText } from './normalise-text.ts'
import { type PlaceScope, placeWords } from './place-words.ts'
import { buildWordIndex, words } from './word-index.ts'

export type DangerRole = 'signs' | 'things' | 'troubles' | 'harmless'
export type ExcuseRole = keyof typeof hazardExcuses

/** What a listed word can mean. Within one layer a longer word hides the shorter ones inside it. */
export type Sense =
  | { layer: 'matter'; category: Category; strength: Strength }
  | { layer: 'grievance'; cue: GrievanceCue }
  | { layer: 'intent'; cue: IntentCue }
  | { layer: 'place'; name: string; scope: PlaceScope }
  | { layer: 'danger'; hazard: Hazard; role: DangerRole }
  | { layer: 'excuse'; role: ExcuseRole }
export type Layer = Sense['layer']

/** One meaning of one word at one place of a text. */
export interface Hit<S extends Sense = Sense> {
  start: number
  end: number
  word: string
  sense: S
}

export type Hits = { [L in Layer]: Hit<Extract<Sense, { layer: L }>>[] }

/** Words read per layer; a message that repeats itself does not cost more. */
const mostHits = 300
const groupNames: string[] = []
const index = buildWordIndex(listAll())

/** Reads every listed word of a normalised text in one pass, sorted by position. */
export function findHits(text: string): Hits {
  const hits: Hits = { matter: [], grievance: [], intent: [], place: [], danger: [], excuse: [] }
  // Per group of words that hide one another: where the word reaching furthest began and ended.
  const starts = new Int32Array(groupNames.length)
  const ends = new Int32Array(groupNames.length)
  index(text, (start, end, values) => {
    let word = ''
    for (const { sense, group } of values) {
      const furthest = ends[group] ?? 0
      // Words come by start, so one that reaches no further lies inside; the very same span has several senses.
      if (end < furthest || (end === furthest && starts[group] !== start)) continue
      starts[group] = start
      ends[group] = end
      word ||= text.slice(start, end)
      addHit(hits, { start, end, word, sense })
    }
  })
  return hits
}

function addHit(hits: Hits, hit: Hit): void {
  const list: Hit[] = hits[hit.sense.layer]
  if (list.length < mostHits) list.push(hit)
}

interface Entry {
  sense: Sense
  group: number
}

function* listAll(): Generator<readonly [string, Entry]> {
  yield* listMatters()
  for (const [cue, cell] of entriesOf(grievanceWords)) yield* list(cell, { layer: 'grievance', cue }, cue)
  for (const [cue, cell] of entriesOf(intentWords)) yield* list(cell, { layer: 'intent', cue }, '')
  for (const [scope, places] of entriesOf(placeWords))
    for (const [name, cell] of Object.entries(places)) yield* list(cell, { layer: 'place', name, scope }, '')
  yield* listDangers()
}

function* listMatters(): Generator<readonly [string, Entry]> {
  for (const [category, table] of entriesOf(categoryWords))
    for (const strength of ['signs', 'topics', 'matters', 'things', 'faults'] as const)
      yield* list(table[strength], { layer: 'matter', category, strength }, '')
}

function* listDangers(): Generator<readonly [string, Entry]> {
  for (const [hazard, table] of entriesOf(hazardWords))
    for (const role of ['signs', 'things', 'troubles', 'harmless'] as const)
      yield* list(table[role], { layer: 'danger', hazard, role }, hazard)
  for (const [role, cell] of entriesOf(hazardExcuses)) yield* list(cell, { layer: 'excuse', role }, role)
}

function* list(cell: string, sense: Sense, name: string): Generator<readonly [string, Entry]> {
  const group = groupNumber(`${sense.layer} ${name}`)
  for (const word of new Set(words(cell).map(normaliseText))) yield [word, { sense, group }]
}

function groupNumber(name: string): number {
  const known = groupNames.indexOf(name)
  return known >= 0 ? known : groupNames.push(name) - 1
}

function entriesOf<K extends string, V>(table: Partial<Record<K, V>>): [K, V][] {
  return Object.entries(table) as [K, V][]
}
