import mongoose from 'mongoose'
import { pino } from 'pino'
import { beforeEach, describe, expect, it } from 'vitest'
import { createOutbox } from '../../bot/outbox.ts'
import type { Priority } from '../../domain/restraint.ts'
import { bindChat } from '../../models/chat.ts'
import type { Community } from '../../models/community.ts'
import { putCommunity, setCommunityMode } from '../../models/community.ts'
import type { Notice } from '../../models/delivery.ts'
import { claimDelivery, deliverByHand, listDeliveries, retryDelivery } from '../../models/delivery.ts'
import { submit } from '../../models/outgoing.ts'
import { knowPerson } from '../../models/person.ts'
import { createClock } from '../support/clock.ts'
import { useDatabase } from '../support/db.ts'
import type { FakePlatform } from '../support/fake-platform.ts'
import { createFakePlatform } from '../support/fake-platform.ts'

useDatabase()
const clock = createClock()
let fake: FakePlatform
let community: Community
let chatId: string

function outbox(...platforms: FakePlatform[]) {
  return createOutbox({
    platforms: new Map(platforms.map((one) => [one.name, one])),
    now: clock.now,
    logger: pino({ level: 'silent' }),
  })
}

beforeEach(async () => {
  clock.at = createClock().at
  fake = createFakePlatform()
  const place = { districtId: 'd', districtName: 'd', streetId: 's', streetName: 's' }
  await putCommunity({ _id: 'c', name: 'c', ...place })
  community = (await setCommunityMode('c', 'live')) as Community
  chatId = (
    await bindChat({ platform: 'fake', externalId: 'g', kind: 'community', communityId: 'c' }, clock.at)
  )._id
})

async function queue(cause: string, more: Partial<Notice> = {}): Promise<void> {
  const notice: Notice = {
    kind: 'k',
    to: { chatId },
    audience: 'group',
    priority: 'reply',
    content: { text: cause },
    ...more,
  }
  await submit([notice], { cause, community, at: clock.at })
}

async function statuses(): Promise<string[]> {
  return (await listDeliveries({ limit: 50 })).reverse().map((delivery) => delivery.status)
}

describe('what became of a send', () => {
  it('is sent once, however often it is queued', async () => {
    await queue('a')
    await queue('a')
    await outbox(fake).settle()
    await outbox(fake).settle()

    expect(fake.sent.map(({ text }) => text)).toEqual(['a'])
    expect(await statuses()).toEqual(['sent'])
  })

  it('waits and tries again when it surely was not sent', async () => {
    fake.answers = [{ result: 'notSent', retryMs: 60_000, reason: 'rate limit' }]
    await queue('a')
    await outbox(fake).settle()
    const early = await statuses()
    clock.pass(1 / 60)
    await outbox(fake).settle()

    expect(early).toEqual(['queued'])
    expect(await statuses()).toEqual(['sent'])
    expect(fake.sent).toHaveLength(2)
  })

  it('gives up what is refused, and a person may queue it again', async () => {
    fake.answers = [{ result: 'refused', reason: 'not in this group' }]
    await queue('a')
    await outbox(fake).settle()
    const [failed] = await listDeliveries({ limit: 1 })
    const queued = await retryDelivery(failed?._id ?? '', clock.at)
    await outbox(fake).settle()

    expect(failed).toMatchObject({ status: 'failed', proof: 'not in this group' })
    expect(queued).toBe(true)
    expect(await statuses()).toEqual(['sent'])
  })

  it.each<[string, Priority, boolean, string, string[]]>([
    ['leaves an ordinary one to a person', 'notice', false, 'uncertain', ['a']],
    ['repeats an emergency once, marked', 'emergency', false, 'sent', ['a', '（重发）a']],
    ['repeats it where a key shows once', 'notice', true, 'sent', ['a', 'a']],
  ])('of unknown fate: %s', async (_title, priority, repeatableSend, status, texts) => {
    fake = createFakePlatform({ repeatableSend })
    fake.answers = [{ result: 'unknown', reason: 'timeout' }]
    await queue('a', { priority })
    await outbox(fake).settle()

    expect(await statuses()).toEqual([status])
    expect(fake.sent.map(({ text }) => text)).toEqual(texts)
    expect((await listDeliveries({ limit: 1 }))[0]?.isPerhapsOut).toBe(repeatableSend)
  })

  it('does not repeat an emergency twice', async () => {
    fake.answers = [new Error('socket closed'), new Error('socket closed')]
    await queue('a', { priority: 'emergency' })
    await outbox(fake).settle()

    expect(await statuses()).toEqual(['uncertain'])
    expect(fake.sent).toHaveLength(2)
  })

  it('takes what a dead sender left for unknown', async () => {
    await queue('a', { priority: 'notice' })
    const [delivery] = await listDeliveries({ limit: 1 })
    await claimDelivery(delivery?._id ?? '', -1)
    await outbox(fake).settle()

    expect(await statuses()).toEqual(['uncertain'])
    expect(fake.sent).toEqual([])
  })

  it('is settled once the lease of a dead sender has run out', async () => {
    fake = createFakePlatform({ repeatableSend: true })
    await queue('a')
    const [queued] = await listDeliveries({ limit: 1 })
    await claimDelivery(queued?._id ?? '', 300)
    await outbox(fake).settle()

    expect(await statuses()).toEqual(['sent'])
  })

  it('has somebody nobody can reach delivered by hand, with proof', async () => {
    const person = await knowPerson({ platform: 'elsewhere', externalId: 'p' }, '某', clock.at)
    await queue('a', { to: { personId: person._id } })
    await outbox(fake).settle()
    const before = await statuses()
    const [delivery] = await listDeliveries({ status: 'unreachable', limit: 1 })
    const done = await deliverByHand(delivery?._id ?? '', '当面告知', clock.at)

    expect(before).toEqual(['unreachable'])
    expect(done).toBe(true)
    expect(await listDeliveries({ limit: 1 })).toMatchObject([{ status: 'sent', proof: '当面告知' }])
  })

  it('says that it may have been said where it became untrue after a send of unknown fate', async () => {
    fake = createFakePlatform({ repeatableSend: true })
    fake.answers = [{ result: 'unknown', reason: 'timeout' }]
    const premise = { ticketId: 'none', statuses: ['assigned' as const] }
    await queue('a')
    await mongoose.connection
      .collection('deliveries')
      .updateOne({}, { $set: { isPerhapsOut: true, premise } })
    await queue('b', { premise })
    await outbox(fake).settle()
    const proofs = (await listDeliveries({ limit: 2 })).map(({ status, proof }) => [status, proof])

    expect(fake.sent).toEqual([])
    expect(proofs.reverse()).toEqual([
      ['cancelled', 'no longer true, perhaps said before'],
      ['cancelled', 'no longer true'],
    ])
  })

  it('is not sent after its time', async () => {
    await queue('a', { expiresAt: new Date(clock.at.getTime() + 1) })
    clock.pass(1)
    await outbox(fake).settle()

    expect(await statuses()).toEqual(['expired'])
  })
})

