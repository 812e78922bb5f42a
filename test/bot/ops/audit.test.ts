import mongoose from 'mongoose'
import { beforeEach, describe, expect, it } from 'vitest'
import { runOps } from '../../../bot/ops/run.ts'
import { sealEvents } from '../../../jobs/seal-events.ts'
import { chainHead, sealSome, withChain } from '../../../models/audit-chain.ts'
import type { Finding } from '../../../models/audit-compare.ts'
import type { AuditRow } from '../../../models/audit-hash.ts'
import { noteHash, rowHash } from '../../../models/audit-hash.ts'
import type { HistoryEvent } from '../../../models/history.ts'
import type { Ticket } from '../../../models/ticket.ts'
import { getTicket, moveTicket, noteOnTicket } from '../../../models/ticket.ts'
import { silentTools, someTicket } from '../../support/audit.ts'
import { useDatabase } from '../../support/db.ts'
import { opsDoor, runLine, setVersion, split } from '../../support/ops.ts'

const now = new Date('2026-11-20T06:00:00Z')
const start = new Date('2026-01-10T01:00:00Z')
const days = (n: number) => new Date(start.getTime() + n * 86_400_000)

useDatabase()
beforeEach(() => setVersion())

const tickets = () => mongoose.connection.collection<Ticket>('tickets')
const chain = () => mongoose.connection.collection<AuditRow>('auditChain')
const seal = () => sealEvents.run(silentTools(now))
const verify = (rest = '') => runLine(`audit verify ${rest}`, opsDoor(now))

async function faults(rest = ''): Promise<(string | number | undefined)[][]> {
  const { json, exitCode } = await verify(rest)
  expect(exitCode).toBe(json.faulty > 0 ? 1 : 0)
  expect(json.ok).toBe(json.faulty === 0)
  return json.findings.map(({ fault, seq, event }: Finding) => [fault, seq, event])
}

/** Three tickets with five events each, sealed ticket by ticket: rows 1–5, 6–10, 11–15. */
async function history(): Promise<string[]> {
  const ids: string[] = []
  for (const cause of ['a', 'b', 'c']) {
    const { _id } = await someTicket(cause, days(ids.length))
    ids.push(_id)
    for (let i = 1; i <= 4; i++) await note(_id, `${cause}${i}`, days(ids.length))
    await seal()
  }
  return ids
}

function note(id: string, eventId: string, at: Date) {
  const act = { eventId, by: 'wanggong', role: 'property' as const, at, note: '换了门机皮带' }
  return noteOnTicket(id, 'jinxiu', { ...act, kind: 'note' })
}

async function close(id: string, at: Date): Promise<void> {
  const act = { by: null, role: 'system' as const, at }
  await moveTicket(id, 'jinxiu', { ...act, eventId: `${id}r`, to: 'resolved' })
  await moveTicket(id, 'jinxiu', {
    ...act,
    eventId: `${id}c`,
    to: 'closed',
    closeReason: 'silent',
    set: { closedAt: at },
  })
}

async function events(id: string): Promise<HistoryEvent[]> {
  return (await getTicket(id))?.events ?? []
}

/** Writes the chain anew from a row on, so that it fits together again. */
async function relink(from: number): Promise<void> {
  let prev = (await chain().findOne({ _id: from - 1 }))?.hash ?? '0'.repeat(64)
  for (const row of await chain()
    .find({ _id: { $gte: from } })
    .sort({ _id: 1 })
    .toArray()) {
    const linked = { ...row, prev }
    prev = rowHash(linked)
    await chain().replaceOne({ _id: row._id }, { ...linked, hash: prev })
  }
}

