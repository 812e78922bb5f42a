import type { Logger } from 'pino'
import type { Inbound } from '../models/inbound.ts'
import { headOfLane } from '../models/inbound.ts'
import { acquireLease, releaseLease } from '../models/lease.ts'

interface LaneParts {
  /** Applies one row; never throws for the row's own faults. */
  apply(row: Inbound): Promise<void>
  /** This process, in leases. */
  holder: string
  logger: Logger
}

/** Stage 2: each lane is one process's at a time, and its rows are applied in the order they were accepted. */
export interface Lanes {
  /** Something in this lane may be ready. */
  kick(lane: string): void
  /** Gives back lanes in which nothing happened lately, so that another process can have them. */
  releaseIdle(): Promise<void>
  /** Stops after the rows under way and gives all lanes back. */
  stop(): Promise<void>
  /** Waits until no lane is being worked on. */
  idle(): Promise<void>
}

const leaseMs = 6_000
const renewMs = 2_000
const idleMs = 1_000
const batch = 50

/** Makes stage 2. */
export function createLanes({ apply, holder, logger }: LaneParts): Lanes {
  const busy = new Map<string, Promise<void>>()
  const dirty = new Set<string>()
  /** The epoch of a lane's lease, when it was last renewed, and when a row was last applied in it. */
  const held = new Map<string, { epoch: number; renewedAt: number; usedAt: number }>()
  let isStopping = false

  function kick(lane: string): void {
    if (isStopping) return
    if (busy.has(lane)) {
      dirty.add(lane)
      return
    }
    const work = workOn(lane)
      .catch((error) => logger.error({ err: error, lane }, 'a lane stopped, the next poll goes on'))
      .then(() => {
        busy.delete(lane)
        if (dirty.delete(lane)) kick(lane)
      })
    busy.set(lane, work)
  }

  async function workOn(lane: string): Promise<void> {
    let rows: Inbound[] = []
    let isWhole = true
    do {
      const epoch = await hold(lane)
      rows = epoch === null ? [] : await ready(lane)
      isWhole = await applyAll(lane, rows, epoch)
    } while (rows.length === batch || !isWhole)
  }

  /** Stops where the lane has meanwhile been somebody else's, as after a pause of this process: these rows may be done. */
  async function applyAll(lane: string, rows: readonly Inbound[], epoch: number | null): Promise<boolean> {
    for (const row of rows) {
      if ((await hold(lane)) !== epoch) return false
      await apply(row)
    }
    return true
  }

  /** The epoch in which this process has the lane, or null; written to the database now and then, not for each row. */
  async function hold(lane: string): Promise<number | null> {
    if (isStopping) return null
    const time = performance.now()
    const mine = held.get(lane)
    if (mine && time - mine.renewedAt < renewMs) {
      mine.usedAt = time
      return mine.epoch
    }
    const epoch = await acquireLease(leaseOf(lane), holder, leaseMs)
    if (epoch === null) held.delete(lane)
    else held.set(lane, { epoch, renewedAt: time, usedAt: time })
    return epoch
  }

  async function release(lane: string): Promise<void> {
    held.delete(lane)
    await releaseLease(leaseOf(lane), holder)
  }

  async function idle(): Promise<void> {
    while (busy.size > 0) await Promise.all(busy.values())
  }

  return {
    kick,
    idle,
    async releaseIdle() {
      for (const [lane, { usedAt }] of held) {
        if (!busy.has(lane) && performance.now() - usedAt > idleMs) await release(lane)
      }
    },
    async stop() {
      isStopping = true
      await idle()
      for (const lane of held.keys()) await release(lane)
    },
  }
}

function leaseOf(lane: string): string {
  return `lane:${lane}`
}

/** The understood rows at the head of a lane: one still being read, or waiting for its next try, holds up those behind it. */
async function ready(lane: string): Promise<Inbound[]> {
  const rows = await headOfLane(lane, batch)
  const stop = rows.findIndex((row) => row.stage !== 'understood' || !row.isDue)
  return stop < 0 ? rows : rows.slice(0, stop)
}
