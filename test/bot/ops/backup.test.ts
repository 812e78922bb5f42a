import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'
import mongoose from 'mongoose'
import { pino } from 'pino'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createApp } from '../../../bot/app.ts'
import { fixedClock } from '../../../bot/business-clock.ts'
import { loadConfig } from '../../../bot/config.ts'
import { runOps } from '../../../bot/ops/run.ts'
import { prepareDatabase } from '../../../bot/prepare.ts'
import { withChain } from '../../../models/audit-chain.ts'
import { compareHistory } from '../../../models/audit-compare.ts'
import type { AuditRow } from '../../../models/audit-hash.ts'
import { docHash } from '../../../models/audit-hash.ts'
import { forgetEverything } from '../../../models/cache.ts'
import { consoleMessagesAfter } from '../../../models/console-world.ts'
import { dumpOrder, neverDumped } from '../../../models/dump.ts'
import { schemaVersion } from '../../../models/migrate.ts'
import type { Ticket } from '../../../models/ticket.ts'
import { privately, useChats } from '../../support/chat.ts'
import { engineUri, testDatabase } from '../../support/db.ts'
import { failWrites } from '../../support/fail-writes.ts'
import { tellOfLiyang } from '../../support/known-person.ts'
import { opsDoor, runLine, setVersion } from '../../support/ops.ts'
import { linkEnv, usePageDoor } from '../../support/page-door.ts'

const chats = useChats({ env: linkEnv })
const door = usePageDoor(chats)
const copy = `${testDatabase()}_copy`
let folder: string

beforeEach(async () => {
  folder = join(mkdtempSync(join(tmpdir(), 'ls-')), 'backup')
  await setVersion()
  await emptyCopy()
})
afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }))
afterAll(() => switchTo(testDatabase()).then(emptyCopy))

const ops = (line: string) => runLine(line, opsDoor(chats.clock.at))
const backup = () => ops(`backup ${folder}`)
const restore = (rest = '') => ops(`restore ${folder} --into ${copy} ${rest}`)

function database(name: string): mongoose.mongo.Db {
  return mongoose.connection.getClient().db(name)
}

async function emptyCopy(): Promise<void> {
  for (const one of await database(copy).collections()) await one.deleteMany({})
}

/** Lets the models work in another database, as a start with another address does. */
async function switchTo(name: string): Promise<void> {
  await mongoose.disconnect()
  await mongoose.connect(engineUri(), { dbName: name, autoIndex: false, autoCreate: false })
  forgetEverything()
}

/** Everything in a database but what belongs to processes, in canonical form. */
async function contents(name: string): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>()
  for (const one of await database(name).collections()) {
    if ((neverDumped as readonly string[]).includes(one.collectionName)) continue
    const documents = await one.find({}, { promoteValues: false, sort: { _id: 1 } }).toArray()
    const lines = documents.map((document) =>
      mongoose.mongo.BSON.EJSON.stringify(document, { relaxed: false }),
    )
    if (lines.length > 0) found.set(one.collectionName, lines)
  }
  return new Map([...found].sort())
}

async function indexes(name: string): Promise<string[]> {
  const found: string[] = []
  for (const one of await database(name).collections()) {
    if ((neverDumped as readonly string[]).includes(one.collectionName)) continue
    for (const index of await one.indexes()) {
      // Every collection has this one; that an empty collection exists says nothing.
      if (index.name !== '_id_') found.push(`${one.collectionName} ${JSON.stringify(index)}`)
    }
  }
  return found.sort()
}

