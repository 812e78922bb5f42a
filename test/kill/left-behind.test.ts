import mongoose from 'mongoose'
import { pino } from 'pino'
import { expect, it } from 'vitest'
import { createApp } from '../../bot/app.ts'
import { fixedClock } from '../../bot/business-clock.ts'
import { loadConfig } from '../../bot/config.ts'
import { plantSample } from '../../bot/platforms/console/sample.ts'
import { acceptInbound, inboundBacklog } from '../../models/inbound.ts'
import type { Ask } from '../../prompts/prompt.ts'
import { until } from '../support/bot-process.ts'
import { useDatabase } from '../support/db.ts'
import { unsureWords } from '../support/unsure-words.ts'

const placesToRead = 16
const rows = 60

useDatabase()

it('reads what a crash left behind in all places at once, and does not wait for the rest of it to stop', async () => {
  await plantSample(new Date())
  for (let i = 0; i < rows; i += 1) await leaveBehind(i)
  const model = slowModel()
  const app = createApp({
    config: loadConfig({ PORT: '0' }),
    connection: mongoose.connection,
    logger: pino({ level: 'silent' }),
    clock: fixedClock(() => new Date()),
    ask: model.ask,
  })
  await app.start()
  await until('all places to be taken', () => model.asked() === placesToRead)

  const stopped = app.stop()
  model.answer()
  await stopped

  expect(model.asked()).toBe(placesToRead)
  expect((await inboundBacklog()).waiting).toBeGreaterThanOrEqual(rows - placesToRead)
})

/** A model that answers nobody until it is told to. */
function slowModel() {
  let asked = 0
  let answer: () => void = () => undefined
  const told = new Promise<void>((resolve) => {
    answer = resolve
  })
  const ask: Ask = async (prompt, data) => {
    asked += 1
    await told
    return { value: prompt.fallback(data), by: 'rules' }
  }
  return { ask, asked: () => asked, answer: () => answer() }
}

async function leaveBehind(i: number): Promise<void> {
  const incoming = {
    key: `console:xiaolin:left-behind-${i}`,
    kind: 'message' as const,
    chat: { platform: 'console', externalId: 'g-jinxiu', isGroup: true },
    sender: { externalId: 'liyang', name: '李阳' },
    // Words that a model is asked about.
    text: unsureWords([i + 1])[0] ?? '',
    isAddressed: true,
    images: [],
  }
  await acceptInbound(incoming, 'community:jinxiu', new Date())
}
