import { randomBytes } from 'node:crypto'
import type { Role } from '../domain/access.ts'

/** One entry of a document's history, written in the same update as the change it tells of. */
export interface HistoryEvent {
  /** The cause; an event with the same id is never written twice. */
  id: string
  at: Date
  kind: string
  by: string | null
  role: Role | 'system'
  from?: string | null
  to?: string | null
  note?: string | null
  /** Random, so that the hash in the audit chain gives no hint of the note. */
  salt?: string | null
  /** Stands for the note as it was written, once persons were taken out of it and the salt destroyed. */
  erased?: string | null
}

/** What every document has whose history is sealed into the audit chain. */
export interface Sealable {
  events: HistoryEvent[]
  /** So many of its events, from the first, are in the chain. */
  sealed: number
  /** Time of the oldest event that is not; absent when all are. */
  unsealedAt?: Date | null
}

/** The collections whose documents have a history to be sealed, in the order they are sealed. */
export const sealedKinds = { ticket: 'tickets', person: 'people', checkpoint: 'auditCheckpoints' } as const
export type SealedKind = keyof typeof sealedKinds

/** The fields of an event in a schema. */
export const eventFields = {
  id: { type: String, required: true },
  at: { type: Date, required: true },
  kind: { type: String, required: true },
  by: { type: String, default: null },
  role: { type: String, required: true },
  note: { type: String },
  salt: { type: String },
  erased: { type: String },
} as const

/** The marks of sealing in a schema. */
export const sealFields = { sealed: { type: Number, default: 0 }, unsealedAt: { type: Date } } as const

/** The sealer finds what is new by this index, which holds nothing else. */
export const unsealedIndex = [
  { unsealedAt: 1, _id: 1 },
  { partialFilterExpression: { unsealedAt: { $type: 'date' } } },
] as const

/** Randomness for one event. */
export function newSalt(): string {
  return randomBytes(16).toString('base64url')
}

/** User words in an update pipeline must be literals, or a text beginning with "$" would be read as a field. */
export function literals(values: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { $literal: value ?? null }]))
}

/** What an update pipeline sets to add an event to a history; `more` are fields of the event that are expressions. */
export function addEvent(event: HistoryEvent, more: Record<string, unknown> = {}): Record<string, unknown> {
  const entry = { ...literals({ ...event, salt: newSalt() }), ...more }
  return {
    events: { $concatArrays: ['$events', [entry]] },
    unsealedAt: { $ifNull: ['$unsealedAt', event.at] },
  }
}
