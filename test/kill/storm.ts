import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import mongoose from 'mongoose'
import type { BotBuild, BotClient, BotProcess } from '../support/bot-process.ts'
import { createBotClient, embeddedUri, startBot, until } from '../support/bot-process.ts'
import type { Accepted, Check, World } from './invariants.ts'
import { checkWorld, readWorld } from './invariants.ts'
import { createRandom } from './random.ts'
import type { Utterance } from './utterances.ts'
import { makeUtterances } from './utterances.ts'

/** What a run is like: how much is said, how often a bot is killed meanwhile, and where the database lives. */
export interface Storm {
  seed: number
  messages: number
  kills: number
  /** Several bots share one database, and one or the other is killed. */
  bots: 1 | 2
  /** Address of a database outside the bots; without it each start opens the engine inside. */
  database?: { uri: string; name: string }
  /** Lets the leases of the dead run out by themselves, which takes a while; else they are ended after each kill. */
  waitsForLeases?: boolean
}

/** What a run led to. */
export interface Aftermath {
  checks: Check[]
  world: World
  /** Exit codes and times of the orderly stops at the end. */
  stops: { code: number | null; milliseconds: number }[]
  numbers: Record<string, number>
}

const speakers = 8
const longestLifeMs = 700
const drainMs = 90_000
const longAgo = new Date(0)

/** Lets people talk while bots are killed at random moments; after the last kill everything must come right. */
export async function runStorm(storm: Storm, build: BotBuild): Promise<Aftermath> {
  const random = createRandom(storm.seed)
  const homes = Array.from({ length: storm.bots }, () => mkdtempSync(join(tmpdir(), 'ls-kill-')))
  const bots: (BotProcess | undefined)[] = []
  const start = async (i: number) => {
    const home = homes[i] ?? ''
    bots[i] = undefined
    bots[i] = await startBot({ build, home, mongodbUri: storm.database && addressOf(storm.database) })
  }
  const running = () => bots.filter((bot) => bot?.isRunning())
  let turn = 0
  const client = createBotClient(() => running()[turn++ % Math.max(1, running().length)]?.url)
  try {
    if (storm.database) await withDatabase(storm.database, empty)
    const startedAt = performance.now()
    await Promise.all(homes.map((_, i) => start(i)))
    const talk = startTalking(client, makeUtterances(random, storm.messages))
    for (let kill = 1; kill <= storm.kills; kill += 1) {
      talk.release(Math.ceil((storm.messages * kill) / (storm.kills + 1)))
      await delay(random.integer(0, longestLifeMs))
      const victim = random.integer(0, storm.bots - 1)
      await bots[victim]?.kill()
      await start(victim)
      if (storm.waitsForLeases) await progress(storm, homes)
      else if (storm.bots === 1) await within(storm, homes, endLeases)
    }
    talk.release(storm.messages)
    const accepted = await talk.finished
    const saidAt = performance.now()
    await within(storm, homes, drained)
    const drainedAt = performance.now()
    const world = await within(storm, homes, readWorld)
    const output = bots.map((bot) => bot?.output() ?? '')
    const stops = await Promise.all(running().map((bot) => bot?.stop() ?? { code: null, milliseconds: 0 }))
    return {
      checks: [...checkWorld(world, accepted), quietLog(output)],
      world,
      stops,
      numbers: {
        messages: storm.messages,
        kills: storm.kills,
        'requests sent again': client.repeats(),
        tickets: world.tickets.length,
        reports: world.reports.length,
        deliveries: world.deliveries.length,
        'seconds talking': seconds(saidAt - startedAt),
        'seconds until drained': seconds(drainedAt - saidAt),
      },
    }
  } finally {
    await Promise.all(bots.map((bot) => bot?.kill()))
    for (const home of homes) rmSync(home, { recursive: true, force: true })
  }
}

function seconds(milliseconds: number): number {
  return Math.round(milliseconds / 100) / 10
}

/** The bots that were started last have nothing to complain about. */
function quietLog(outputs: readonly string[]): Check {
  const lines = outputs.flatMap((output) => output.split('\n').filter((line) => line.startsWith('{')))
  const broken = lines.filter((line) => (JSON.parse(line) as { level: number }).level >= 50)
  return { rule: 'the last bots log no error', looked: lines.length, broken }
}

/** Several people at once, each saying one thing after the other as far as the conductor lets them. */
function startTalking(client: BotClient, utterances: readonly Utterance[]) {
  const accepted: Accepted[] = []
  const queue = utterances.entries()
  let released = 0

  async function speak(): Promise<void> {
    for (const [i, utterance] of queue) {
      await until('the next words to be released', () => i < released, { withinMs: drainMs })
      const taken = await utter(client, utterance)
      if (taken) accepted.push(taken)
    }
  }

  const finished = Promise.all(Array.from({ length: speakers }, speak)).then(() => accepted)
  // Looked at in the end; a failure before that must not end the process.
  finished.catch(() => undefined)
  return {
    finished,
    release(upTo: number) {
      released = Math.max(released, upTo)
    },
  }
}

