import type { Connection } from 'mongoose'
import { pino } from 'pino'
import { createApp } from '../../bot/app.ts'
import { fixedClock } from '../../bot/business-clock.ts'
import { loadConfig } from '../../bot/config.ts'
import type { Check } from '../kill/invariants.ts'
import { checkWorld, readWorld } from '../kill/invariants.ts'
import { createRandom } from '../kill/random.ts'
import { createClock } from '../support/clock.ts'
import type { Lived } from './invariants.ts'
import { checkLived } from './invariants.ts'
import type { Stretch } from './live.ts'
import { live } from './live.ts'
import { createPeople } from './people.ts'
import type { Trouble } from './stored-bot.ts'
import { createStoredBot } from './stored-bot.ts'

/** What was lived through with the real bot. */
export interface StoredWeeks extends Lived {
  checks: Check[]
  steps: number
}

/** A job that died leaves what it had claimed alone for so long. */
const leaseMinutes = 60

/** Lets people live with the whole bot on an empty database, and holds what it stored against all rules. */
export async function liveStored(
  connection: Connection,
  { seed, ...stretch }: Omit<Stretch, 'look'> & { seed: number },
  trouble: Omit<Trouble, 'random'>,
): Promise<StoredWeeks> {
  const { db } = connection
  if (!db) throw new Error('the simulation needs an open connection')
  const clock = createClock(stretch.from.toISOString())
  const app = createApp({
    config: loadConfig({}),
    connection,
    logger: pino({ level: 'silent' }),
    clock: fixedClock(clock.now),
  })
  const random = createRandom(seed + 1)
  const bot = await createStoredBot({ app, clock, db, trouble: { ...trouble, random } })
  let steps = 0
  const look = () => {
    steps += 1
  }
  await live(bot, createPeople(createRandom(seed)), { ...stretch, look })
  const world = await readWorld(db)
  const slackMinutes = 2 * stretch.stepMinutes + (trouble.deaths > 0 ? leaseMinutes : 1)
  const lived = {
    tickets: world.tickets,
    messages: world.deliveries,
    now: clock.at,
    gaps: stretch.gaps,
    slackMinutes,
  }
  return { ...lived, steps, checks: [...checkLived(lived), ...checkWorld(world, [])] }
}
