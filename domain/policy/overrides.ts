import { z } from 'zod'
import { PolicyValues } from './policy-values.ts'

const Words = z.string().trim().min(1, '不能为空').max(100)

function entryOf(value: z.ZodType) {
  return z.strictObject({ value, by: Words, at: z.iso.date('应为日期，例如 2026-07-01'), reason: Words })
}

/** What a community has decided differently: the value, who decided it, on what day and why. */
export interface Override<V> {
  value: V
  by: string
  at: string
  reason: string
}

/** The values of a community that come before all its packs. */
export type Overrides = { [K in keyof PolicyValues]?: Override<PolicyValues[K]> }

const entries = Object.entries(PolicyValues.shape).map(([key, value]) => [key, entryOf(value).optional()])

/** Accepts only values that exist, in the form the packs give them. */
export const Overrides = z.strictObject(Object.fromEntries(entries)) as unknown as z.ZodType<Overrides>
