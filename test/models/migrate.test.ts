import { readFileSync } from 'node:fs'
import mongoose from 'mongoose'
import { beforeEach, describe, expect, it } from 'vitest'
import { sealEvents } from '../../jobs/seal-events.ts'
import { verifyChain } from '../../models/audit-verify.ts'
import { findCommunity } from '../../models/community.ts'
import { migrate, schemaVersion, storedVersion } from '../../models/migrate.ts'
import type { Person } from '../../models/person.ts'
import type { Ticket } from '../../models/ticket.ts'
import { listTickets, noteOnTicket } from '../../models/ticket.ts'
import { silentTools } from '../support/audit.ts'
import { useDatabase } from '../support/db.ts'
import { failWrites } from '../support/fail-writes.ts'

const { EJSON } = mongoose.mongo.BSON
const now = new Date('2026-06-02T01:00:00Z')

useDatabase()

/** A short story as version 1 stored it. */
beforeEach(async () => {
  const lines = readFileSync('test/fixtures/version-1.jsonl', 'utf8').trim().split('\n')
  for (const line of lines) {
    const { collection, document } = EJSON.parse(line) as { collection: string; document: { _id: never } }
    await mongoose.connection.collection(collection).insertOne(document)
  }
})

async function everything(): Promise<string> {
  const collections = (await mongoose.connection.db?.collections()) ?? []
  const found = collections.map(async (one) => [
    one.collectionName,
    await one.find().sort({ _id: 1 }).toArray(),
  ])
  return JSON.stringify((await Promise.all(found)).sort())
}

describe('migrating', () => {
  it('brings a database of version 1 to this version', async () => {
    expect(await storedVersion()).toBe(1)
    await migrate()

    expect(await storedVersion()).toBe(schemaVersion)
    const tickets = await listTickets({ limit: 10 })
    expect(tickets.map(({ sealed, unsealedAt, events }) => [sealed, unsealedAt, events.length])).toEqual([
      [0, tickets[0]?.openedAt, 1],
      [0, tickets[1]?.openedAt, 4],
    ])
    const salts = tickets.flatMap(({ events }) => events.map(({ salt }) => salt))
    expect(new Set(salts).size).toBe(5)
    expect(salts.every((salt) => salt && salt.length >= 20)).toBe(true)
    const people = mongoose.connection.collection<Person>('people')
    expect(await people.countDocuments({ events: [], sealed: 0 })).toBe(13)
    expect((await findCommunity('jinxiu'))?.phones.property).toEqual({
      number: '0472-555-0101',
      checkedAt: null,
    })
  })

  it('lets the history of before be sealed and verified, and go on', async () => {
    await migrate()
    await sealEvents.run(silentTools(now))
    const [first] = await listTickets({ limit: 1 })
    const act = { eventId: 'later', by: null, role: 'system' as const, at: now }
    await noteOnTicket(first?._id ?? '', 'jinxiu', { ...act, kind: 'note' })
    await sealEvents.run(silentTools(now))

    expect(await verifyChain(null)).toMatchObject({ rows: 6, checked: 6, faulty: 0 })
  })

  it('changes nothing more when it is repeated, and takes no step into a new database', async () => {
    await migrate()
    const once = await everything()
    await migrate()
    expect(await everything()).toBe(once)

    await mongoose.connection.collection('meta').deleteMany({})
    await mongoose.connection.collection<Ticket>('tickets').updateMany({}, { $unset: { sealed: 1 } })
    await migrate()
    expect(await mongoose.connection.collection('tickets').countDocuments({ sealed: 0 })).toBe(0)
  })

  it('goes on after a crash at any write', async () => {
    for (let write = 0; ; write += 1) {
      const isOver = await failWrites(write, migrate)
      if (isOver) break
      expect(await storedVersion()).toBeLessThan(schemaVersion)
      expect(write).toBeLessThan(50)
    }

    await migrate()
    await sealEvents.run(silentTools(now))
    expect(await storedVersion()).toBe(schemaVersion)
    expect(await verifyChain(null)).toMatchObject({ rows: 5, checked: 5, faulty: 0 })
  })
})
