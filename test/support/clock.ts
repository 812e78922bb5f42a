/** A clock that only the test moves. */
export interface TestClock {
  at: Date
  now(): Date
  /** Moves forward by hours of wall clock. */
  pass(hours: number): void
}

/** A clock that stands at a Chinese wall-clock time, a Monday morning unless told. */
export function createClock(start = '2026-06-01T09:00:00+08:00'): TestClock {
  const clock: TestClock = {
    at: new Date(start),
    now: () => clock.at,
    pass(hours) {
      clock.at = new Date(clock.at.getTime() + hours * 3_600_000)
    },
  }
  return clock
}
