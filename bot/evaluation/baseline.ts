import { z } from 'zod'
import { explain } from '../ops/check-input.ts'
import { wrongUsage } from '../ops/ops-error.ts'
import { readText } from './read-lines.ts'

/** What metrics may not fall below, and what may not grow, by the path of the metric: "is_complaint.recall". */
export const Baseline = z.strictObject({
  minimum: z.record(z.string(), z.number()),
  maximum: z.record(z.string(), z.number()).default({}),
})
export type Baseline = z.infer<typeof Baseline>

/** Reads a baseline; says what is wrong with the file. */
export async function readBaseline(file: string): Promise<Baseline> {
  const content = await readText(file)
  let value: unknown
  try {
    value = JSON.parse(content)
  } catch {
    throw wrongUsage('bad_baseline', `${file} 不是有效的 JSON。`)
  }
  const parsed = Baseline.safeParse(value, { error: explain })
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map(
    ({ path, message }) => `  - ${path.join('.') || '整个文件'}：${message}`,
  )
  throw wrongUsage('bad_baseline', `${file} 不是基线文件：\n${problems.join('\n')}`)
}

/** What is worse than the baseline, one line each; empty when nothing is. */
export function worseThan(baseline: Baseline, scores: object): string[] {
  return [
    ...Object.entries(baseline.minimum).flatMap(([path, least]) => {
      const now = metricAt(scores, path)
      return now === null ? [unknown(path)] : now < least ? [`${path}：${now}，低于基线 ${least}`] : []
    }),
    ...Object.entries(baseline.maximum).flatMap(([path, most]) => {
      const now = metricAt(scores, path)
      return now === null ? [unknown(path)] : now > most ? [`${path}：${now}，高于基线 ${most}`] : []
    }),
  ]
}

function unknown(path: string): string {
  return `${path}：没有这项指标，或者这次没有数据`
}

function metricAt(scores: object, path: string): number | null {
  const found = path
    .split('.')
    .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], scores)
  return typeof found === 'number' ? found : null
}
