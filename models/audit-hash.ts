import { createHash, createHmac } from 'node:crypto'
import type { HistoryEvent, SealedKind } from './history.ts'

/** One link of the audit chain: hashes only, nothing that shows a person. */
export interface AuditRow {
  /** The sequence number; dense, from 1. */
  _id: number
  /** Which kind of document the event is of, and the hash of its id. */
  kind: SealedKind
  doc: string
  /** Hash of the event's id in its document; unique. */
  event: string
  /** Hash of what the event says, salted by the event's own salt. */
  content: string
  /** When it happened. */
  at: Date
  /** Hash of the row before. */
  prev: string
  hash: string
}

/** What the first row has before it. */
export const genesis = '0'.repeat(64)

function sha256(...parts: unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}

/** How the chain names a document. */
export function docHash(kind: SealedKind, id: string): string {
  return sha256('document', kind, id)
}

/** How the chain names an event of a document. */
export function eventHash(kind: SealedKind, id: string, eventId: string): string {
  return sha256('event', kind, id, eventId)
}

/** Stands for the note of an event: without the salt it tells nothing, with it nobody can change the note unseen. */
export function noteHash({ note, salt, erased }: HistoryEvent): string {
  if (erased) return erased
  return createHmac('sha256', salt ?? '')
    .update(JSON.stringify(note ?? null))
    .digest('hex')
}

/** What the chain keeps of what an event says; the note's hash lends it its salt. */
export function contentHash(kind: SealedKind, id: string, event: HistoryEvent): string {
  const { at, kind: what, by, role, from = null, to = null } = event
  return sha256('content', kind, id, event.id, at, what, by, role, from, to, noteHash(event))
}

/** The hash that links a row to the next. */
export function rowHash({ _id, kind, doc, event, content, at, prev }: Omit<AuditRow, 'hash'>): string {
  return sha256('row', _id, prev, kind, doc, event, content, at)
}
