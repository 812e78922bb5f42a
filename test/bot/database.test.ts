import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import mongoose from 'mongoose'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Database, DatabaseError, joinDatabase, openDatabase } from '../../bot/database.ts'
import { engineDirectory, findObstacle, openEmbedded } from '../../bot/embedded-mongodb.ts'
import { engineUri, testDatabase } from '../support/db.ts'

let dataDir: string
let opened: Database[]
let children: ChildProcess[]

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'ls-'))
  opened = []
  children = []
})

afterEach(async () => {
  for (const database of opened) await database.close()
  for (const child of children) await kill(child)
  rmSync(dataDir, { recursive: true, force: true })
})

describe('the embedded engine', () => {
  it('keeps what was written after closing and opening again', async () => {
    const first = await open()
    await first.connection.collection('notes').insertOne({ text: '水管漏水' })
    await first.close()

    const second = await open()

    expect(await second.connection.collection('notes').findOne({}, { projection: { _id: 0 } })).toEqual({
      text: '水管漏水',
    })
  })

  it('serves the models of mongoose with journaled writes', async () => {
    const database = await open()

    expect(database).toMatchObject({ isEmbedded: true, name: 'linsheng', place: engineDirectory(dataDir) })
    expect(mongoose.connection).toBe(database.connection)
    expect(database.connection.db?.databaseName).toBe('linsheng')
    expect(mongoose.connection.getClient().options.writeConcern).toMatchObject({ journal: true })
  })

  it('says where it listens in a file only its owner reads, and removes it', async () => {
    const database = await open()
    const file = join(dataDir, 'mongodb.uri')

    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ uri: database.uri, pid: process.pid })
    expect(statSync(file).mode & 0o777).toBe(0o600)

    await database.close()
    await database.close()
    expect(existsSync(file)).toBe(false)
    expect(mongoose.connection.readyState).toBe(0)
  })

  it('refuses a second opening by the same process and leaves the first one working', async () => {
    const database = await open()

    const error = await failure(openDatabase({ dataDir }))

    expect(error).toMatchObject({ code: 'in-use', message: expect.stringContaining('本进程') })
    expect(await database.connection.collection('notes').countDocuments()).toBe(0)
    expect(existsSync(join(dataDir, 'mongodb.uri'))).toBe(true)
  })

  it('names the directory when another process has it open', async () => {
    await startHolder()

    const error = await failure(openDatabase({ dataDir }))

    expect(error.code).toBe('in-use')
    expect(error.message).toContain(engineDirectory(dataDir))
    expect(error.message).toContain('另一个进程')
  })

  it('says that the package is missing and what to set', async () => {
    const missing = Object.assign(new Error('Cannot find package'), { code: 'ERR_MODULE_NOT_FOUND' })

    const error = await failure(openEmbedded(dataDir, () => Promise.reject(missing)))

    expect(error).toMatchObject({ code: 'not-installed', cause: missing })
    expect(error.message).toContain('MONGODB_URI')
  })

  it('says that the library does not load and why', async () => {
    const broken = new Error('version `GLIBC_2.38` not found')

    const error = await failure(openEmbedded(dataDir, () => Promise.reject(broken)))

    expect(error).toMatchObject({ code: 'unsupported', cause: broken })
    expect(error.message).toContain(broken.message)
  })

  it('names a directory that cannot be created', async () => {
    writeFileSync(join(dataDir, 'file'), '')
    const impossible = join(dataDir, 'file', 'data')

    const error = await failure(openDatabase({ dataDir: impossible }))

    expect(error.code).toBe('not-writable')
    expect(error.message).toContain(engineDirectory(impossible))
  })

  // The superuser may write everywhere, so there is nothing to refuse.
  it.skipIf(process.getuid?.() === 0)('names a directory without write permission', async () => {
    chmodSync(dataDir, 0o500)

    const error = await failure(openDatabase({ dataDir }))

    chmodSync(dataDir, 0o700)
    expect(error.code).toBe('not-writable')
  })

  it.each(['WiredTiger.wt', 'WiredTiger.turtle', '_mdb_catalog.wt'])(
    'reports a damaged %s instead of ending the process',
    async (name) => {
      await (await open()).close()
      writeFileSync(join(engineDirectory(dataDir), name), 'not what the engine wrote')

      const error = await failure(openDatabase({ dataDir }))

      expect(error.code).toBe('corrupted')
      expect(error.message).toContain(engineDirectory(dataDir))
    },
  )
})

describe('a machine', () => {
  const debian12 = { platform: 'linux', arch: 'x64', glibc: '2.36', hasAvx: true, socketDirectory: '/tmp' }

  it.each([
    ['Debian 12', {}],
    ['Debian 13', { glibc: '2.41' }],
    ['Linux on ARM', { arch: 'arm64', glibc: '2.39' }],
    ['a Mac', { platform: 'darwin', arch: 'arm64', glibc: undefined }],
  ])('runs the engine: %s', (_name, difference) => {
    expect(findObstacle({ ...debian12, ...difference })).toBeUndefined()
  })

  it.each([
    ['Windows', { platform: 'win32', glibc: undefined }, 'win32-x64'],
    ['an Intel Mac', { platform: 'darwin', glibc: undefined }, 'darwin-x64'],
    ['Alpine', { glibc: undefined }, 'musl'],
    ['an old glibc', { glibc: '2.35' }, '2.36'],
    ['ARM with a glibc it was not built for', { arch: 'arm64', glibc: '2.36' }, '2.38'],
    ['no AVX', { hasAvx: false }, 'AVX'],
    ['a long TMPDIR', { socketDirectory: `/${'x'.repeat(80)}` }, 'TMPDIR'],
  ])('does not run the engine: %s', (_name, difference, reason) => {
    expect(findObstacle({ ...debian12, ...difference })).toContain(reason)
  })
})

