import { expect, it } from 'vitest'
import { takeDailyCall } from '../../models/daily-calls.ts'
import { useDatabase } from '../support/db.ts'

useDatabase()

const evening = new Date('2026-06-01T23:59:00+08:00')
const afterMidnight = new Date('2026-06-02T00:00:00+08:00')

it('gives as many calls as the day has, however many ask at once, and new ones from midnight in China', async () => {
  const taken = await Promise.all(Array.from({ length: 20 }, () => takeDailyCall(evening, 7)))

  expect(taken.filter(Boolean)).toHaveLength(7)
  expect(await takeDailyCall(evening, 7)).toBe(false)
  expect(await takeDailyCall(afterMidnight, 7)).toBe(true)
})
