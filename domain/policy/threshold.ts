import { z } from 'zod'

/**
 * A number that something is measured against, with its edge: 低于 and 超过 leave the number out, 不高于 and 不低于
 * (以上, 以下, 不超过) take it in.
 */
export const Threshold = z.strictObject({
  is: z.enum(['below', 'at_most', 'at_least', 'above']),
  value: z.number(),
})
export type Threshold = z.infer<typeof Threshold>

const tests: Record<Threshold['is'], (measured: number, value: number) => boolean> = {
  below: (measured, value) => measured < value,
  at_most: (measured, value) => measured <= value,
  at_least: (measured, value) => measured >= value,
  above: (measured, value) => measured > value,
}

/** Whether a measured number meets the threshold; the edge counts as the threshold says. */
export function meets(measured: number, { is, value }: Threshold): boolean {
  return tests[is](measured, value)
}

/** The band a satisfaction rate lies in: `low` and `high` by their thresholds, all between is `middle`. */
export function satisfactionBand(
  rate: number,
  { low, high }: { low: Threshold; high: Threshold },
): 'low' | 'middle' | 'high' {
  if (meets(rate, low)) return 'low'
  return meets(rate, high) ? 'high' : 'middle'
}
