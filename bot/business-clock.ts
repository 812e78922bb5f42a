import { addHours } from '../domain/clocks.ts'
import { readClockOffset, storeClockOffset } from '../models/console-world.ts'

/** The time the bot lives by. In the sample community it can be put forward, never back. */
export interface BusinessClock {
  now(): Date
  offsetMs(): number
  /** Puts the clock forward to a time; stored, so that a restart does not go back in time. */
  forwardTo(time: Date): Promise<void>
}

/** A clock that cannot be put forward: the real one, or that of a story or a test. */
export function fixedClock(now: () => Date): BusinessClock {
  const refuse = () => Promise.reject(new Error('this clock is not moved from here'))
  return { now, offsetMs: () => 0, forwardTo: refuse }
}

/** Makes the clock of a process that runs the simulator, from the real one and what was stored. */
export async function createBusinessClock(realNow: () => Date): Promise<BusinessClock> {
  let offset = await readClockOffset()
  const now = () => new Date(realNow().getTime() + offset)
  return {
    now,
    offsetMs: () => offset,
    async forwardTo(time) {
      offset += Math.max(0, time.getTime() - now().getTime())
      await storeClockOffset(offset)
    },
  }
}

const hourMs = 3_600_000
/** A jump of two weeks stops every hour, one of a month every other hour, a longer one so often and no more. */
const mostStops = 15 * 24

/** What happens on the way from one time to another. */
interface Way {
  /** Lets happen what has become due since a time. */
  settle(since: Date): Promise<void>
  /** When something is due next, as far as that is known. */
  nextDue(): Promise<(Date | null)[]>
}

/** The same clock, but on its way it stops wherever something is due, and at whole hours, so that nothing is skipped. */
export function steppingClock(clock: BusinessClock, { settle, nextDue }: Way): BusinessClock {
  let moving = Promise.resolve()

  async function move(time: Date): Promise<void> {
    const hours = Math.ceil((time.getTime() - clock.now().getTime()) / hourMs / mostStops)
    for (let stops = 0; clock.now() < time; stops += 1) {
      const since = clock.now()
      const stop = wholeHourAfter(since, Math.max(1, hours))
      const due = stops < mostStops ? await nextDue() : []
      await clock.forwardTo(earliest([stop, time, ...due.filter((at) => at !== null)], since))
      await settle(since)
    }
  }

  return {
    ...clock,
    forwardTo(time) {
      const moved = moving.then(() => move(time))
      moving = moved.catch(() => undefined)
      return moved
    },
  }
}

function wholeHourAfter(now: Date, hours: number): Date {
  return addHours(new Date(Math.floor(now.getTime() / hourMs) * hourMs), hours)
}

/** What was due before is no stop any more. */
function earliest(times: readonly Date[], now: Date): Date {
  const ahead = times.filter((time) => time > now)
  return new Date(Math.min(...ahead.map((time) => time.getTime())))
}
