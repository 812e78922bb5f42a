import mongoose from 'mongoose'
import { ticksCollection } from './job-tick.ts'

/**
 * The collections of a backup in the order they are read. A bot may go on meanwhile, so what refers comes before what it
 * refers to, and messages come before what they led to: the backup is then like a moment after a crash, in which work
 * that was under way is done again and found done. Nobody seals while a backup is made, so the audit chain may be last.
 */
export const dumpOrder = [
  'inbound',
  'jobRuns',
  'conversations',
  'sessions',
  'links',
  'deliveries',
  'consoleMessages',
  'consoleChats',
  'consoleClock',
  'candidates',
  'reports',
  'events',
  'promises',
  'dissuasions',
  'mediations',
  'tickets',
  'media.files',
  'media.chunks',
  'bindingCodes',
  'chats',
  'roles',
  'households',
  'pausedJobs',
  'dailyCalls',
  'dailyPictures',
  // After the tickets, so that no number is given twice; before the people, who may have come on duty meanwhile.
  'communities',
  'people',
  'auditCheckpoints',
  'auditChain',
] as const

/** Belongs to running processes, or is written anew by a restore. */
export const neverDumped = ['leases', ticksCollection, 'meta'] as const

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
