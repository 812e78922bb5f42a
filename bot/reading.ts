import type { Logger } from 'pino'
import type { Inbound, Understanding } from '../models/inbound.ts'
import { claimForUnderstanding, storeUnderstanding } from '../models/inbound.ts'

interface ReadingParts {
  understand(row: Inbound): Promise<Understanding>
  onUnderstood(row: Inbound): void
  onFailed(row: Inbound, error: unknown): Promise<void>
  logger: Logger
}

/** Stage 1: rows are read in parallel, a bounded number at once; those that find no place stay in the database. */
export interface Reading {
  /** One more row stands in the database. */
  wake(): void
  /** Rows may have been left behind, by a crash or by more rows than places: takes them up, all places at once. */
  catchUp(): void
  /** Stops taking up rows and waits for those being read. */
  stop(): Promise<void>
  /** Waits for those being read. */
  idle(): Promise<void>
}

const atOnce = 16
/** Longer than a model may take; after a crash a lane stands still for as long as this, with whoever smells gas in it. */
const leaseMs = 12_000

/** Makes stage 1. */
export function createReading({ understand, onUnderstood, onFailed, logger }: ReadingParts): Reading {
  const places = new Set<Promise<unknown>>()
  let wanted = 0
  let isBehind = false
  let isStopping = false

  function fill(): void {
    while (!isStopping && wanted > 0 && places.size < atOnce) {
      wanted -= 1
      const place = readOne()
        .catch((error) => logger.error({ err: error }, 'reading stopped, the next poll goes on'))
        .then(() => {
          places.delete(place)
          fill()
        })
      places.add(place)
    }
  }

  async function readOne(): Promise<void> {
    const row = await claimForUnderstanding(leaseMs)
    if (!row) {
      isBehind = false
      return
    }
    // Where one was left behind, there may be more; the next need not wait for this one.
    if (isBehind) wantOne()
    try {
      await storeUnderstanding(row._id, await understand(row))
    } catch (error) {
      await onFailed(row, error)
    }
    onUnderstood(row)
  }

  function wantOne(): void {
    wanted = Math.max(wanted, 1)
    fill()
  }

  async function idle(): Promise<void> {
    while (places.size > 0) await Promise.all(places)
  }

  return {
    idle,
    wake() {
      wanted += 1
      fill()
    },
    catchUp() {
      isBehind = true
      wantOne()
    },
    async stop() {
      isStopping = true
      await idle()
    },
  }
}
