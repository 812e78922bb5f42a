import { categories, intents, urgencies } from '../triage.ts'
import { collectFeatures, mostFeatures } from './features.ts'
import type { Evidence } from './gather-evidence.ts'

/** A trained linear classifier: one row of small weights for each known feature, one column for each answer. */
export interface Weights {
  /** Numbers of the known features, base64 of little-endian uint32; row i belongs to feature i, the last row to none. */
  features: string
  /** int8 rows, base64. */
  rows: string
  /** What one step of a column is worth. */
  steps: number[]
}

/** How likely each answer to one question is, 0..1, in the order of the list of answers; they add up to 1. */
export type Odds = Float64Array

/** How likely each intent, category and urgency is. */
export interface Judgement {
  intent: Odds
  category: Odds
  urgency: Odds
}

/** The columns of a row, in this order: intents, categories, urgencies. */
export const answers = [...intents, ...categories, ...urgencies] as const

const columns = answers.length
/** Free places per taken one in the table of features; few collisions, quick misses. */
const spare = 4

/** Weighs evidence; the same evidence always gives the same judgement, and time grows with the text only. */
export type Judge = (evidence: Evidence) => Judgement

/** Makes a judge out of trained weights. */
export function createClassifier(weights: Weights): Judge {
  const features = new Uint32Array(bytesOf(weights.features).buffer)
  const rows = new Int8Array(bytesOf(weights.rows).buffer)
  const table = tableOf(features)
  const found = new Uint32Array(mostFeatures)
  const seen = new Uint32Array(features.length)
  const sums = new Int32Array(columns)
  let turn = 0

  return function judge(evidence) {
    turn = turn === 0xffffffff ? 1 : turn + 1
    sums.fill(0)
    addRow(sums, rows, features.length)
    let count = 1
    const foundCount = collectFeatures(evidence, found)
    for (let i = 0; i < foundCount; i++) {
      const row = rowOf(table, features, found[i] ?? 0)
      if (row < 0 || seen[row] === turn) continue
      seen[row] = turn
      count++
      addRow(sums, rows, row)
    }
    const scale = 1 / Math.sqrt(count)
    const logit = (column: number) => (sums[column] ?? 0) * scale * (weights.steps[column] ?? 0)
    return {
      intent: oddsOf(logit, 0, intents.length),
      category: oddsOf(logit, intents.length, categories.length),
      urgency: oddsOf(logit, intents.length + categories.length, urgencies.length),
    }
  }
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(base64, 'base64'))
}

function tableOf(features: Uint32Array): Int32Array {
  let size = 1
  while (size < features.length * spare) size *= 2
  const table = new Int32Array(size).fill(-1)
  for (const [row, feature] of features.entries()) {
    let slot = feature & (size - 1)
    while (table[slot] !== -1) slot = (slot + 1) & (size - 1)
    table[slot] = row
  }
  return table
}

function rowOf(table: Int32Array, features: Uint32Array, feature: number): number {
  const mask = table.length - 1
  let slot = feature & mask
  for (let row = table[slot] ?? -1; row >= 0; row = table[slot] ?? -1) {
    if (features[row] === feature) return row
    slot = (slot + 1) & mask
  }
  return -1
}

function addRow(sums: Int32Array, rows: Int8Array, row: number): void {
  const offset = row * columns
  for (let column = 0; column < columns; column++)
    sums[column] = (sums[column] ?? 0) + (rows[offset + column] ?? 0)
}

function oddsOf(logit: (column: number) => number, from: number, count: number): Odds {
  const odds = new Float64Array(count)
  let most = Number.NEGATIVE_INFINITY
  for (let i = 0; i < count; i++) most = Math.max(most, logit(from + i))
  let sum = 0
  for (let i = 0; i < count; i++) {
    const power = Math.exp(logit(from + i) - most)
    odds[i] = power
    sum += power
  }
  for (let i = 0; i < count; i++) odds[i] = (odds[i] ?? 0) / sum
  return odds
}

/** How likely one answer is. */
export function oddsFor<A>(names: readonly A[], odds: Odds, name: A): number {
  return odds[names.indexOf(name)] ?? 0
}

/** The likeliest of the answers that are allowed; of all, unless told. */
export function likeliest<A>(
  names: readonly A[],
  odds: Odds,
  isAllowed: (name: A) => boolean = () => true,
): A {
  let best = names.findIndex(isAllowed)
  for (let i = best + 1; i < names.length; i++) {
    if ((odds[i] ?? 0) > (odds[best] ?? 0) && isAllowed(names[i] as A)) best = i
  }
  return names[best] as A
}
