import { randomUUID } from 'node:crypto'
import mongoose, { model, Schema } from 'mongoose'
import type { AuditRow } from './audit-hash.ts'
import { contentHash, docHash, eventHash, genesis, rowHash } from './audit-hash.ts'
import { isDuplicateKey } from './duplicate-key.ts'
import type { HistoryEvent, Sealable, SealedKind } from './history.ts'
import { sealedKinds } from './history.ts'
import { acquireLease, releaseLease } from './lease.ts'

const auditSchema = new Schema<AuditRow>(
  {
    _id: { type: Number, required: true },
    kind: { type: String, required: true },
    doc: { type: String, required: true },
    event: { type: String, required: true },
    content: { type: String, required: true },
    at: { type: Date, required: true },
    prev: { type: String, required: true },
    hash: { type: String, required: true },
  },
  { versionKey: false },
)
auditSchema.index({ event: 1 }, { unique: true })
auditSchema.index({ doc: 1, _id: 1 })

const AuditModel = model('AuditRow', auditSchema, 'auditChain')

/** A document of any kind with a history. */
export type SealedDocument = Sealable & { _id: string }

/** The documents of a kind, as they are stored. */
export function documentsOf(kind: SealedKind) {
  return mongoose.connection.collection<SealedDocument>(sealedKinds[kind])
}

/** Where the chain ends. */
export type Head = Pick<AuditRow, '_id' | 'hash'>

/** The last row of the chain; null while nothing was sealed. */
export async function chainHead(): Promise<Head | null> {
  return AuditModel.findOne({}, { hash: 1 }).sort({ _id: -1 }).lean()
}

/** Rows in their order, from a number on. */
export function chainFrom(seq: number): AsyncIterable<AuditRow> {
  return AuditModel.find({ _id: { $gte: seq } })
    .sort({ _id: 1 })
    .lean()
    .cursor()
}

/** Rows in a span, those of one document next to each other in their order. */
export function chainByDocument(span: { after: number; upTo: number }): AsyncIterable<AuditRow> {
  return AuditModel.find({ _id: { $gt: span.after, $lte: span.upTo } })
    .sort({ doc: 1, _id: 1 })
    .hint({ doc: 1, _id: 1 })
    .lean()
    .cursor()
}

/** All rows of some documents in their order. */
export async function rowsOf(docs: readonly string[]): Promise<AuditRow[]> {
  return AuditModel.find({ doc: { $in: [...docs] } })
    .sort({ _id: 1 })
    .lean()
}

/** How many rows there are from a number up to another. */
export async function countRows(from: number, to: number): Promise<number> {
  return AuditModel.countDocuments({ _id: { $gte: from, $lte: to } })
}

/** The first row that happened at a time or later. */
export async function firstRowSince(at: Date): Promise<AuditRow | null> {
  return AuditModel.findOne({ at: { $gte: at } })
    .sort({ _id: 1 })
    .lean()
}

/** One row by its number. */
export async function chainRow(seq: number): Promise<AuditRow | null> {
  return AuditModel.findById(seq).lean()
}

/** Removes the rows up to a number; a checkpoint has to stand for them. */
export async function removeRowsUpTo(seq: number): Promise<number> {
  return (await AuditModel.deleteMany({ _id: { $lte: seq } })).deletedCount
}

const lease = 'audit-chain'
const leaseMs = 60_000
const renewMs = 20_000

/** Runs what touches the chain; one process does so at a time, and null says that another is at it. */
export async function withChain<T>(work: () => Promise<T>): Promise<T | null> {
  const holder = randomUUID()
  const hold = () => acquireLease(lease, holder, leaseMs)
  if ((await hold()) === null) return null
  // Should it be lost, the unique keys keep the chain right; a database that is away stops the work itself.
  let renewal: Promise<unknown> = Promise.resolve()
  const renewing = setInterval(() => {
    renewal = hold().catch(() => undefined)
  }, renewMs)
  try {
    return await work()
  } finally {
    clearInterval(renewing)
    await renewal
    await releaseLease(lease, holder)
  }
}

const documentsAtOnce = 200
/** More events than this of one document go into later batches. */
const eventsAtOnce = 100

/** One document that was tampered with must not stop the sealing of all others. */
const events = { $ifNull: ['$events', []] }
const sealed = { $ifNull: ['$sealed', 0] }

interface Pending {
  _id: string
  first: string
  sealed: number
  pending: HistoryEvent[]
}

