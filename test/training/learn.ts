import type { Category, Intent, TriageContext, Urgency } from '../../domain/triage.ts'
import { categories, intents, urgencies } from '../../domain/triage.ts'
import type { Weights } from '../../domain/understanding/classifier.ts'
import { answers } from '../../domain/understanding/classifier.ts'
import { collectFeatures, mostFeatures as mostFound } from '../../domain/understanding/features.ts'
import { gatherEvidence } from '../../domain/understanding/gather-evidence.ts'
import { normaliseText } from '../../domain/understanding/normalise-text.ts'

/** A labelled message; where several answers are equally right, all of them stand. */
export interface Lesson {
  text: string
  context: TriageContext
  intent: Intent
  /** Empty where no matter is named. */
  categories: Category[]
  urgencies: Urgency[]
}

export interface Settings {
  epochs: number
  rate: number
  /** Pulls weights towards zero. */
  decay: number
  /** Share of features hidden at each look, so that no single word is relied on. */
  dropout: number
  /** Features in fewer lessons than this are not learned. */
  leastLessons: number
  /** Features that weigh most are kept. */
  mostFeatures: number
}

export const settings: Settings = {
  epochs: 40,
  rate: 0.2,
  decay: 1e-4,
  dropout: 0.4,
  leastLessons: 2,
  mostFeatures: 26_000,
}

const columns = answers.length
const epsilon = 1e-6

/** Learns a linear classifier for intent, category and urgency from lessons; the same lessons give the same weights. */
export function learn(lessons: readonly Lesson[], how: Settings = settings): Weights {
  const seen = lessons.map(featuresOf)
  const features = commonFeatures(seen, how.leastLessons)
  const known = new Map(features.map((feature, row) => [feature, row]))
  const examples = seen.map((found) => Int32Array.from([...found].flatMap((one) => known.get(one) ?? [])))
  const weights = descend(examples, lessons, features.length, how)
  return compress(features, weights, how.mostFeatures)
}

function featuresOf({ text, context }: Lesson): Set<number> {
  const found = new Uint32Array(mostFound)
  return new Set(found.subarray(0, collectFeatures(gatherEvidence(normaliseText(text), context), found)))
}

function commonFeatures(seen: readonly Set<number>[], least: number): number[] {
  const lessons = new Map<number, number>()
  for (const found of seen) for (const feature of found) lessons.set(feature, (lessons.get(feature) ?? 0) + 1)
  return [...lessons].filter(([, count]) => count >= least).map(([feature]) => feature)
}

/** Stochastic gradient descent with a rate of its own for each weight (AdaGrad). The last row is for every text. */
function descend(
  examples: readonly Int32Array[],
  lessons: readonly Lesson[],
  featureCount: number,
  { epochs, rate, decay, dropout }: Settings,
): Float32Array {
  const weights = new Float32Array((featureCount + 1) * columns)
  const travelled = new Float32Array(weights.length).fill(epsilon)
  const random = createRandom(7)
  const order = examples.map((_, i) => i)
  const logits = new Float32Array(columns)
  const slopes = new Float32Array(columns)
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random)
    for (const i of order) {
      const rows = [...(examples[i] ?? []).filter(() => random() > dropout), featureCount]
      const scale = 1 / Math.sqrt(rows.length)
      sum(weights, rows, scale, logits)
      slopesOf(logits, lessons[i] as Lesson, slopes)
      for (const row of rows) {
        const offset = row * columns
        for (let column = 0; column < columns; column++) {
          const at = offset + column
          const slope = (slopes[column] ?? 0) * scale + decay * (weights[at] ?? 0)
          const far = (travelled[at] ?? 0) + slope * slope
          travelled[at] = far
          weights[at] = (weights[at] ?? 0) - (rate * slope) / Math.sqrt(far)
        }
      }
    }
  }
  return weights
}

function sum(weights: Float32Array, rows: readonly number[], scale: number, logits: Float32Array): void {
  logits.fill(0)
  for (const row of rows) {
    const offset = row * columns
    for (let column = 0; column < columns; column++)
      logits[column] = (logits[column] ?? 0) + (weights[offset + column] ?? 0)
  }
  for (let column = 0; column < columns; column++) logits[column] = (logits[column] ?? 0) * scale
}

/** Cross-entropy of each of the three questions; a question without a right answer teaches nothing. */
function slopesOf(logits: Float32Array, lesson: Lesson, slopes: Float32Array): void {
  slopes.fill(0)
  question(logits, slopes, 0, intents, [lesson.intent])
  question(logits, slopes, intents.length, categories, lesson.categories)
  question(logits, slopes, intents.length + categories.length, urgencies, lesson.urgencies)
}

function question<A>(
  logits: Float32Array,
  slopes: Float32Array,
  from: number,
  names: readonly A[],
  right: readonly A[],
): void {
  if (right.length === 0) return
  let most = Number.NEGATIVE_INFINITY
  for (let i = 0; i < names.length; i++) most = Math.max(most, logits[from + i] ?? 0)
  let total = 0
  for (let i = 0; i < names.length; i++) total += Math.exp((logits[from + i] ?? 0) - most)
  for (let i = 0; i < names.length; i++) slopes[from + i] = Math.exp((logits[from + i] ?? 0) - most) / total
  for (const answer of right) {
    const at = from + names.indexOf(answer)
    slopes[at] = (slopes[at] ?? 0) - 1 / right.length
  }
}

/** Keeps the rows that weigh most and stores them in one byte a weight. */
function compress(features: readonly number[], weights: Float32Array, most: number): Weights {
  const weightOf = (row: number) =>
    Math.max(...weights.subarray(row * columns, (row + 1) * columns).map(Math.abs))
  const kept = features
    .map((feature, row) => ({ feature, row, weight: weightOf(row) }))
    .sort((a, b) => b.weight - a.weight || a.feature - b.feature)
    .slice(0, most)
  const rows = [...kept.map(({ row }) => row), features.length]
  const largest = answers.map((_, column) =>
    rows.reduce((far, row) => Math.max(far, Math.abs(weights[row * columns + column] ?? 0)), 0),
  )
  const steps = largest.map((far) => far / 127 || 1)
  const bytes = Int8Array.from(
    rows.flatMap((row) =>
      steps.map((step, column) => Math.round((weights[row * columns + column] ?? 0) / step)),
    ),
  )
  return {
    features: base64(Uint32Array.from(kept, ({ feature }) => feature)),
    rows: base64(bytes),
    steps: steps.map((step) => Number(step.toPrecision(6))),
  }
}

function base64(values: Uint32Array | Int8Array): string {
  return Buffer.from(values.buffer).toString('base64')
}

function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    return state / 0x7fffffff
  }
}

function shuffle(order: number[], random: () => number): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    const kept = order[i] as number
    order[i] = order[j] as number
    order[j] = kept
  }
}
