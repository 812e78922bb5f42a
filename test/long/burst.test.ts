import { expect, it } from 'vitest'
import { printBurst, runBurst } from './burst.ts'

it('takes ten thousand messages at once and deals with each of them once', async () => {
  const burst = await runBurst(10_000, 500_000)

  printBurst(burst)
  expect(burst.statuses).toEqual({ 202: 10_000 })
  expect(burst.numbers.rows).toBe(10_000)
  expect(burst.checks.filter(({ broken }) => broken.length > 0)).toEqual([])
})
