import { HttpError } from './http-error.ts'

/** Lets a few works run at once and some more wait for their turn; whoever comes beyond that is refused. */
export interface Turnstile {
  /** Refuses now what would be refused later, before anything is read for it. */
  requireRoom(): void
  /** Runs a work as soon as a place is free. */
  pass<T>(work: () => Promise<T>): Promise<T>
}

const againSeconds = 5

/** Makes a turnstile with so many places at work and so many to wait. */
export function createTurnstile({ atOnce, waiting }: { atOnce: number; waiting: number }): Turnstile {
  const queue: (() => void)[] = []
  let busy = 0

  function requireRoom(): void {
    if (busy < atOnce || queue.length < waiting) return
    throw new HttpError(503, 'busy', '现在人多，请过几秒再试。', againSeconds)
  }

  return {
    requireRoom,
    async pass(work) {
      requireRoom()
      if (busy < atOnce) busy += 1
      // Whoever leaves hands the place over, so that nobody slips in between.
      else await new Promise<void>((resolve) => queue.push(resolve))
      try {
        return await work()
      } finally {
        const next = queue.shift()
        if (next) next()
        else busy -= 1
      }
    },
  }
}
