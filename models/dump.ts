import mongoose from 'mongoose'

/**
 * The collections of a backup in the order they are read. A bot may go on meanwhile, so what refers comes before what it
 * refers to, and messages come before what they led to: the backup is then like a moment after a crash, in which work
 * that was under way is done again and found done. Nobody seals while a backup is made, so the audit chain may be last.
 */
export const dumpOrder = [
  'inbound',
  'conversations',
  'sessions',
  'links',
  'deliveries',
  'consoleMessages',
  'consoleChats',
  'consoleClock',
  'candidates',
  'reports',
  'tickets',
  'media.files',
  'media.chunks',
  'bindingCodes',
  'chats',
  'roles',
  'households',
  'dailyCalls',
  // After the tickets, so that no number is given twice; before the people, who may have come on duty meanwhile.
  'communities',
  'people',
  'auditCheckpoints',
  'auditChain',
] as const

/** Belongs to running processes, or is written anew by a restore. */
export const neverDumped = ['leases', 'agendaJobs', 'meta'] as const

const { EJSON } = mongoose.mongo.BSON

function database(): mongoose.mongo.Db {
  const { db } = mongoose.connection
  if (!db) throw new Error('a dump needs an open connection')
  return db
}

/** What is there to dump, in the order of `dumpOrder`; collections it does not know come first. */
export async function collectionsToDump(): Promise<string[]> {
  const known: readonly string[] = dumpOrder
  const never: readonly string[] = neverDumped
  const names = (await database().listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name)
  return names
    .filter((name) => !never.includes(name) && !name.startsWith('system.'))
    .sort((a, b) => known.indexOf(a) - known.indexOf(b) || (a < b ? -1 : 1))
}

/** Each document of a collection, whole, as one line of extended JSON that keeps every type. */
export async function* dumpLines(collection: string): AsyncGenerator<string> {
  const exactly = { promoteValues: false, promoteLongs: false, promoteBuffers: false }
  for await (const document of database()
    .collection(collection)
    .find({}, { ...exactly, sort: { _id: 1 } })) {
    yield `${EJSON.stringify(document, { relaxed: false })}\n`
  }
}

/** An index as it can be made again. */
export type IndexSpec = { key: Record<string, number>; name: string }

/** The indexes of a collection, but for the one that every collection has. */
export async function indexesOf(collection: string): Promise<IndexSpec[]> {
  const found = await database().collection(collection).indexes()
  return found.flatMap(({ v: _version, ...index }) => (index.name === '_id_' ? [] : [index as IndexSpec]))
}

/** Where a backup goes back to. */
export interface RestoreTarget {
  name: string
  /** Collections with documents, and whether they are of a restore that was broken off. */
  state(): Promise<{ filled: string[]; isBrokenOff: boolean }>
  /** Marks the database, so that no bot starts on half of it, and empties what a broken-off restore left. */
  begin(): Promise<void>
  insert(collection: string, lines: readonly string[]): Promise<void>
  index(collection: string, indexes: readonly IndexSpec[]): Promise<void>
  count(collection: string): Promise<number>
  /** What was queued may have been sent since the backup was made: a person decides about it. */
  holdQueued(): Promise<number>
  /** Notes the version and takes the mark away. */
  finish(schemaVersion: number): Promise<void>
}

/** The database in use, or another one by its name on the same server. */
export function restoreTarget(into: string | null): RestoreTarget {
  const db = into ? mongoose.connection.getClient().db(into) : database()
  const meta = db.collection<{ _id: string; version: number }>('meta')
  const never: readonly string[] = neverDumped
  async function state() {
    const filled: string[] = []
    for (const { name } of await db.listCollections({}, { nameOnly: true }).toArray()) {
      if (never.includes(name) || name.startsWith('system.')) continue
      if (await db.collection(name).findOne({}, { projection: { _id: 1 } })) filled.push(name)
    }
    return { filled, isBrokenOff: (await meta.findOne({ _id: restoring })) !== null }
  }
  return {
    name: db.databaseName,
    state,
    async begin() {
      await meta.updateOne({ _id: restoring }, { $set: { version: 0 } }, { upsert: true })
      for (const name of (await state()).filled) await db.collection(name).deleteMany({})
    },
    async insert(collection, lines) {
      const documents = lines.map((line) => EJSON.parse(line, { relaxed: false }) as object)
      await db.collection(collection).insertMany(documents)
    },
    async index(collection, indexes) {
      if (indexes.length > 0) await db.collection(collection).createIndexes([...indexes])
    },
    count: (collection) => db.collection(collection).countDocuments(),
    async holdQueued() {
      const queued = { status: { $in: ['queued', 'sending'] } }
      const held = { $set: { status: 'uncertain', proof: 'restored from a backup' } }
      return (await db.collection('deliveries').updateMany(queued, held)).modifiedCount
    },
    async finish(schemaVersion) {
      await meta.updateOne({ _id: 'schema' }, { $set: { version: schemaVersion } }, { upsert: true })
      await meta.deleteOne({ _id: restoring })
    },
  }
}

const restoring = 'restoring'

/** Whether a restore into the database in use was broken off. */
export async function isHalfRestored(): Promise<boolean> {
  return (await database().collection<{ _id: string }>('meta').findOne({ _id: restoring })) !== null
}
