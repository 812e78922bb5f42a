import mongoose from 'mongoose'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { sealEvents } from '../../jobs/seal-events.ts'
import { auditBacklog, chainHead, sealSome, withChain } from '../../models/audit-chain.ts'
import type { AuditRow } from '../../models/audit-hash.ts'
import { genesis } from '../../models/audit-hash.ts'
import { verifyChain } from '../../models/audit-verify.ts'
import { knowPerson, noteOnPerson } from '../../models/person.ts'
import type { Ticket } from '../../models/ticket.ts'
import { getTicket, moveTicket, noteOnTicket } from '../../models/ticket.ts'
import { silentTools, someTicket } from '../support/audit.ts'
import { useDatabase } from '../support/db.ts'

useDatabase()
afterEach(() => vi.restoreAllMocks())
const at = new Date('2026-06-01T01:00:00Z')

function rows(): Promise<AuditRow[]> {
  return mongoose.connection.collection<AuditRow>('auditChain').find().sort({ _id: 1 }).toArray()
}

function note(ticket: Ticket, eventId: string, text = '看过了'): Promise<Ticket> {
  const act = { eventId, by: 'wanggong', role: 'property' as const, at, note: text }
  return noteOnTicket(ticket._id, 'jinxiu', { ...act, kind: 'note' })
}

async function sealAll(): Promise<void> {
  await sealEvents.run(silentTools(at))
}

describe('sealing', () => {
  it('links every event to the one before, in the order it happened in its document', async () => {
    const one = await someTicket('a', at)
    await note(one, 'n1')
    await someTicket('b', new Date(at.getTime() + 1000))
    await note(one, 'n2')
    await sealAll()

    const chain = await rows()
    expect(chain.map(({ _id }) => _id)).toEqual([1, 2, 3, 4])
    expect(chain.map(({ prev }) => prev)).toEqual([genesis, ...chain.slice(0, 3).map(({ hash }) => hash)])
    expect(new Set(chain.slice(0, 3).map(({ doc }) => doc)).size).toBe(1)
    expect(await auditBacklog()).toEqual({ waiting: 0, oldestAt: null })
    expect(await verifyChain(null)).toMatchObject({ rows: 4, checked: 4, faulty: 0 })
  })

  it('keeps nothing of a person in the chain, neither words nor ids', async () => {
    const ticket = await someTicket('a', at)
    await note(ticket, 'seen:somebody:today', '李阳家501室')
    const person = await knowPerson({ platform: 'console', externalId: 'liyang' }, '李阳', at)
    await noteOnPerson(person._id, { id: 'seen', at, kind: 'seen', by: null, role: 'admin' })
    await sealAll()

    const chain = await rows()
    expect(chain).toHaveLength(3)
    const texts = chain.flatMap((row) => Object.values(row)).filter((value) => typeof value === 'string')
    for (const text of texts) expect(text).toMatch(/^[0-9a-f]{64}$|^ticket$|^person$/u)
    expect(texts).not.toContain(ticket._id)
  })

  it('gives equal notes different hashes', async () => {
    const ticket = await someTicket('a', at)
    await note(ticket, 'n1')
    await note(ticket, 'n2')
    await sealAll()

    const contents = (await rows()).map(({ content }) => content)
    expect(new Set(contents).size).toBe(3)
  })

  it('goes on where it stopped, also in a history longer than a batch', async () => {
    const ticket = await someTicket('a', at)
    for (let i = 0; i < 250; i++) await note(ticket, `n${i}`)
    await sealAll()
    await note(ticket, 'last')
    expect(await auditBacklog()).toEqual({ waiting: 1, oldestAt: at })
    await sealAll()

    expect(await verifyChain(null)).toMatchObject({ rows: 252, checked: 252, waiting: 0, faulty: 0 })
    expect(await getTicket(ticket._id)).toMatchObject({ sealed: 252 })
    expect((await getTicket(ticket._id))?.unsealedAt).toBeUndefined()
  })

  it('is done once by many who try at the same time, lease or none', async () => {
    for (let i = 0; i < 30; i++) await note(await someTicket(`t${i}`, at), 'n')
    await Promise.all(Array.from({ length: 8 }, sealSome))
    while ((await sealSome()) > 0);

    expect(await verifyChain(null)).toMatchObject({ rows: 60, checked: 60, faulty: 0 })
  })

  it('loses no event that comes while it is at work', async () => {
    const ticket = await someTicket('a', at)
    const talk = async () => {
      for (let i = 0; i < 60; i++) await note(ticket, `n${i}`)
    }
    const seal = async () => {
      for (let i = 0; i < 30; i++) await sealSome()
    }
    await Promise.all([talk(), seal(), seal()])
    while ((await sealSome()) > 0);

    expect(await verifyChain(null)).toMatchObject({ rows: 61, checked: 61, waiting: 0, faulty: 0 })
  })

  it('leaves the chain to one holder at a time', async () => {
    await someTicket('a', at)
    const inner = await withChain(() => sealEvents.run(silentTools(at)))

    expect(inner).toBe(0)
    expect(await chainHead()).toBeNull()
    expect(await sealEvents.run(silentTools(at))).toBe(1)
  })

  it('is not held up by a document that somebody spoilt', async () => {
    const tickets = mongoose.connection.collection<Ticket>('tickets')
    const spoilt = await Promise.all(['a', 'b', 'c'].map((cause) => someTicket(cause, at)))
    const [a, b, c] = spoilt.map(({ _id }) => _id)
    await tickets.updateOne({ _id: a }, { $set: { events: [] } })
    await tickets.updateOne({ _id: b }, { $unset: { events: 1, sealed: 1 } })
    await tickets.updateOne({ _id: c }, { $set: { 'events.0.at': 'yesterday' as never } })
    await note(await someTicket('d', at), 'n')
    await sealAll()

    expect((await verifyChain(null)).checked).toBe(3)
    expect((await auditBacklog()).waiting).toBe(0)
  })

  it('finds what is new by an index of that alone', async () => {
    await someTicket('a', at)
    const tickets = mongoose.connection.collection('tickets')
    const plan = await tickets
      .find({ unsealedAt: { $type: 'date' } })
      .sort({ unsealedAt: 1, _id: 1 })
      .explain('executionStats')

    expect(JSON.stringify(plan.queryPlanner.winningPlan)).toContain('unsealedAt_1__id_1')
    expect(plan.executionStats.totalDocsExamined).toBe(1)
    await sealAll()
    const [size] = await tickets.aggregate([{ $match: { unsealedAt: { $exists: true } } }]).toArray()
    expect(size).toBeUndefined()
  })
})