describe('audit verify', () => {
  it('finds an untouched chain well, and says what it cannot see without a head', async () => {
    await history()
    await note((await someTicket('d', days(9)))._id, 'd1', days(9))

    expect((await verify()).json).toMatchObject({ ok: true, rows: 15, checked: 15, waiting: 2, faulty: 0 })
    const { stdout, exitCode } = await runOps(['audit', 'verify'], opsDoor(now))
    expect(exitCode).toBe(0)
    expect(stdout).toContain('没有给 --head')
    expect((await verify(`--head ${await posted()}`)).exitCode).toBe(0)
  })

  it('is well with nothing at all', async () => {
    expect((await verify()).json).toMatchObject({ ok: true, head: null, rows: 0 })
    expect((await runLine('audit head', opsDoor(now))).json).toEqual({ head: null })
  })

  it.each([
    ['a note', { 'events.2.note': '什么都没换' }],
    ['a time', { 'events.2.at': days(300) }],
    ['who did it', { 'events.2.by': 'liushifu' }],
    ['a role', { 'events.2.role': 'district_staff' }],
    ['a status', { 'events.2.to': 'closed' }],
    ['what it was', { 'events.2.kind': 'contacted' }],
    ['the salt', { 'events.2.salt': 'another' }],
    ['a type', { 'events.2.at': '2026-01-11' as never }],
  ])('names an event of which %s was edited', async (_what, change) => {
    const [, b] = await history()
    await tickets().updateOne({ _id: b }, { $set: change })

    expect(await faults()).toEqual([['event-edited', 8, 'b2']])
  })

  it('names an event that was removed', async () => {
    const [, b] = await history()
    await tickets().updateOne({ _id: b }, { $pull: { events: { id: 'b2' } } })

    expect(await faults()).toEqual([['event-removed', 8, undefined]])
  })

  it.each([0, 3, 5])('names an event that was inserted at %i', async (index) => {
    const [, b] = await history()
    const forged = { id: 'forged', at: days(1), kind: 'contacted', by: 'wanggong', role: 'property' as const }
    const list = await events(b ?? '')
    list.splice(index, 0, forged)
    await tickets().updateOne({ _id: b }, { $set: { events: list as never } })

    expect(await faults()).toEqual([['event-inserted', undefined, 'forged']])
  })

  it('names an event that was copied', async () => {
    const [, b] = await history()
    const list = await events(b ?? '')
    await tickets().updateOne({ _id: b }, { $set: { events: [...list, list[2]] as never } })

    expect(await faults()).toEqual([['event-inserted', undefined, 'b2']])
  })

  it('names events whose order was changed', async () => {
    const [, b] = await history()
    const [first, second, third, ...rest] = await events(b ?? '')
    await tickets().updateOne({ _id: b }, { $set: { events: [first, third, second, ...rest] as never } })

    expect(await faults()).toEqual([['event-reordered', 7, 'b1']])
  })

  it('names a note that was taken out without a record of it', async () => {
    const [, b] = await history()
    const event = (await events(b ?? ''))[2]
    const hidden = { 'events.2.erased': event && noteHash(event), 'events.2.note': '什么都没换' }
    await tickets().updateOne({ _id: b }, { $set: hidden as never, $unset: { 'events.2.salt': 1 } as never })

    expect(await faults()).toEqual([['note-erased', 8, 'b2']])
  })

  it('names a document that is gone', async () => {
    const [, b] = await history()
    await tickets().deleteOne({ _id: b })

    expect(await faults()).toEqual([['document-missing', 6, undefined]])
  })

  it('names rows that are missing, also at the beginning', async () => {
    await history()
    await chain().deleteMany({ _id: { $in: [1, 2, 8] } })
    const found = await faults()

    expect(found.slice(0, 2)).toEqual([
      ['row-missing', 1, undefined],
      ['row-missing', 8, undefined],
    ])
    expect(found.slice(2).map(([fault, , event]) => [fault, event])).toEqual([
      ['event-inserted', 'a'],
      ['event-inserted', 'a1'],
      ['event-inserted', 'b2'],
    ])
  })

  it.each(['content', 'event', 'doc', 'at', 'kind'])('names a row of which %s was edited', async (field) => {
    await history()
    const value = { at: days(99), kind: 'person' }[field] ?? '0'.repeat(64)
    await chain().updateOne({ _id: 8 }, { $set: { [field]: value } })

    expect((await faults())[0]).toEqual(['row-edited', 8, undefined])
  })

  it('names the place where a row was replaced by one that fits itself', async () => {
    const [, b] = await history()
    await tickets().updateOne({ _id: b }, { $set: { 'events.2.note': '什么都没换' } })
    const row = await chain().findOne({ _id: 8 })
    if (row)
      await chain().updateOne({ _id: 8 }, { $set: { hash: rowHash({ ...row, at: days(5) }), at: days(5) } })

    expect(await faults()).toEqual([
      ['link-broken', 9, undefined],
      ['event-edited', 8, 'b2'],
    ])
  })

  it('needs a head to see that the end was cut off', async () => {
    const [, , c] = await history()
    const head = await posted()
    await chain().deleteMany({ _id: { $gte: 14 } })
    expect((await faults()).map(([fault]) => fault)).toEqual(['event-inserted', 'event-inserted'])

    await tickets().updateOne({ _id: c }, [
      { $set: { events: { $slice: ['$events', 3] }, sealed: 3 } },
    ] as never)
    expect(await faults()).toEqual([])
    expect(await faults(`--head ${head}`)).toEqual([['truncated', 14, undefined]])
    await note(c ?? '', 'c9', days(20))
    await note(c ?? '', 'c10', days(20))
    await seal()
    expect(await faults(`--head ${head}`)).toEqual([['rewritten', 15, undefined]])
  })

  it('needs a head to see that all was written anew', async () => {
    await history()
    const head = await posted()
    await chain().updateOne({ _id: 1 }, { $set: { at: days(3) } })
    await relink(1)

    expect(await faults()).toEqual([])
    expect(await faults(`--head ${head}`)).toEqual([['rewritten', 15, undefined]])
  })

  it('takes a head as it is posted and as hash and number', async () => {
    await history()
    const { json } = await runLine('audit head', opsDoor(now))

    for (const head of [
      `${json.head.seq}-${json.head.hash.slice(0, 12)}`,
      `${json.head.hash}:${json.head.seq}`,
    ]) {
      expect(await faults(`--head ${head}`)).toEqual([])
    }
    expect((await verify('--head 15')).exitCode).toBe(2)
  })

  it('says for people what is wrong and where', async () => {
    const [, b] = await history()
    await tickets().updateOne({ _id: b }, { $set: { 'events.2.note': '什么都没换' } })
    const { stdout, exitCode } = await runOps(['audit', 'verify'], opsDoor(now))

    expect(exitCode).toBe(1)
    expect(stdout).toContain('留痕有 1 处不对')
    expect(stdout).toContain(`工单 ${b}`)
    expect(stdout).toContain('经过被改过')
  })

  it('counts more than it lists', async () => {
    const { _id } = await someTicket('a', start)
    for (let i = 0; i < 150; i++) await note(_id, `n${i}`, start)
    await seal()
    await tickets().updateOne({ _id }, { $set: { 'events.$[].role': 'street' } })
    const { json } = await verify()

    expect(json.faulty).toBe(151)
    expect(json.findings).toHaveLength(100)
  })

  it('raises no alarm while the bot goes on', async () => {
    const [a] = await history()
    const talk = async () => {
      for (let i = 0; i < 80; i++) {
        await note(a ?? '', `later${i}`, days(30))
        if (i % 3 === 0) await sealSome()
      }
    }
    const talking = talk()
    for (let i = 0; i < 8; i++) expect(await faults()).toEqual([])
    await talking
    expect(await faults()).toEqual([])
  })

  async function posted(): Promise<string> {
    const head = await chainHead()
    return `${head?._id}-${head?.hash.slice(0, 12)}`
  }
})