describe('backup and restore', () => {
  it('brings back every document, picture and index, and the bot goes on from there', async () => {
    await tellOfLiyang(chats, door)
    // Types that a careless copy loses.
    const { Long, Double, Decimal128, Binary, ObjectId } = mongoose.mongo.BSON
    const odd = { long: Long.fromNumber(5), double: new Double(1), date: new Date(0), text: 'a\u2028b\nc' }
    const more = { decimal: Decimal128.fromString('1.10'), bytes: new Binary(Buffer.from([0, 255])) }
    await mongoose.connection.collection('bindingCodes').insertOne({ _id: new ObjectId(), ...odd, ...more })
    const before = await contents(testDatabase())

    const { json: made } = await backup()
    const { json: restored, exitCode } = await restore('--moved')

    expect(exitCode).toBe(0)
    expect(restored).toMatchObject({ database: copy, documents: made.documents, held: 0 })
    expect(await contents(copy)).toEqual(before)
    expect(before.get('media.chunks')).toHaveLength(4)
    expect(await indexes(copy)).toEqual(await indexes(testDatabase()))

    await switchTo(copy)
    await prepareDatabase({ isEmbedded: false, sample: 'none', at: chats.clock.at })
    expect((await ops(`audit verify --head ${made.head.seq}-${made.head.hash}`)).json).toMatchObject({
      ok: true,
      rows: made.head.seq,
    })
    expect(await resolveOn()).toContain('已记办结')
    expect((await ops('audit verify')).json).toMatchObject({ ok: true, waiting: 0 })
    await switchTo(testDatabase())
    expect(await contents(testDatabase())).toEqual(before)
  })

  /** Another process takes the restored database up: the open ticket is resolved there. */
  async function resolveOn(): Promise<string> {
    const app = createApp({
      config: loadConfig(linkEnv),
      connection: mongoose.connection,
      logger: pino({ level: 'silent' }),
      clock: fixedClock(chats.clock.now),
    })
    await app.settle()
    const { seq } = (await consoleMessagesAfter(0, { limit: 1000 })).at(-1) ?? { seq: 0 }
    const chat = { platform: 'console', externalId: 'dm-liushifu', isGroup: false }
    const sender = { externalId: 'liushifu', name: '刘师傅' }
    const words = { kind: 'message' as const, text: '办结 1002 换了控制板', isAddressed: true, images: [] }
    await app.intake.accept({ key: 'after-restore', chat, sender, ...words })
    await app.settle()
    const said = await consoleMessagesAfter(seq, { chatId: 'dm-liushifu', limit: 100 })
    return said.map(({ content }) => content.text).join('\n')
  }

  it('leaves to people what was queued when the backup was made', async () => {
    chats.clock.at = new Date('2026-06-01T23:00:00+08:00')
    await chats.say('liyang', '3号楼2单元电梯不动了')
    await backup()
    const { json } = await restore()

    expect(json.held).toBeGreaterThan(0)
    const statuses = await database(copy).collection('deliveries').distinct('status')
    expect(statuses.sort()).toEqual(['sent', 'uncertain'])
  })

  it('is a whole and fitting copy while the bot goes on', async () => {
    await chats.say('liyang', '3号楼2单元电梯不动了')
    let isOver = false
    const talk = async () => {
      for (let i = 0; !isOver; i++) {
        await chats.say('wangmin', `补充 1001 第${i}次`, privately('wangmin'))
        await chats.say('zhaojun', `${(i % 8) + 1}号楼${i}单元楼道灯不亮`, privately('zhaojun'))
      }
    }
    const talking = talk()
    for (let i = 0; i < 3; i++) {
      rmSync(folder, { recursive: true, force: true })
      await backup()
      await emptyCopy()
      await restore('--moved')
      expect(await dangling()).toEqual([])
      expect(await faultsOfCopy()).toEqual([])
      const { given, counted } = await highestNumbers()
      expect(counted).toBeGreaterThanOrEqual(given)
    }
    isOver = true
    await talking
  })

  /** References of a copy that lead nowhere. */
  async function dangling(): Promise<string[]> {
    const of = async (name: string, field: string) => {
      const found = await database(copy).collection(name).distinct(field)
      return found.filter((id) => id !== null).map(String)
    }
    const [tickets, people, chatIds] = await Promise.all(
      ['tickets', 'people', 'chats'].map((one) => of(one, '_id')),
    )
    const wrong = async (name: string, field: string, known: readonly string[] = []) =>
      (await of(name, field)).filter((id) => !known.includes(id)).map((id) => `${name}.${field} ${id}`)
    return (
      await Promise.all([
        wrong('reports', 'ticketId', tickets),
        wrong('reports', 'personId', people),
        wrong('deliveries', 'ticketId', tickets),
        wrong('deliveries', 'to.personId', people),
        wrong('deliveries', 'to.chatId', chatIds),
        wrong('tickets', 'events.by', people),
        wrong('households', 'residents.personId', people),
      ])
    ).flat()
  }

  /** The chain and the tickets of a copy were read at different moments and still fit together; the models are in use. */
  async function faultsOfCopy(): Promise<string[]> {
    const rows = await database(copy).collection<AuditRow>('auditChain').find().sort({ _id: 1 }).toArray()
    const tickets = await database(copy).collection<Ticket>('tickets').find().toArray()
    const span = { after: 0, before: null, upTo: rows.length }
    return tickets.flatMap((ticket) => {
      const own = rows.filter(({ doc }) => doc === docHash('ticket', ticket._id))
      return compareHistory('ticket', ticket, own, span).findings.map(({ fault }) => fault)
    })
  }

  async function highestNumbers(): Promise<{ given: number; counted: number }> {
    const [last] = await database(copy).collection('tickets').find().sort({ number: -1 }).limit(1).toArray()
    const community = await database(copy).collection('communities').findOne()
    return { given: last?.number ?? 0, counted: community?.lastTicketNumber }
  }

  it('writes files for its owner alone, and no token of a session or link', async () => {
    await tellOfLiyang(chats, door)
    await backup()

    expect(statSync(folder).mode & 0o777).toBe(0o700)
    for (const file of readdirSync(folder)) expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600)
    const lines = gunzipSync(readFileSync(join(folder, 'tickets.jsonl.gz')))
      .toString()
      .trim()
      .split('\n')
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ number: { $numberInt: '1001' } })
  })

  it('waits for whoever has the chain', async () => {
    let going: ReturnType<typeof backup> | undefined
    await withChain(async () => {
      going = backup()
      await delay(300)
      expect(readdirSync(folder)).toEqual([])
    })

    expect(await going).toMatchObject({ exitCode: 0 })
  })

  it('refuses a folder with anything in it, and what is no backup', async () => {
    await backup()

    expect(await backup()).toMatchObject({ exitCode: 2, json: { error: { code: 'bad_folder' } } })
    expect(await ops(`restore ${tmpdir()} --into ${copy}`)).toMatchObject({
      exitCode: 2,
      json: { error: { code: 'bad_backup' } },
    })
  })

  it('refuses a database that is not empty, and touches nothing in it', async () => {
    await chats.say('liyang', '3号楼2单元电梯不动了')
    await backup()
    const before = await contents(testDatabase())

    const { json, exitCode } = await ops(`restore ${folder}`)

    expect(exitCode).toBe(1)
    expect(json.error).toMatchObject({ code: 'not_empty', message: expect.stringContaining('--into') })
    expect(await contents(testDatabase())).toEqual(before)
  })

  it.each([
    ['cut off', (bytes: Buffer) => bytes.subarray(0, bytes.length - 20)],
    ['changed', (bytes: Buffer) => Buffer.from(bytes).fill(7, 40, 44)],
    ['empty', () => Buffer.alloc(0)],
  ])('refuses a file that is %s before anything is written', async (_what, spoil) => {
    await chats.say('liyang', '3号楼2单元电梯不动了')
    await backup()
    const file = join(folder, 'tickets.jsonl.gz')
    writeFileSync(file, spoil(readFileSync(file)))

    expect((await restore()).json.error).toMatchObject({
      code: 'backup_damaged',
      message: expect.stringContaining('tickets'),
    })
    expect(await contents(copy)).toEqual(new Map())
  })

  it('refuses a missing file, a strange manifest and a backup of a later version', async () => {
    await chats.say('liyang', '3号楼2单元电梯不动了')
    await backup()
    const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'))
    const write = (text: string) => writeFileSync(join(folder, 'manifest.json'), text)

    write(JSON.stringify({ ...manifest, schemaVersion: schemaVersion + 1 }))
    expect((await restore()).json.error.code).toBe('schema')
    write('{}')
    expect((await restore()).json.error.code).toBe('backup_damaged')
    write(JSON.stringify(manifest))
    rmSync(join(folder, 'people.jsonl.gz'))
    expect((await restore()).json.error.code).toBe('backup_damaged')
  })

  it('that was broken off lets no bot start, and is done again from the beginning', async () => {
    await chats.say('liyang', '3号楼2单元电梯不动了')
    const before = await contents(testDatabase())
    await backup()
    for (const writes of [1, 5, 12]) {
      const broken = await failWrites(writes, async () => {
        const words = ['restore', folder, '--into', copy]
        if ((await runOps(words, opsDoor(chats.clock.at))).exitCode !== 0) throw new Error('killed')
      })
      expect(broken).toBe(false)
      await switchTo(copy)
      await expect(
        prepareDatabase({ isEmbedded: true, sample: 'people', at: chats.clock.at }),
      ).rejects.toThrow('restore')
      await switchTo(testDatabase())
    }

    expect((await restore('--moved')).exitCode).toBe(0)
    expect(await contents(copy)).toEqual(before)
  })

  it('takes a backup of an earlier version, which is migrated once it is back', async () => {
    await chats.say('liyang', '3号楼2单元电梯不动了')
    await setVersion(1)
    expect((await backup()).json.schemaVersion).toBe(1)
    expect((await restore()).json.schemaVersion).toBe(1)

    await switchTo(copy)
    await expect(prepareDatabase({ isEmbedded: false, sample: 'none', at: chats.clock.at })).rejects.toThrow(
      'migrate',
    )
    expect((await ops('migrate')).json).toEqual({ from: 1, to: schemaVersion })
    expect((await ops('audit verify')).json.ok).toBe(true)
    await switchTo(testDatabase())
  })

  it('knows every collection that a model has, so that none is read at the wrong time', () => {
    const known: readonly string[] = [...dumpOrder, ...neverDumped]
    const stored = Object.values(mongoose.models).map((model) => model.collection.collectionName)

    expect(stored.filter((name) => !known.includes(name))).toEqual([])
  })
})
