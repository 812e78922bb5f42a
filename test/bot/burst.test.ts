import { expect, it } from 'vitest'
import { printBurst, runBurst } from '../long/burst.ts'

const messages = 300

it('takes hundreds of messages at once and deals with each of them once', async () => {
  const burst = await runBurst(messages, 100_000)

  printBurst(burst)
  expect(burst.statuses).toEqual({ 202: messages })
  expect(burst.numbers.rows).toBe(messages)
  expect(burst.checks.filter(({ broken }) => broken.length > 0)).toEqual([])
}, 120_000)
