import mongoose from 'mongoose'
import { pino } from 'pino'
import { afterAll, expect, it } from 'vitest'
import { createAsk } from '../../prompts/create-ask.ts'
import { group, useChats } from '../support/chat.ts'
import { faults, says, startFakeModel } from '../support/fake-model.ts'
import { unsureWords } from '../support/unsure-words.ts'

const fake = await startFakeModel()
const ask = createAsk(
  { apiKey: 'k', baseUrl: fake.url, model: 'm' },
  { logger: pino({ level: 'silent' }), takeCall: async () => true, timeLimitMs: 1_500 },
)
const chats = useChats({ ask })

afterAll(() => fake.close())

const messages = 50
const residents = ['liyang', 'wangmin', 'zhaojun', 'sunli']

it('loses none of fifty messages while everything that can go wrong goes wrong', async () => {
  const buildings = Array.from({ length: messages }, (_one, i) => i + 1)
  const said = buildings.flatMap((n) => unsureWords([n])[n % unsureWords([n]).length] ?? [])
  expect(said).toHaveLength(messages)
  fake.usually = says({ intent: 'complaint', category: 'facility' })
  // Between two faults one is answered, so that the endpoint is not left alone.
  fake.next = Object.values(faults).flatMap((fault) => [fault, fake.usually])

  for (const [i, text] of said.entries()) {
    await chats.app().intake.accept({
      key: `faults:${i}`,
      kind: 'message',
      chat: { platform: 'console', externalId: group, isGroup: true },
      sender: { externalId: residents[i % residents.length] ?? '', name: '' },
      text,
      isAddressed: true,
      images: [],
    })
  }
  await chats.settle()

  const rows = await mongoose.connection.collection('inbound').find().toArray()
  expect(rows.map(({ stage, outcome, error }) => ({ stage, outcome, error }))).toEqual(
    Array.from({ length: messages }, () => ({ stage: 'done', outcome: 'done', error: null })),
  )
  expect(fake.next).toEqual([])
  const reports = JSON.stringify(await mongoose.connection.collection('reports').find().toArray())
  expect(said.filter((text) => !reports.includes(text))).toEqual([])
  const whys = new Set(rows.flatMap(({ understanding }) => understanding.matters[0].path.why))
  expect(whys.size).toBeGreaterThan(5)
  expect(triesPerMessage()).toBeLessThanOrEqual(2)
})

/** No text is asked about more than twice; each is said once. */
function triesPerMessage(): number {
  const times = new Map<string, number>()
  for (const { input } of fake.requests) {
    const words = JSON.stringify(input.matters)
    times.set(words, (times.get(words) ?? 0) + 1)
  }
  return Math.max(...times.values())
}