describe('a sealer that is killed', () => {
  // Each write of a batch is the last one once before it happens and once after.
  const writes = ['insertMany', 'bulkWrite'] as const
  const cases = writes.flatMap((write) => ['before', 'after', 'midway'].map((when) => [write, when] as const))

  it.each(cases)('in %s, %s, leaves what the next one completes', async (write, when) => {
    const tickets = []
    for (let i = 0; i < 5; i++) tickets.push(await someTicket(`t${i}`, at))
    for (const ticket of tickets) await note(ticket, 'n')
    killAt(write, when)
    await expect(sealSome()).rejects.toThrow('killed')
    vi.restoreAllMocks()
    await moveTicket(tickets[0]?._id ?? '', 'jinxiu', {
      eventId: 'accepted',
      by: 'wanggong',
      role: 'property',
      at,
      to: 'accepted',
    })
    await sealAll()

    expect(await verifyChain(null)).toMatchObject({ rows: 11, checked: 11, waiting: 0, faulty: 0 })
  })

  function killAt(write: (typeof writes)[number], when: string): void {
    const { prototype } = mongoose.mongo.Collection
    const original = prototype[write] as (list: unknown[], options?: object) => Promise<unknown>
    vi.spyOn(prototype, write).mockImplementation(async function (
      this: unknown,
      list: unknown[],
      options: object,
    ) {
      const done = { before: 0, midway: 3, after: list.length }[when] ?? 0
      if (done > 0) await original.call(this, list.slice(0, done), options)
      throw new Error('killed')
    } as never)
  }
})
