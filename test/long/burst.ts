import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import mongoose from 'mongoose'
import { closedLoop, createClient } from '../bench/load.ts'
import type { Check } from '../kill/invariants.ts'
import { checkWorld, readWorld } from '../kill/invariants.ts'
import { createRandom } from '../kill/random.ts'
import { makeUtterances } from '../kill/utterances.ts'
import type { BotProcess } from '../support/bot-process.ts'
import { buildBot, embeddedUri, startBot, until } from '../support/bot-process.ts'

const group = 'g-jinxiu'
const atOnce = 200
const megabyte = 1024 * 1024

/** What a burst led to. */
export interface Burst {
  /** How many answers there were of each status. */
  statuses: Record<string, number>
  checks: Check[]
  numbers: Record<string, number>
}

/** Everybody in the group talks at once to one bot with its own engine; afterwards everything must be dealt with. */
export async function runBurst(messages: number, drainMs: number): Promise<Burst> {
  const build = await buildBot()
  const home = mkdtempSync(join(tmpdir(), 'ls-burst-'))
  let bot: BotProcess | undefined
  try {
    bot = await startBot({ build, home })
    return await burst(bot, home, messages, drainMs)
  } finally {
    await bot?.kill()
    rmSync(home, { recursive: true, force: true })
    build.remove()
  }
}

async function burst(bot: BotProcess, home: string, messages: number, drainMs: number): Promise<Burst> {
  const client = new mongoose.mongo.MongoClient(embeddedUri(home))
  const db = client.db('linsheng')
  const post = createClient(Number(new URL(bot.url).port), atOnce)
  const spoken = makeUtterances(createRandom(7), messages).map(({ senderId, text, key }) => ({
    chatId: group,
    senderId,
    text: text.startsWith('@') ? text : `@小邻 ${text}`,
    key,
  }))
  const statuses: Record<string, number> = {}
  const before = bot.residentBytes()
  let highest = before
  try {
    const startedAt = performance.now()
    const perSecond = await closedLoop(messages, atOnce, async (i) => {
      const { status } = await post('/console/api/messages', spoken[i] ?? {})
      statuses[status] = (statuses[status] ?? 0) + 1
    })
    let left = messages
    await until(
      'everything to be dealt with',
      async () => {
        highest = Math.max(highest, bot.residentBytes())
        left = await undone(db)
        return left === 0
      },
      { withinMs: drainMs, seen: () => `${left} are left\n${bot.output()}` },
    )
    const drainedAt = performance.now()
    const world = await readWorld(db)
    return {
      statuses,
      checks: checkWorld(world, []),
      numbers: {
        rows: world.inbound.length,
        'messages per second taken': Math.round(perSecond),
        'messages per second dealt with': Math.round((messages * 1_000) / (drainedAt - startedAt)),
        'seconds until drained': Math.round((drainedAt - startedAt) / 100) / 10,
        tickets: world.tickets.length,
        deliveries: world.deliveries.length,
        'RSS before in MB': Math.round(before / megabyte),
        'RSS at most in MB': Math.round(highest / megabyte),
        'RSS after in MB': Math.round(bot.residentBytes() / megabyte),
      },
    }
  } finally {
    await client.close()
  }
}

async function undone(db: mongoose.mongo.Db): Promise<number> {
  const due = { $or: [{ status: 'sending' }, { status: 'queued', notBefore: { $lte: new Date() } }] }
  const counts = await Promise.all([
    db.collection('inbound').countDocuments({ stage: { $in: ['accepted', 'inline', 'understood'] } }),
    db.collection('deliveries').countDocuments(due),
  ])
  return counts.reduce((a, b) => a + b)
}

/** The measured numbers for the one who reads the run. */
export function printBurst({ numbers }: Burst): void {
  console.log(
    Object.entries(numbers)
      .map(([name, value]) => `${name}: ${value}`)
      .join('\n'),
  )
}
