import http from 'node:http'
import mongoose from 'mongoose'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { App } from '../../../../bot/app.ts'
import { createApp } from '../../../../bot/app.ts'
import type { BusinessClock } from '../../../../bot/business-clock.ts'
import { createBusinessClock } from '../../../../bot/business-clock.ts'
import { loadConfig } from '../../../../bot/config.ts'
import { plantLivingSample } from '../../../../bot/platforms/console/sample.ts'
import { findByIdentity } from '../../../../models/person.ts'
import { listTickets, noteOnTicket } from '../../../../models/ticket.ts'
import { until } from '../../../support/bot-process.ts'
import { useDatabase } from '../../../support/db.ts'

useDatabase()
const start = new Date('2026-06-01T09:00:00+08:00')
let clock: BusinessClock
let app: App
let port: number

beforeAll(async () => {
  clock = await createBusinessClock(() => start)
  app = createApp({
    config: loadConfig({ PORT: '0' }),
    connection: mongoose.connection,
    logger: pino({ level: 'silent' }),
    clock,
  })
  port = await app.start()
})
beforeEach(() => plantLivingSample(clock.now()))
afterAll(() => app.stop())

/** One open page: what it heard, and how it was answered. */
function openPage(after = 0, headers: Record<string, string> = {}) {
  let text = ''
  let status = 0
  let retryAfter: string | undefined
  const path = `/console/api/events?after=${after}`
  const sent = http.request({ host: '127.0.0.1', port, path, headers, agent: false }, (response) => {
    status = response.statusCode ?? 0
    retryAfter = response.headers['retry-after']
    response.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
    })
    response.on('error', () => undefined)
  })
  sent.on('error', () => undefined)
  sent.end()
  return {
    heard: () => text,
    status: () => status,
    retryAfter: () => retryAfter,
    forget: () => {
      text = ''
    },
    close: () => sent.destroy(),
  }
}

async function post(path: string, body: object): Promise<{ status: number }> {
  const headers = { 'content-type': 'application/json' }
  const url = `http://127.0.0.1:${port}/console/api/${path}`
  const { status } = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  return { status }
}

async function quietPage() {
  const page = openPage()
  await until('the page to be up to date', () => page.heard().includes('"tickets"'))
  await until('the lists to be settled', async () => {
    page.forget()
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    return page.heard() === ''
  })
  return page
}

describe('an open page', () => {
  it('hears that lists have changed, whoever changed them, and nothing while nothing does', async () => {
    const page = await quietPage()
    const [ticket] = await listTickets({ limit: 1 })
    const wanggong = await findByIdentity({ platform: 'console', externalId: 'wanggong' })
    // As another process, a job or a page would: nothing is said in any chat.
    await noteOnTicket(ticket?._id ?? '', 'jinxiu', {
      eventId: 'elsewhere',
      by: wanggong?._id ?? null,
      role: 'property',
      at: clock.now(),
      kind: 'placed',
      set: { summary: '5号楼北墙' },
    })
    await until('the page to hear of it', () => page.heard().includes('"tickets"'))

    expect(page.heard()).not.toContain('"deliveries"')
    expect(page.heard()).not.toContain('data: {"id"')
    page.close()
  })

  it('hears of the clock, and of what happened on its way', async () => {
    const page = await quietPage()
    await post('clock', { minutes: 4 * 24 * 60 })
    await until('the clock', () => page.heard().includes('"clock"'))
    await until('the tickets', () => page.heard().includes('"tickets"'))
    const closed = (await listTickets({ limit: 50 })).find(({ number }) => number === 1005)

    expect(closed).toMatchObject({ status: 'closed', closeReason: 'silent' })
    // Not when the clock came to its end, but when its time had come.
    expect(closed?.closedAt?.getTime()).toBeLessThan(clock.now().getTime() - 86_400_000)
    page.close()
  })

  it('goes on from what it has heard, each message once and in order', async () => {
    const first = openPage()
    await until('the past', () => first.heard().includes('"tickets"'))
    const seqs = (text: string) => [...text.matchAll(/^id: (\d+)$/gmu)].map((match) => Number(match[1]))
    const before = seqs(first.heard())
    const second = openPage(before.at(-1))
    await until('the other page', () => second.heard().includes('"tickets"'))
    for (const n of [1, 2, 3])
      await post('messages', { chatId: 'dm-liyang', senderId: 'liyang', text: `谢谢${n}` })
    await until('the answers', () => seqs(second.heard()).length >= 6)
    await until('the same on the first', () => seqs(first.heard()).length >= before.length + 6)

    expect(before).toEqual([...new Set(before)].sort((a, b) => a - b))
    const more = seqs(first.heard()).slice(before.length)
    expect(seqs(second.heard()).slice(0, more.length)).toEqual(more.slice(0, seqs(second.heard()).length))
    for (const page of [first, second]) page.close()
  })
})

describe('a flood of pages', () => {
  it('is refused beyond a hundred, and starves nobody', async () => {
    const pages = Array.from({ length: 400 }, () => openPage())
    await until('all to be answered', () => pages.every((page) => page.status() !== 0))
    const { status } = await post('messages', { chatId: 'dm-liyang', senderId: 'liyang', text: '你好' })
    const open = pages.filter((page) => page.status() === 200)
    await until('all to hear of it', () => open.every((page) => page.heard().includes('你好')))

    expect(pages.map((page) => page.status()).filter((code) => code === 503)).toHaveLength(300)
    expect(pages.find((page) => page.status() === 503)?.retryAfter()).toBe('5')
    expect(status).toBe(202)
    // A hundred pages are open: none asks anything of its own.
    expect(await queriesInASecond()).toBeLessThan(100)
    for (const page of pages) page.close()
    await until('their places to be free', () => openPageOnce())
  })
})

async function openPageOnce(): Promise<boolean> {
  const page = openPage()
  await until('an answer', () => page.status() !== 0)
  page.close()
  return page.status() === 200
}

/** What the bot asks the database while nothing happens but pages being open. */
async function queriesInASecond(): Promise<number> {
  let queries = 0
  const count = () => {
    queries += 1
  }
  const client = mongoose.connection.getClient()
  client.on('connectionCheckedOut', count)
  await new Promise((resolve) => setTimeout(resolve, 1_000))
  client.off('connectionCheckedOut', count)
  expect(queries).toBeGreaterThan(0)
  return queries
}