describe('joining', () => {
  it('reaches the engine another process has open, and closing leaves that one running', async () => {
    const holder = await startHolder()

    const joined = keep(await joinDatabase({ dataDir }))
    await joined.connection.collection('notes').insertOne({ _id: new mongoose.Types.ObjectId(), from: 'cli' })

    expect(joined.isEmbedded).toBe(true)
    expect(await joined.connection.collection('notes').countDocuments()).toBe(2)

    await joined.close()
    expect(holder.exitCode).toBeNull()
    expect(existsSync(join(dataDir, 'mongodb.uri'))).toBe(true)
  })

  it('does not trust the address a killed process left behind, and finds its data', async () => {
    const holder = await startHolder()
    await kill(holder)
    const left = JSON.parse(readFileSync(join(dataDir, 'mongodb.uri'), 'utf8'))

    const joined = keep(await joinDatabase({ dataDir }))

    expect(joined.uri).not.toBe(left.uri)
    expect(await joined.connection.collection('notes').findOne({ from: 'holder' })).not.toBeNull()
    await joined.close()
    expect(existsSync(join(dataDir, 'mongodb.uri'))).toBe(false)
  })

  it('gives up on a process that is alive but does not answer', async () => {
    const holder = await startHolder()
    holder.kill('SIGSTOP')

    const error = await failure(joinDatabase({ dataDir }))

    expect(error.code).toBe('in-use')
  })

  it.each(['', '{', '{"uri":"file:///etc/passwd","pid":1}', '{"uri":"mongodb://%","pid":1}'])(
    'opens the engine itself when the address file says %j',
    async (content) => {
      writeFileSync(join(dataDir, 'mongodb.uri'), content)

      const joined = keep(await joinDatabase({ dataDir }))

      expect(await joined.connection.collection('notes').countDocuments()).toBe(0)
    },
  )
})

describe('a server', () => {
  const host = () => /^mongodb:\/\/[^/?]+/.exec(engineUri())?.[0]
  const server = () => `${host()}/${testDatabase()}?directConnection=true`

  it('is used with the database its address names, journaled by a majority', async () => {
    const database = keep(await openDatabase({ uri: server(), dataDir }))
    await database.connection.collection('notes').insertOne({ at: new Date() })

    expect(database).toMatchObject({ name: testDatabase(), isEmbedded: false })
    expect(database.connection.db?.databaseName).toBe(testDatabase())
    expect(mongoose.connection.getClient().options.writeConcern).toMatchObject({
      w: 'majority',
      journal: true,
    })
    expect(existsSync(join(dataDir, 'mongodb.uri'))).toBe(false)
    await database.connection.collection('notes').deleteMany({})
  })

  it('is joined by its address, whatever runs in the data directory', async () => {
    await startHolder()

    const database = keep(await joinDatabase({ uri: server(), dataDir }))

    expect(database.isEmbedded).toBe(false)
  })

  it('keeps the durability its address asks for, and the default name', async () => {
    const uri = `${host()}/?directConnection=true&W=1&journal=false`

    const database = keep(await openDatabase({ uri, dataDir }))

    expect(database).toMatchObject({ uri, name: 'linsheng' })
  })

  it('that is not there is reported within seconds, without its password, as worth a retry', async () => {
    const port = await freePort()
    const started = performance.now()

    const error = await failure(openDatabase({ uri: `mongodb://lin:geheim@127.0.0.1:${port}`, dataDir }))

    expect(performance.now() - started).toBeLessThan(8_000)
    expect(error).toMatchObject({ code: 'unreachable', isRetryable: true })
    expect(error.message).toContain(`127.0.0.1:${port}`)
    expect(error.message).not.toContain('geheim')
  })

  it.each([
    'localhost:27017',
    'mongodb://',
    'http://127.0.0.1/',
    'mongodb://a:b:c@h',
    'mongodb://h:99999/',
    'mongodb://h/?nonsense=1',
    'mongodb://h/%zz',
  ])('with the malformed address %s is refused', async (uri) => {
    const error = await failure(openDatabase({ uri, dataDir }))

    expect(error).toMatchObject({ code: 'bad-uri', isRetryable: false })
    expect(error.message).toContain('MONGODB_URI')
  })
})

async function open(): Promise<Database> {
  return keep(await openDatabase({ dataDir }))
}

function keep(database: Database): Database {
  opened.push(database)
  return database
}

async function failure(operation: Promise<unknown>): Promise<DatabaseError> {
  const error = await operation.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof DatabaseError)) throw new Error('expected a DatabaseError', { cause: error })
  return error
}

/** Another process that opens the data directory, writes one note and stays. */
async function startHolder(): Promise<ChildProcess> {
  const database = pathToFileURL(join(import.meta.dirname, '../../bot/database.ts')).href
  const script = `
    import { openDatabase } from ${JSON.stringify(database)}
    const { connection } = await openDatabase({ dataDir: ${JSON.stringify(dataDir)} })
    await connection.collection('notes').insertOne({ from: 'holder' })
    console.log('ready')`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
    // A killed engine leaves its socket behind: here it is removed with the data.
    env: { ...process.env, TMPDIR: dataDir },
  })
  children.push(child)
  for await (const line of createInterface({ input: child.stdout })) if (line === 'ready') return child
  throw new Error('the other process ended before it was ready')
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