describe('doctor', () => {
  const check = async () => {
    const { json } = await runLine('doctor', opsDoor(now))
    return json.checks.find(({ name }: { name: string }) => name === '留痕')
  }

  it('finds sealing well, also while something waits for a moment, and says when it does not go on', async () => {
    expect(await check()).toMatchObject({ state: 'ok', detail: '都已封存' })
    await someTicket('a', new Date(now.getTime() - 60_000))
    expect(await check()).toMatchObject({ state: 'ok', detail: '1 条待封存，最早的等了 60秒' })
    await someTicket('b', days(0))
    expect(await check()).toMatchObject({
      state: 'attention',
      remedy: expect.stringContaining('seal-events'),
    })
    await seal()
    expect((await check()).state).toBe('ok')
  })
})

describe('audit checkpoint', () => {
  const cut = (before: string) => runLine(`audit checkpoint --before ${before}`, opsDoor(now))

  it('stands for the rows before a day, and takes the history of what was over by then', async () => {
    const [a, b, c] = await history()
    await close(a ?? '', days(5))
    await close(c ?? '', days(5))
    await seal()
    await note(c ?? '', 'late', days(200))
    await seal()

    const { json, exitCode } = await cut('2026-03-01')

    expect(exitCode).toBe(0)
    expect(json).toMatchObject({ checkpoint: { seq: 19, count: 19 }, rows: 19, tickets: 1 })
    expect((await getTicket(a ?? ''))?.events).toEqual([])
    expect(await events(b ?? '')).toHaveLength(5)
    expect(await events(c ?? '')).toHaveLength(8)
    const { json: verified } = await verify()
    expect(verified).toMatchObject({ ok: true, rows: 2, checked: 2, beyond: 12, checkpoint: { seq: 19 } })
    expect((await runOps(['audit', 'verify'], opsDoor(now))).stdout).toContain('链从存档点第 19 条')
  })

  it('changes nothing more when it is repeated, and goes on with the chain', async () => {
    const [a] = await history()
    await close(a ?? '', days(5))
    await cut('2026-03-01')
    const again = await cut('2026-03-01')
    await note(a ?? '', 'reopened', days(210))
    await seal()

    expect(again.json).toMatchObject({ rows: 0, tickets: 0 })
    expect(await chain().countDocuments()).toBe(2)
    expect((await verify()).json).toMatchObject({ ok: true, rows: 2 })
    const later = await cut('2026-10-01')
    expect(later.json).toMatchObject({ checkpoint: { seq: 17, count: 17 }, rows: 0 })
  })

  it.each(['updateMany', 'deleteMany', 'bulkWrite', 'insertMany', 'updateOne'] as const)(
    'is completed by a repetition after a crash in %s',
    async (write) => {
      const [a] = await history()
      await close(a ?? '', days(5))
      await seal()
      const { prototype } = mongoose.mongo.Collection
      const original = prototype[write]
      let calls = 0
      prototype[write] = function (this: never, ...args: never[]) {
        calls += 1
        // The lease is written by updateOne, too.
        if ((this as { collectionName: string }).collectionName !== 'leases') throw new Error('killed')
        return (original as (...all: never[]) => unknown).apply(this, args)
      } as never
      const broken = await runOps(split('audit checkpoint --before 2026-03-01'), opsDoor(now))
      prototype[write] = original as never

      expect(broken.exitCode).toBe(1)
      expect(calls).toBeGreaterThan(0)
      expect((await verify()).json.findings).toEqual([])
      expect((await cut('2026-03-01')).json).toMatchObject({ checkpoint: { seq: 17, count: 17 } })
      expect((await verify()).json).toMatchObject({ ok: true, rows: 1, beyond: 10 })
    },
  )

  it('names a checkpoint that was edited, and a head that lies behind it', async () => {
    await history()
    const head = await chainHead()
    await cut('2026-03-01')
    expect((await verify(`--head ${head?._id}-${head?.hash}`)).json.ok).toBe(true)
    const { stdout } = await runOps(['audit', 'verify', '--head', '3-0123456789ab'], opsDoor(now))
    expect(stdout).toContain('第 3 条在存档点以前')

    await mongoose.connection.collection('auditCheckpoints').updateOne({}, { $set: { count: 3 } })
    expect((await faults())[0]?.[0]).toBe('checkpoint-edited')
  })

  it('refuses what is too young, and waits for whoever has the chain', async () => {
    await history()

    expect(await cut('2026-11-01')).toMatchObject({ exitCode: 2 })
    expect(await cut('2026-13-01')).toMatchObject({ exitCode: 2 })
    const held = await withChain(() => cut('2026-03-01'))
    expect(held).toMatchObject({ exitCode: 1, json: { error: { code: 'chain_is_held' } } })
    expect((await cut('2025-12-01')).json).toMatchObject({ checkpoint: null, rows: 0 })
  })
})