describe('order and restraint', () => {
  it('sends emergencies first, then answers, then notices, each in the order they were queued', async () => {
    await queue('notice', { priority: 'notice' })
    await queue('reply 1')
    await queue('reply 2')
    await queue('danger', { priority: 'emergency' })
    await outbox(fake).settle()

    expect(fake.sent.map(({ text }) => text)).toEqual(['danger', 'reply 1', 'reply 2', 'notice'])
  })

  it('holds planned posts to one a day and three a week', async () => {
    for (const name of ['1', '2', '3', '4']) await queue(name, { priority: 'planned' })
    const days: number[] = []
    for (let day = 0; day < 8; day++) {
      const before = fake.sent.length
      await outbox(fake).settle()
      days.push(fake.sent.length - before)
      clock.pass(24)
    }

    expect(days).toEqual([1, 1, 1, 0, 0, 0, 0, 1])
  })

  it('drops a queued notice that a newer one makes pointless', async () => {
    const ticketId = 't'
    await queue('old', { kind: 'urged', priority: 'notice', ticketId, audience: 'property' })
    await queue('new', {
      kind: 'urged',
      priority: 'notice',
      ticketId,
      audience: 'property',
      supersedes: 'urged',
    })
    await outbox(fake).settle()

    expect(fake.sent.map(({ text }) => text)).toEqual(['new'])
    expect(await statuses()).toEqual(['cancelled', 'sent'])
  })

  it('lets a ticket post twice in a group unasked, and a count of households leave room for the last line', async () => {
    const post = { priority: 'notice', ticketId: 't' } as const
    await queue('count', { ...post, leavesRoom: true })
    await queue('another count', { ...post, leavesRoom: true })
    await queue('closed', post)
    await queue('again', post)
    await outbox(fake).settle()

    expect(fake.sent.map(({ text }) => text)).toEqual(['count', 'closed'])
  })

  it('lets two processes send side by side without sending anything twice', async () => {
    for (let i = 0; i < 40; i++) await queue(String(i))
    await Promise.all([outbox(fake).settle(), outbox(fake).settle()])

    expect(new Set(fake.sent.map(({ key }) => key)).size).toBe(40)
    expect(fake.sent).toHaveLength(40)
    expect(await mongoose.connection.collection('deliveries').countDocuments({ status: 'sent' })).toBe(40)
  })
})
