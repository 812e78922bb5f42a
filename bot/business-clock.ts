import { nextClock } from '../domain/clocks.ts'
import { readClockOffset, storeClockOffset } from '../models/console-world.ts'

/** The time the bot lives by. In the sample community it can be put forward, never back. */
export interface BusinessClock {
  now(): Date
  offsetMs(): number
  /** Puts the clock forward by minutes; stored, so that a restart does not go back in time. */
  forward(minutes: number): Promise<void>
  /** Puts the clock forward to the next such time of day, "HH:mm". */
  forwardTo(clock: string): Promise<void>
}

const minuteMs = 60_000

/** A clock that cannot be put forward: the real one, or that of a story or a test. */
export function fixedClock(now: () => Date): BusinessClock {
  const refuse = () => Promise.reject(new Error('this clock is not moved from here'))
  return { now, offsetMs: () => 0, forward: refuse, forwardTo: refuse }
}

/** Makes the clock of a process that runs the simulator, from the real one and what was stored. */
export async function createBusinessClock(realNow: () => Date): Promise<BusinessClock> {
  let offset = await readClockOffset()
  const now = () => new Date(realNow().getTime() + offset)
  async function add(milliseconds: number): Promise<void> {
    offset += milliseconds
    await storeClockOffset(offset)
  }
  return {
    now,
    offsetMs: () => offset,
    forward: (minutes) => add(minutes * minuteMs),
    forwardTo: (clock) => add(nextClock(now(), clock).getTime() - now().getTime()),
  }
}
