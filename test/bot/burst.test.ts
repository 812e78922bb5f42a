import { expect, it } from 'vitest'
import { printBurst, runBurst } from '../long/burst.ts'

it('takes a thousand messages at once and deals with each of them once', async () => {
  const burst = await runBurst(1_000, 50_000)

  printBurst(burst)
  expect(burst.statuses).toEqual({ 202: 1_000 })
  expect(burst.numbers.rows).toBe(1_000)
  expect(burst.checks.filter(({ broken }) => broken.length > 0)).toEqual([])
})
