import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import mongoose, { type Connection } from 'mongoose'
import { z } from 'zod'
import { DatabaseError, engineDirectory, openEmbedded } from './embedded-mongodb.ts'

export { DatabaseError, type DatabaseErrorCode } from './embedded-mongodb.ts'

export interface DatabaseOptions {
  /** MONGODB_URI; without it the embedded engine is used. */
  uri?: string
  dataDir: string
}

export interface Database {
  /** The address in use; it may contain a password, so log `place` instead. */
  readonly uri: string
  readonly name: string
  /** Where the data is, for people and logs, without credentials. */
  readonly place: string
  /** True when the embedded engine serves, whether this process opened or joined it. */
  readonly isEmbedded: boolean
  /** Mongoose's default connection: every model uses it, and agenda is handed it. */
  readonly connection: Connection
  /** Ends the connection and, if this process opened it, the engine; calling it again changes nothing. */
  close(): Promise<void>
}

const defaultName = 'linsheng'
const uriShape =
  /^mongodb(?:\+srv)?:\/\/(?:[^@/]*@)?(?<hosts>[^/?]+)(?:\/(?<name>[^?]*))?(?:\?(?<query>.*))?$/

/** Long enough for a replica set to elect a new primary within a command's retry, short enough for a start. */
const unreachableAfterMs = 5_000
const pingTimeoutMs = 1_000

const LiveUri = z.object({ uri: z.string().startsWith('mongodb://'), pid: z.int().positive() })
type LiveUri = z.infer<typeof LiveUri>

/**
 * Connects mongoose to the given server, or to the embedded engine in `dataDir`; every acknowledged write is
 * journaled (on a replica set: by a majority), and every failure is a `DatabaseError`.
 */
export async function openDatabase({ uri, dataDir }: DatabaseOptions): Promise<Database> {
  if (uri) return await connect(addressOf(uri))
  const engine = await openEmbedded(dataDir)
  const file = liveUriFile(dataDir)
  const release = async () => {
    // Before the engine closes: from then on, the file may already be the next process's.
    rmSync(file, { force: true })
    await engine.close()
  }
  try {
    announce(file, { uri: engine.uri, pid: process.pid })
    return await connect(embeddedAddress(engine.uri, dataDir), release)
  } catch (error) {
    await release()
    throw error
  }
}

/**
 * Connects to the database the running bot uses: MONGODB_URI, else its embedded engine if that answers
 * within a second, else an embedded engine opened here and closed with the returned database.
 */
export async function joinDatabase({ uri, dataDir }: DatabaseOptions): Promise<Database> {
  if (uri) return await openDatabase({ uri, dataDir })
  const joined = await joinRunning(dataDir)
  if (joined) return joined
  try {
    return await openDatabase({ dataDir })
  } catch (error) {
    if (!(error instanceof DatabaseError) || error.code !== 'in-use') throw error
    // A bot that has locked the directory but not yet said where it listens is a moment away from it.
    await delay(pingTimeoutMs)
    const late = await joinRunning(dataDir)
    if (late) return late
    throw error
  }
}

async function joinRunning(dataDir: string): Promise<Database | undefined> {
  const live = readLiveUri(liveUriFile(dataDir))
  if (!live || !(await answers(live.uri))) return undefined
  return await connect(embeddedAddress(live.uri, dataDir))
}

interface Address {
  uri: string
  name: string
  place: string
  isEmbedded: boolean
}

function addressOf(uri: string): Address {
  const parts = uriShape.exec(uri)?.groups
  if (!parts?.hosts) {
    throw new DatabaseError(
      'bad-uri',
      'MONGODB_URI 的格式不对（malformed）。应形如 mongodb://用户名:密码@主机:27017/linsheng，用户名和密码中的特殊字符要写成 %XX',
    )
  }
  const name = parts.name ? decodeName(parts.name) : defaultName
  return {
    uri: withDurability(uri, parts.query),
    name,
    place: `mongodb://${parts.hosts}/${name}`,
    isEmbedded: false,
  }
}

function embeddedAddress(uri: string, dataDir: string): Address {
  return { uri, name: defaultName, place: engineDirectory(dataDir), isEmbedded: true }
}

function decodeName(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch (cause) {
    throw new DatabaseError('bad-uri', 'MONGODB_URI 中的数据库名写错了：% 后面应是两位十六进制数', { cause })
  }
}

