import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import mongoose from 'mongoose'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Community } from '../../models/community.ts'
import type { BotBuild } from '../support/bot-process.ts'
import { buildBot, createBotClient, embeddedUri, spawnBot, startBot, until } from '../support/bot-process.ts'
import { createRandom } from './random.ts'

const kills = 5
const longestStartMs = 2_000

let build: BotBuild
let home: string

beforeAll(async () => {
  build = await buildBot()
  home = mkdtempSync(join(tmpdir(), 'ls-start-'))
})

afterAll(() => {
  build.remove()
  rmSync(home, { recursive: true, force: true })
})

it('is ready for people however often its first start was cut off', async () => {
  const random = createRandom(5)
  for (let kill = 1; kill <= kills; kill += 1) {
    const { child } = spawnBot({ build, home })
    await delay(random.integer(100, longestStartMs))
    child.kill('SIGKILL')
    // A start that met the locks of the one before may have ended by itself.
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  }

  const bot = await startBot({ build, home })
  const client = createBotClient(() => bot.url)
  await client.say('dm-liyang', 'liyang', '3号楼2单元电梯不动了', 'first')

  const heard = await until('an answer', async () =>
    (await client.read('dm-liyang')).find(({ senderId }) => senderId === 'xiaolin'),
  )
  expect(heard.text).toContain('已登记')
  expect(await communities()).toMatchObject([{ mode: 'live', duty: [{}, {}] }])
  expect((await bot.stop()).code).toBe(0)
})

async function communities(): Promise<Community[]> {
  const client = new mongoose.mongo.MongoClient(embeddedUri(home))
  try {
    return await client.db('linsheng').collection<Community>('communities').find().toArray()
  } finally {
    await client.close()
  }
}
