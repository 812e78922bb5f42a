import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import mongoose from 'mongoose'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createOutbox } from '../../../bot/outbox.ts'
import { createVoice } from '../../../bot/platforms/voice/index.ts'
import type { Notice } from '../../../models/delivery.ts'
import { listDeliveries } from '../../../models/delivery.ts'
import { submit } from '../../../models/outgoing.ts'
import { knowPerson } from '../../../models/person.ts'
import { createClock } from '../../support/clock.ts'
import { useDatabase } from '../../support/db.ts'
import { createFakePlatform } from '../../support/fake-platform.ts'

useDatabase()
const clock = createClock()
const orders: unknown[] = []
let answer: number | 'never' = 200
const server = createServer((request, response) => {
  let body = ''
  request.on('data', (part) => {
    body += part
  })
  request.on('end', () => {
    orders.push(JSON.parse(body))
    if (answer === 'never') return
    response.statusCode = answer
    response.end()
  })
})

beforeEach(async () => {
  orders.length = 0
  answer = 200
  clock.at = createClock().at
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
})
afterEach(() => {
  server.closeAllConnections()
  return new Promise((done) => server.close(done))
})

async function closedPort(): Promise<number> {
  const other = createServer()
  await new Promise<void>((done) => other.listen(0, '127.0.0.1', done))
  const { port } = other.address() as AddressInfo
  await new Promise((done) => other.close(done))
  return port
}

function voice(port = (server.address() as AddressInfo).port) {
  return createVoice({ webhook: `http://127.0.0.1:${port}/call`, timeoutMs: 200 })
}

async function page(isWithVoice = true): Promise<string[]> {
  const fake = createFakePlatform()
  const platforms = [fake, ...(isWithVoice ? [voice()] : [])]
  const outbox = createOutbox({
    platforms: new Map(platforms.map((one) => [one.name, one])),
    now: clock.now,
    logger: pino({ level: 'silent' }),
  })
  const { _id: personId } = await knowPerson({ platform: 'fake', externalId: 'wang:gong' }, '王工', clock.at)
  const notice: Notice = {
    kind: 'page',
    to: { personId },
    audience: 'property',
    priority: 'emergency',
    isCall: true,
    content: { text: '⚠️请马上去现场', about: { number: 1024, community: 'jinxiu' } },
  }
  for (let i = 0; i < 2; i++) await submit([notice], { cause: 'danger', community: null, at: clock.at })
  await outbox.settle()
  return (await listDeliveries({ limit: 10 }))
    .map(({ to, status }) => `${Object.keys(to)[0]} ${status}`)
    .sort()
}

describe('a call by telephone', () => {
  it('is ordered once for each page, with whom to call, about what, and under which key', async () => {
    expect(await page()).toEqual(['callId sent', 'personId sent'])
    expect(orders).toEqual([
      {
        text: '⚠️请马上去现场',
        person: { platform: 'fake', externalId: 'wang:gong' },
        ticket: { number: 1024, community: 'jinxiu' },
        key: expect.stringMatching(/^danger:call:/u),
      },
    ])
  })

  it('is not ordered where there is no service', async () => {
    expect(await page(false)).toEqual(['personId sent'])
    expect(await mongoose.connection.collection('deliveries').countDocuments({})).toBe(1)
  })

  it.each<[number, string]>([
    [204, 'sent'],
    [302, 'refused'],
    [404, 'refused'],
    [429, 'notSent'],
    [503, 'notSent'],
    [500, 'unknown'],
  ])('answered with %i is %s', async (status, result) => {
    answer = status
    expect(await voice().send({ person: 'fake:a' }, { text: 'x' }, 'k')).toMatchObject({ result })
  })

  it('is unknown without an answer in time, and not sent without a connection', async () => {
    answer = 'never'
    expect(await voice().send({ person: 'fake:a' }, { text: 'x' }, 'k')).toMatchObject({ result: 'unknown' })
    expect(await voice(await closedPort()).send({ person: 'fake:a' }, { text: 'x' }, 'k')).toMatchObject({
      result: 'notSent',
    })
    expect(await voice().send({ chat: 'g' }, { text: 'x' }, 'k')).toMatchObject({ result: 'refused' })
  })

  it('goes out once more, marked, when nobody knows whether it was taken', async () => {
    answer = 500
    expect(await page()).toEqual(['callId uncertain', 'personId sent'])
    expect(orders).toMatchObject([{ text: '⚠️请马上去现场' }, { text: '（重发）⚠️请马上去现场' }])
  })
})
