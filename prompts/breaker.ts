/** Keeps calls away from an endpoint that does not work. */
export interface Breaker {
  /** Whether a call may be made now; during a pause none, after it one at a time until one succeeds. */
  mayCall(): boolean
  /** What the allowed call said about the endpoint; `unknown` also where it was not made after all. */
  note(verdict: 'works' | 'fails' | 'unknown'): void
}

const mostFailures = 5
const pauseMs = 60_000

/** Makes a breaker that pauses for a minute after five failures in a row; `elapsed` is a clock that only goes forward. */
export function createBreaker(elapsed: () => number): Breaker {
  let failures = 0
  let pausedUntil = 0
  let isTrying = false

  return {
    mayCall() {
      if (failures < mostFailures) return true
      if (isTrying || elapsed() < pausedUntil) return false
      isTrying = true
      return true
    },
    note(verdict) {
      isTrying = false
      if (verdict === 'works') failures = 0
      if (verdict === 'fails') failures += 1
      if (verdict === 'fails' && failures >= mostFailures) pausedUntil = elapsed() + pauseMs
    },
  }
}