/** Adds to the text instead of rebuilding it, so that what the operator wrote is passed on unchanged. */
function withDurability(uri: string, query: string | undefined): string {
  const given = new Set([...new URLSearchParams(query).keys()].map((key) => key.toLowerCase()))
  const missing: string[] = []
  if (!given.has('w')) missing.push('w=majority')
  if (!given.has('journal') && !given.has('j')) missing.push('journal=true')
  if (missing.length === 0) return uri
  const hasPath = uri.indexOf('/', uri.indexOf('://') + 3) >= 0
  if (query === undefined) return `${uri}${hasPath ? '' : '/'}?${missing.join('&')}`
  return `${uri}${query === '' ? '' : '&'}${missing.join('&')}`
}

async function connect(address: Address, release: () => Promise<void> = async () => {}): Promise<Database> {
  try {
    await mongoose.connect(address.uri, {
      // Not put into the uri: a path there would also move the database that holds the users.
      dbName: address.name,
      // Indexes are built by the migration, not by whichever process starts first.
      autoIndex: false,
      autoCreate: false,
      // While the server is away, a command fails by the driver's own timeout instead of waiting in a queue.
      bufferCommands: false,
      serverSelectionTimeoutMS: unreachableAfterMs,
      connectTimeoutMS: unreachableAfterMs,
      // A server that vanishes mid-answer must not hold a job for ever; no query of ours runs nearly this long.
      socketTimeoutMS: 60_000,
      // One Node process cannot keep more commands busy; beyond that, waiting beats more connections.
      maxPoolSize: 20,
      waitQueueTimeoutMS: 10_000,
    })
    // Connecting proves a server is there; only a command proves that it lets us in.
    await mongoose.connection.db?.command({ ping: 1 })
  } catch (cause) {
    await mongoose.disconnect()
    throw explain(cause, address)
  }
  return describe(address, release)
}

function describe(address: Address, release: () => Promise<void>): Database {
  let closing: Promise<void> | undefined
  const close = async () => {
    try {
      await mongoose.disconnect()
    } finally {
      await release()
    }
  }
  return {
    ...address,
    connection: mongoose.connection,
    close() {
      closing ??= close()
      return closing
    },
  }
}

/** By name, because some come from the driver and some, under the same name, from its URI parser. */
const addressErrors = new Set([
  'MongoParseError',
  'MongoInvalidArgumentError',
  'MongoAPIError',
  'MongoRuntimeError',
])

function explain(cause: unknown, { place }: Address): DatabaseError {
  if (cause instanceof Error && addressErrors.has(cause.name)) {
    return new DatabaseError('bad-uri', `MONGODB_URI 写错了：${cause.message}。请改正后重新启动`, { cause })
  }
  const { MongoServerError } = mongoose.mongo
  // 13 Unauthorized, 18 AuthenticationFailed, 8000 Atlas's own.
  if (cause instanceof MongoServerError && [13, 18, 8000].includes(Number(cause.code))) {
    const message = `MongoDB（${place}）拒绝登录（authentication failed）。请检查 MONGODB_URI 的用户名、密码和 authSource`
    return new DatabaseError('unauthorized', message, { cause })
  }
  const message = `连不上 MongoDB（${place}），等了 ${unreachableAfterMs / 1000} 秒。请确认它在运行、MONGODB_URI 的主机和端口正确、防火墙放行`
  return new DatabaseError('unreachable', message, { cause })
}

function liveUriFile(dataDir: string): string {
  return join(resolve(dataDir), 'mongodb.uri')
}

/** Readers see the old file or the new one, never half of one; whoever can read it can read all data. */
function announce(file: string, live: LiveUri): void {
  const unfinished = `${file}.${process.pid}`
  rmSync(unfinished, { force: true })
  writeFileSync(unfinished, `${JSON.stringify(live)}\n`, { mode: 0o600 })
  renameSync(unfinished, file)
}

/** A missing, foreign or damaged file only means that nobody can be joined. */
function readLiveUri(file: string): LiveUri | undefined {
  try {
    return LiveUri.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return undefined
  }
}

/** The socket of a killed bot stays behind, and its pid may be somebody else's: only an answer counts. */
async function answers(uri: string): Promise<boolean> {
  const timeouts = {
    serverSelectionTimeoutMS: pingTimeoutMs,
    connectTimeoutMS: pingTimeoutMs,
    socketTimeoutMS: pingTimeoutMs,
  }
  try {
    // Inside the try: the constructor throws on an address it cannot parse.
    const client = new mongoose.mongo.MongoClient(uri, timeouts)
    await client
      .db(defaultName)
      .command({ ping: 1 })
      .finally(() => client.close())
    return true
  } catch {
    return false
  }
}
