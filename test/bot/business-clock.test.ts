import { describe, expect, it } from 'vitest'
import { createBusinessClock, steppingClock } from '../../bot/business-clock.ts'
import { sayTime } from '../../domain/clocks.ts'
import { readClockOffset } from '../../models/console-world.ts'
import { useDatabase } from '../support/db.ts'

useDatabase()
const start = new Date('2026-06-01T21:40:00+08:00')
const later = (hours: number) => new Date(start.getTime() + hours * 3_600_000)

/** A clock on its way, and where it stopped. */
async function onItsWay(due: Date[] = []) {
  const stops: Date[] = []
  const own = await createBusinessClock(() => start)
  const clock = steppingClock(own, {
    nextDue: async () => [due.find((time) => time > own.now()) ?? null, null],
    async settle() {
      stops.push(own.now())
    },
  })
  return { clock, stops, said: () => stops.map((stop) => sayTime(stop, start)) }
}

describe('putting the clock forward', () => {
  it('stops at whole hours and wherever something is due, and ends where it was to', async () => {
    const { clock, said } = await onItsWay([later(1.1), later(40)])
    await clock.forwardTo(later(2))

    expect(said()).toEqual(['22:00', '22:46', '23:00', '23:40'])
    expect(await readClockOffset()).toBe(2 * 3_600_000)
  })

  it('is bounded, however far it goes, and still misses nothing that is due', async () => {
    const due = later(3000.25)
    const { clock, stops } = await onItsWay([due])
    await clock.forwardTo(later(365 * 24))

    expect(stops.length).toBeLessThan(800)
    expect(stops).toContainEqual(due)
    expect(clock.now()).toEqual(later(365 * 24))
  })

  it('goes one way after the other, and never back', async () => {
    const { clock, stops } = await onItsWay()
    await Promise.all([clock.forwardTo(later(3)), clock.forwardTo(later(2)), clock.forwardTo(later(4))])

    expect(stops.map(Number)).toEqual([...stops.map(Number)].sort((a, b) => a - b))
    expect(clock.now()).toEqual(later(4))
  })
})
