import { model, Schema } from 'mongoose'
import {
  chainHead,
  chainRow,
  documentsOf,
  firstRowSince,
  removeRowsUpTo,
  rowsOf,
  sealSome,
} from './audit-chain.ts'
import { docHash } from './audit-hash.ts'
import type { HistoryEvent, Sealable } from './history.ts'
import { eventFields, newSalt, sealFields, unsealedIndex } from './history.ts'
import { inLots } from './in-lots.ts'

/** Stands for the rows of the audit chain up to a number, which retention has removed. Its own making is in the chain. */
export interface Checkpoint extends Sealable {
  _id: string
  seq: number
  hash: string
  /** Rows removed by this checkpoint. */
  count: number
  /** Everything removed had happened before. */
  before: Date
}

const checkpointSchema = new Schema<Checkpoint>(
  {
    _id: { type: String, required: true },
    seq: { type: Number, required: true },
    hash: { type: String, required: true },
    count: { type: Number, required: true },
    before: { type: Date, required: true },
    events: { type: [new Schema<HistoryEvent>(eventFields, { _id: false })], default: [] },
    ...sealFields,
  },
  { versionKey: false },
)
checkpointSchema.index({ seq: 1 }, { unique: true })
checkpointSchema.index(...unsealedIndex)

const CheckpointModel = model('AuditCheckpoint', checkpointSchema, 'auditCheckpoints')

/** The checkpoint the chain begins at; null while nothing was ever removed. */
export async function lastCheckpoint(): Promise<Checkpoint | null> {
  return CheckpointModel.findOne().sort({ seq: -1 }).lean()
}

/** What the event of a checkpoint says of it, so that the chain holds the checkpoint itself. */
export function checkpointNote({
  seq,
  hash,
  count,
  before,
}: Omit<Checkpoint, '_id' | keyof Sealable>): string {
  return `${seq} ${hash} ${count} ${before.toISOString()}`
}

/** What a checkpoint removed; nothing when `checkpoint` is null. */
export interface Cut {
  checkpoint: Checkpoint | null
  rows: number
  /** Tickets whose history was removed. */
  tickets: number
}

/**
 * Puts a checkpoint in the place of the sealed rows from before a time, and removes those rows and the history of
 * tickets that were over by then. To be run within `withChain`. Killed in between, a repetition goes on.
 */
export async function cutChain(before: Date, at: Date): Promise<Cut> {
  await sealAll()
  const seq = await lastSeqBefore(before)
  const last = await lastCheckpoint()
  if (seq > (last?.seq ?? 0)) await putCheckpoint(seq, seq - (last?.seq ?? 0), { before, at })
  const checkpoint = await lastCheckpoint()
  if (!checkpoint) return { checkpoint, rows: 0, tickets: 0 }
  await sealAll()
  const tickets = await removeHistories(checkpoint)
  return { checkpoint, tickets, rows: await removeRowsUpTo(checkpoint.seq) }
}

async function sealAll(): Promise<void> {
  while ((await sealSome()) > 0);
}

async function lastSeqBefore(before: Date): Promise<number> {
  const newer = await firstRowSince(before)
  return newer ? newer._id - 1 : ((await chainHead())?._id ?? 0)
}

async function putCheckpoint(
  seq: number,
  count: number,
  { before, at }: { before: Date; at: Date },
): Promise<void> {
  const hash = (await chainRow(seq))?.hash ?? ''
  const note = checkpointNote({ seq, hash, count, before })
  const event = {
    id: 'checkpoint',
    at,
    kind: 'checkpoint',
    by: null,
    role: 'admin' as const,
    note,
    salt: newSalt(),
  }
  const checkpoint = { seq, hash, count, before, events: [event], sealed: 0, unsealedAt: at }
  await CheckpointModel.updateOne({ _id: String(seq) }, { $setOnInsert: checkpoint }, { upsert: true })
}

const ticketsAtOnce = 200

/** Only of tickets of which nothing is left in the chain; who takes one up again meanwhile keeps it out by a newer event. */
async function removeHistories({ before, seq }: Checkpoint): Promise<number> {
  const tickets = documentsOf('ticket')
  const isOver = {
    status: { $in: ['closed', 'withdrawn', 'declined'] },
    unsealedAt: null,
    'events.0': { $exists: true },
    events: { $not: { $elemMatch: { at: { $gte: before } } } },
  }
  let removed = 0
  for await (const lot of inLots(tickets.find(isOver, { projection: { _id: 1 } }), ticketsAtOnce)) {
    const rows = await rowsOf(lot.map(({ _id }) => hashOf(_id)))
    const later = new Set(rows.filter(({ _id }) => _id > seq).map(({ doc }) => doc))
    const ids = lot.map(({ _id }) => _id).filter((id) => !later.has(hashOf(id)))
    const change = { $set: { events: [], sealed: 0 } }
    removed += (await tickets.updateMany({ ...isOver, _id: { $in: ids } }, change)).modifiedCount
  }
  return removed
}

function hashOf(ticketId: string): string {
  return docHash('ticket', ticketId)
}
