import { pino } from 'pino'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Outcome } from '../../bot/dispatch.ts'
import type { InboxParts } from '../../bot/inbox.ts'
import { createInbox } from '../../bot/inbox.ts'
import { identify } from '../../bot/speaker.ts'
import type { Incoming } from '../../domain/message.ts'
import { bindChat } from '../../models/chat.ts'
import { listDeliveries } from '../../models/delivery.ts'
import type { Inbound } from '../../models/inbound.ts'
import { findInbound, listInbound, retryInbound } from '../../models/inbound.ts'
import { acquireLease, releaseLease } from '../../models/lease.ts'
import { createClock } from '../support/clock.ts'
import { useDatabase } from '../support/db.ts'

useDatabase()
const clock = createClock()
let applied: string[]
let broken: Set<string>

beforeEach(async () => {
  applied = []
  broken = new Set()
  await bindChat({ platform: 'fake', externalId: 'g', kind: 'community', communityId: 'c' }, clock.at)
})

function incoming(key: string, more: Partial<Incoming> = {}): Incoming {
  return {
    key,
    kind: 'message',
    chat: { platform: 'fake', externalId: 'g', isGroup: true },
    sender: { externalId: 'p', name: '某' },
    text: key,
    isAddressed: true,
    images: [],
    ...more,
  }
}

async function outcome(row: Inbound): Promise<Outcome> {
  const speaker = await identify(row.incoming, row.acceptedAt)
  return {
    handledBy: 'h',
    result: 'done',
    reply: { text: row.incoming.text },
    notices: [],
    speaker,
    community: null,
  }
}

function inbox(more: Partial<InboxParts> = {}) {
  return createInbox({
    understand: async () => ({ matters: [], decidedBy: 'rules' }),
    async dispatch(row) {
      if (broken.has(row.incoming.key)) throw new Error('broken')
      applied.push(row.incoming.key)
      return outcome(row)
    },
    onQueued() {},
    now: clock.now,
    logger: pino({ level: 'silent' }),
    holder: 'me',
    ...more,
  })
}

async function stages(): Promise<Record<string, string>> {
  const rows = await listInbound({ limit: 100 })
  return Object.fromEntries(rows.map((row) => [row.incoming.key, row.stage]))
}

describe('the inbox', () => {
  it('applies the rows of a lane in the order they were accepted, however long reading takes', async () => {
    const box = inbox({
      async understand(row) {
        if (row.incoming.key === 'k0') await new Promise((resolve) => setImmediate(resolve))
        return { matters: [], decidedBy: 'rules' }
      },
    })
    const keys = Array.from({ length: 30 }, (_, i) => `k${i}`)
    for (const key of keys) await box.accept(incoming(key))
    await box.settle()

    expect(applied).toEqual(keys)
  })

  it('parks a row after three tries, apologises with a code, and goes on with those behind it', async () => {
    broken.add('bad')
    const box = inbox()
    const { id } = await box.accept(incoming('bad'))
    await box.accept(incoming('good'))
    await box.settle()

    expect(await stages()).toEqual({ bad: 'parked', good: 'done' })
    const row = await findInbound(id)
    expect(row).toMatchObject({
      tries: 3,
      error: 'broken',
      incident: expect.stringMatching(/^[A-Z0-9]{6}$/u),
    })
    const apology = (await listDeliveries({ limit: 10 })).find((delivery) => delivery.kind === 'apology')
    expect(apology?.content.text).toContain(row?.incident ?? 'none')
  })

  it('gives a parked row new tries when the operator says so', async () => {
    broken.add('bad')
    const box = inbox()
    const { id } = await box.accept(incoming('bad'))
    await box.settle()
    broken.clear()
    const isQueued = await retryInbound(id)
    await box.settle()

    expect(isQueued).toBe(true)
    expect(await stages()).toEqual({ bad: 'done' })
  })

  it('parks a row that cannot even be read', async () => {
    const box = inbox({
      async understand() {
        throw new Error('unreadable')
      },
    })
    await box.accept(incoming('bad'))
    await box.settle()

    expect(await stages()).toEqual({ bad: 'parked' })
  })

  it('leaves a lane alone that another process has, and takes it over when that one lets go', async () => {
    const box = inbox()
    await acquireLease('lane:community:c', 'other', 60_000)
    await box.accept(incoming('a'))
    box.start()
    await waitFor(async () => (await stages()).a === 'understood')
    const before = [...applied]
    await releaseLease('lane:community:c', 'other')
    await box.settle()
    await box.stop()

    expect(before).toEqual([])
    expect(applied).toEqual(['a'])
  })

  it('answers a click from its own handler at once', async () => {
    const clicked = await inbox().click(incoming('c1', { kind: 'action', action: 'x', text: '好' }))

    expect(clicked).toMatchObject({ answer: { text: '好' }, result: 'done', isSame: true })
    expect(await stages()).toEqual({ c1: 'done' })
    expect(await listDeliveries({ limit: 10 })).toEqual([])
  })

  it('answers the same click again as before, without running it again', async () => {
    const box = inbox()
    const click = incoming('c1', { kind: 'action', action: 'x', text: '好' })
    await box.click(click)
    const again = await box.click(click)
    const elsewhere = await inbox().click(click)

    expect([again.answer.text, elsewhere.answer.text]).toEqual(['好', '好'])
    expect(applied).toEqual(['c1'])
  })

  it('tells that a key came before with other content, and leaves the first', async () => {
    const box = inbox()
    await box.accept(incoming('k1'))
    await box.click(incoming('c1', { kind: 'action', action: 'x', data: { ticket: '1' } }))
    const accepted = await box.accept(incoming('k1', { text: '别的话' }))
    const clicked = await box.click(incoming('c1', { kind: 'action', action: 'x', data: { ticket: '2' } }))
    await box.settle()

    expect([accepted.isSame, clicked.isSame]).toEqual([false, false])
    expect((await box.accept(incoming('k1'))).isSame).toBe(true)
    expect(applied.sort()).toEqual(['c1', 'k1'])
  })

  it.each([
    ['refused', { result: 'not_allowed' }],
    ['asked', { reply: { text: '为什么？', asks: true as const } }],
  ])('says of a click that it was %s', async (result, more) => {
    const box = inbox({ dispatch: async (row) => ({ ...(await outcome(row)), ...more }) })

    expect(await box.click(incoming('c1', { kind: 'action', action: 'x' }))).toMatchObject({ result })
  })

  it('sends the answer of a click that failed after it was tried again', async () => {
    broken.add('c1')
    const box = inbox()
    const clicked = await box.click(incoming('c1', { kind: 'action', action: 'x', text: '好' }))
    broken.clear()
    await box.settle()

    expect(clicked).toMatchObject({
      answer: { text: expect.stringContaining('正在处理') },
      result: 'pending',
    })
    expect(await stages()).toEqual({ c1: 'done' })
    expect((await listDeliveries({ limit: 10 })).map((delivery) => delivery.content.text)).toEqual(['好'])
  })
})

async function waitFor(isTrue: () => Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await new Promise((resolve) => setImmediate(resolve))
}