async function utter(client: BotClient, utterance: Utterance): Promise<Accepted | null> {
  const { chatId, senderId, text, key } = utterance
  if (utterance.kind !== 'click') {
    const messageId = await client.say(chatId, senderId, text, key)
    return { inboundKey: `console:xiaolin:${messageId}`, what: `${key} ${text}` }
  }
  const offers = (await client.read(chatId)).flatMap(({ id, buttons = [] }) =>
    buttons.map(({ action }) => ({ messageId: id, action })),
  )
  const offer = offers[utterance.nth % Math.max(1, offers.length)]
  if (!offer) return null
  await client.click({ chatId, userId: senderId, ...offer, key })
  return {
    inboundKey: `console:xiaolin:${clickId(offer.messageId, senderId, key)}`,
    what: `${key} ${offer.action}`,
  }
}

/** The console's own way to name a click. */
function clickId(messageId: string, userId: string, key: string): string {
  return createHash('sha256')
    .update(JSON.stringify(['click', messageId, userId, key]))
    .digest('hex')
    .slice(0, 24)
}

function addressOf({ uri, name }: { uri: string; name: string }): string {
  return uri.replace(/^(?<server>mongodb:\/\/[^/?]+)\/?/u, `$<server>/${name}`)
}

/** The database of a storm: the one outside, or the engine inside the bot that lives now. */
async function within<T>(
  storm: Storm,
  homes: readonly string[],
  work: (db: mongoose.mongo.Db) => Promise<T>,
): Promise<T> {
  return withDatabase(storm.database ?? { uri: embeddedUri(homes[0] ?? ''), name: 'linsheng' }, work)
}

async function withDatabase<T>(
  { uri, name }: { uri: string; name: string },
  work: (db: mongoose.mongo.Db) => Promise<T>,
): Promise<T> {
  const client = new mongoose.mongo.MongoClient(uri)
  try {
    return await work(client.db(name))
  } finally {
    await client.close()
  }
}

/** Empties, never drops: the engine keeps the files of a dropped collection until it closes. */
async function empty(db: mongoose.mongo.Db): Promise<void> {
  for (const collection of await db.collections()) await collection.deleteMany({})
}

/** Makes it as late as if all leases of the dead had run out, so that the next kill comes in the middle of work. */
async function endLeases(db: mongoose.mongo.Db): Promise<void> {
  await db.collection('leases').updateMany({}, { $set: { until: longAgo } })
  await db
    .collection('inbound')
    .updateMany({ leaseUntil: { $gt: longAgo } }, { $set: { leaseUntil: longAgo } })
  await db.collection('deliveries').updateMany({ status: 'sending' }, { $set: { leaseUntil: longAgo } })
}

/** Waits until the bots have caught up with something again. */
async function progress(storm: Storm, homes: readonly string[]): Promise<void> {
  await within(storm, homes, async (db) => {
    const count = () => db.collection('inbound').countDocuments({ stage: 'done' })
    const before = await count()
    const isIdle = async () =>
      (await db.collection('inbound').countDocuments({ stage: { $ne: 'done' } })) === 0
    await until('a row to be applied', async () => (await count()) > before || (await isIdle()))
  })
}

/** Waits until nothing is left to do now. What quiet hours hold back stays queued for later, and rightly so. */
async function drained(db: mongoose.mongo.Db): Promise<true> {
  const open = { stage: { $in: ['accepted', 'inline', 'understood'] } }
  const due = () => ({ $or: [{ status: 'sending' }, { status: 'queued', notBefore: { $lte: new Date() } }] })
  let left = [-1, -1]
  return until(
    'everything to be done',
    async () => {
      left = await Promise.all([
        db.collection('inbound').countDocuments(open),
        db.collection('deliveries').countDocuments(due()),
      ])
      return left.every((count) => count === 0)
    },
    { withinMs: drainMs, seen: () => `${left[0]} rows and ${left[1]} deliveries are left` },
  )
}

/** The checks as a small table for the one who reads the run. */
export function printAftermath(title: string, { checks, numbers, stops }: Aftermath): void {
  const said = Object.entries(numbers).map(([name, value]) => `${name} ${value}`)
  const lines = checks.map(
    ({ rule, looked, broken }) => `${broken.length === 0 ? '✓' : '✗'} ${rule} (${looked})`,
  )
  const ends = stops.map(({ code, milliseconds }) => `exit ${code} in ${milliseconds} ms`)
  console.log(
    [title, `  ${said.join(', ')}`, ...lines.map((line) => `  ${line}`), `  ${ends.join(', ')}`].join('\n'),
  )
}
