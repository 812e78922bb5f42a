import mongoose from 'mongoose'
import type { IndexSpec } from './dump.ts'
import { neverDumped } from './dump.ts'

const { EJSON } = mongoose.mongo.BSON
const restoring = 'restoring'

function database(): mongoose.mongo.Db {
  const { db } = mongoose.connection
  if (!db) throw new Error('a restore needs an open connection')
  return db
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

/** Whether a restore into the database in use was broken off. */
export async function isHalfRestored(): Promise<boolean> {
  return (await database().collection<{ _id: string }>('meta').findOne({ _id: restoring })) !== null
}