/**
 * Appends the oldest unsealed events of each kind to the chain, each once, and then marks them; killed in between, the
 * next call finds them there and only marks. Returns how many documents it went through; 0 when nothing is left.
 */
export async function sealSome(): Promise<number> {
  let documents = 0
  for (const kind of Object.keys(sealedKinds) as SealedKind[]) documents += await sealKind(kind)
  return documents
}

async function sealKind(kind: SealedKind): Promise<number> {
  const documents = await unsealed(kind)
  if (documents.length === 0) return 0
  if (await append(kind, documents)) await mark(kind, documents)
  return documents.length
}

function unsealed(kind: SealedKind): Promise<Pending[]> {
  return documentsOf(kind)
    .aggregate<Pending>([
      { $match: { unsealedAt: { $type: 'date' } } },
      { $sort: { unsealedAt: 1, _id: 1 } },
      { $limit: documentsAtOnce },
      {
        $project: {
          first: { $first: '$events.id' },
          sealed,
          pending: { $slice: [events, sealed, eventsAtOnce] },
        },
      },
    ])
    .toArray()
}

/** False when somebody else appended meanwhile: the unique keys let nothing in twice, and the next batch looks again. */
async function append(kind: SealedKind, documents: readonly Pending[]): Promise<boolean> {
  const rows = link(await missing(kind, documents), await chainHead())
  if (rows.length === 0) return true
  try {
    await AuditModel.collection.insertMany(rows as never[], { ordered: true })
    return true
  } catch (error) {
    if (isDuplicateKey(error)) return false
    throw error
  }
}

type Unlinked = Omit<AuditRow, '_id' | 'prev' | 'hash'>

async function missing(kind: SealedKind, documents: readonly Pending[]): Promise<Unlinked[]> {
  const rows = documents.flatMap(({ _id, pending }) =>
    pending.map((event) => ({
      kind,
      doc: docHash(kind, _id),
      event: eventHash(kind, _id, event.id),
      content: contentHash(kind, _id, event),
      at: event.at,
    })),
  )
  const found = await AuditModel.find({ event: { $in: rows.map(({ event }) => event) } }, { event: 1 }).lean()
  const known = new Set(found.map(({ event }) => event))
  // An id that stands twice in a document is sealed once; verifying names the other.
  return rows.filter(({ event }) => !known.has(event) && known.add(event))
}

function link(rows: readonly Unlinked[], head: Head | null): AuditRow[] {
  let [seq, prev] = [head?._id ?? 0, head?.hash ?? genesis]
  return rows.map((row) => {
    seq += 1
    const linked = { _id: seq, ...row, prev }
    prev = rowHash(linked)
    return { ...linked, hash: prev }
  })
}

/** A document that lost its oldest events to a checkpoint meanwhile is left as it is; the next batch looks again. */
async function mark(kind: SealedKind, documents: readonly Pending[]): Promise<void> {
  const operations = documents.map(({ _id, first, sealed: before, pending }) => {
    const upTo = before + pending.length
    const isMore = { $gt: [{ $size: events }, upTo] }
    const marks = {
      sealed: { $max: ['$sealed', upTo] },
      unsealedAt: { $cond: [isMore, '$unsealedAt', '$$REMOVE'] },
    }
    return { updateOne: { filter: { _id, 'events.0.id': first }, update: [{ $set: marks }] } }
  })
  await documentsOf(kind).bulkWrite(operations, { ordered: false })
}

/** How many events are not sealed yet, and since when the oldest waits. */
export async function auditBacklog(): Promise<{ waiting: number; oldestAt: Date | null }> {
  const found = await Promise.all((Object.keys(sealedKinds) as SealedKind[]).map(backlogOf))
  const times = found.flatMap(({ oldestAt }) => (oldestAt ? [oldestAt.getTime()] : []))
  return {
    waiting: found.reduce((sum, { waiting }) => sum + waiting, 0),
    oldestAt: times.length > 0 ? new Date(Math.min(...times)) : null,
  }
}

async function backlogOf(kind: SealedKind): Promise<{ waiting: number; oldestAt: Date | null }> {
  const [found] = await documentsOf(kind)
    .aggregate<{ waiting: number; oldestAt: Date }>([
      { $match: { unsealedAt: { $type: 'date' } } },
      {
        $group: {
          _id: null,
          waiting: { $sum: { $subtract: [{ $size: events }, sealed] } },
          oldestAt: { $min: '$unsealedAt' },
        },
      },
    ])
    .toArray()
  return found ?? { waiting: 0, oldestAt: null }
}
