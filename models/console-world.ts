import { model, Schema } from 'mongoose'
import type { Content } from '../domain/message.ts'
import { isDuplicateKey } from './duplicate-key.ts'
import { newId } from './new-id.ts'

/** A chat of the simulator, with the people in it. */
export interface ConsoleChat {
  _id: string
  kind: 'community' | 'building' | 'staff' | 'private'
  title: string
  members: { id: string; name: string; role: string }[]
}

/** One message as the simulator shows it; `seq` grows by one with each message of the world. */
export interface ConsoleMessage {
  _id: string
  seq: number
  chatId: string
  senderId: string
  at: Date
  content: Content
  images: string[]
  quote: string | null
  /** Messages of others that it hands on as one record. */
  forwarded?: { name: string; text: string; at: string }[]
  /** Sent twice under one key, it is shown once. */
  key: string
}

const chatSchema = new Schema<ConsoleChat>(
  {
    _id: { type: String, required: true },
    kind: { type: String, required: true },
    title: { type: String, required: true },
    members: {
      type: [
        {
          _id: false,
          id: { type: String, required: true },
          name: { type: String, required: true },
          role: { type: String, required: true },
        },
      ],
      default: [],
    },
  },
  { versionKey: false },
)

const messageSchema = new Schema<ConsoleMessage>(
  {
    _id: { type: String, default: newId },
    seq: { type: Number, required: true },
    chatId: { type: String, required: true },
    senderId: { type: String, required: true },
    at: { type: Date, required: true },
    content: { type: Schema.Types.Mixed, required: true },
    images: { type: [String], default: [] },
    quote: { type: String, default: null },
    forwarded: { type: Schema.Types.Mixed, default: undefined },
    key: { type: String, required: true },
  },
  { versionKey: false },
)
messageSchema.index({ seq: 1 }, { unique: true })
messageSchema.index({ key: 1 }, { unique: true })
messageSchema.index({ chatId: 1, seq: 1 })

const ConsoleChatModel = model('ConsoleChat', chatSchema, 'consoleChats')
const ConsoleMessageModel = model('ConsoleMessage', messageSchema, 'consoleMessages')

/** Creates or updates a chat of the simulator. */
export async function putConsoleChat(chat: ConsoleChat): Promise<void> {
  const { _id, ...rest } = chat
  await ConsoleChatModel.updateOne({ _id }, { $set: rest }, { upsert: true })
}

/** All chats of the simulator. */
export async function listConsoleChats(): Promise<ConsoleChat[]> {
  return ConsoleChatModel.find().sort({ _id: 1 }).lean()
}

/** One chat of the simulator. */
export async function findConsoleChat(id: string): Promise<ConsoleChat | null> {
  return ConsoleChatModel.findById(id).lean()
}

/** Messages after a sequence number, in one chat or in all. */
export async function consoleMessagesAfter(
  seq: number,
  filter: { chatId?: string; limit: number },
): Promise<ConsoleMessage[]> {
  return ConsoleMessageModel.find({
    seq: { $gt: seq },
    ...(filter.chatId ? { chatId: filter.chatId } : {}),
  })
    .sort({ seq: 1 })
    .limit(filter.limit)
    .lean()
}

/** One message of the simulator. */
export async function findConsoleMessage(id: string): Promise<ConsoleMessage | null> {
  return ConsoleMessageModel.findById(id).lean()
}

/** The last number this process knows of; another process may be further, which the unique index tells. */
let knownSeq: number | undefined

async function lastSeq(): Promise<number> {
  const last = await ConsoleMessageModel.findOne({}, { seq: 1 }).sort({ seq: -1 }).lean()
  return last?.seq ?? 0
}

/**
 * Writes messages with the next sequence numbers, so that a reader who has seen n never misses a smaller one. A key
 * that stands already is left as it is. Returns what was really written.
 */
export async function appendConsoleMessages(
  messages: readonly (Omit<ConsoleMessage, '_id' | 'seq'> & { _id?: string })[],
): Promise<ConsoleMessage[]> {
  const written: ConsoleMessage[] = []
  let rest = messages
  while (rest.length > 0) {
    const first = (knownSeq ?? (await lastSeq())) + 1
    const rows = rest.map((message, i) => ({ ...message, _id: message._id ?? newId(), seq: first + i }))
    const inserted = await insertUntilTaken(rows)
    knownSeq = inserted === rows.length ? first + inserted - 1 : undefined
    written.push(...rows.slice(0, inserted))
    rest = await withoutKnown(rest.slice(inserted))
  }
  return written
}

/** Inserts in order and stops at the first row whose number or key is taken; returns how many went in. */
async function insertUntilTaken(rows: ConsoleMessage[]): Promise<number> {
  try {
    await ConsoleMessageModel.collection.insertMany(rows as never[], { ordered: true })
    return rows.length
  } catch (error) {
    if (!isDuplicateKey(error)) throw error
    return (error as { insertedCount?: number }).insertedCount ?? 0
  }
}

async function withoutKnown<T extends { key: string }>(messages: readonly T[]): Promise<T[]> {
  if (messages.length === 0) return []
  const known = await ConsoleMessageModel.find(
    { key: { $in: messages.map((message) => message.key) } },
    { key: 1 },
  ).lean()
  const keys = new Set(known.map((message) => message.key))
  return messages.filter((message) => !keys.has(message.key))
}

/** How far the sample community's clock is ahead of the real one. */
interface ConsoleClock {
  _id: string
  offsetMs: number
}

const clockSchema = new Schema<ConsoleClock>(
  { _id: { type: String, required: true }, offsetMs: { type: Number, required: true } },
  // Whatever happens at the new time is written after it, and takes it to the disk.
  { versionKey: false, writeConcern: { w: 1, j: false } },
)
const ConsoleClockModel = model('ConsoleClock', clockSchema, 'consoleClock')

/** Reads how far the clock was put forward; zero in a new world. */
export async function readClockOffset(): Promise<number> {
  return (await ConsoleClockModel.findById('clock').lean())?.offsetMs ?? 0
}

/** Stores how far the clock was put forward; it never goes back. */
export async function storeClockOffset(offsetMs: number): Promise<void> {
  await ConsoleClockModel.updateOne({ _id: 'clock' }, { $max: { offsetMs } }, { upsert: true })
}

/** The number of the last message, for readers who say they have seen more. */
export async function lastConsoleSeq(): Promise<number> {
  return lastSeq()
}
