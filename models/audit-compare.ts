import type { SealedDocument } from './audit-chain.ts'
import type { AuditRow } from './audit-hash.ts'
import { contentHash, eventHash } from './audit-hash.ts'
import type { HistoryEvent, SealedKind } from './history.ts'

/** What may be wrong: first with the chain itself, then with documents and their events. */
export type Fault =
  | 'row-missing'
  | 'row-edited'
  | 'link-broken'
  | 'truncated'
  | 'rewritten'
  | 'event-edited'
  | 'event-removed'
  | 'event-inserted'
  | 'event-reordered'
  | 'note-erased'
  | 'document-missing'
  | 'checkpoint-edited'

/** One thing that is wrong, as exactly as it can be named. */
export interface Finding {
  fault: Fault
  /** Row of the chain; up to `to` where it is a span. */
  seq?: number
  to?: number
  kind?: SealedKind
  /** Id of the document, where it is still there. */
  id?: string
  /** Id of the event in its document. */
  event?: string
  at?: Date
}

/** Which rows count: those after a checkpoint, which stands for what happened before a time, up to the head. */
export interface Span {
  after: number
  before: Date | null
  upTo: number
}

/** What comparing one document with its rows brought. */
export interface Compared {
  findings: Finding[]
  /** Events that are as they were sealed. */
  checked: number
  /** The same, but that persons were taken out of the note, with a record of it. */
  erased: number
  /** Events that are not in the chain yet. */
  waiting: number
  /** Events whose rows a checkpoint stands for. */
  beyond: number
}

/** Holds the history of a document against its rows of the chain. */
export function compareHistory(
  kind: SealedKind,
  document: SealedDocument,
  rows: readonly AuditRow[],
  span: Span,
): Compared {
  const { _id: id, events = [] } = document
  const compared: Compared = { findings: [], checked: 0, waiting: 0, beyond: 0, erased: 0 }
  const left = new Map(rows.filter(({ _id }) => _id > span.after).map((row) => [row.event, row]))
  const erasures = events.filter((event) => event.kind === 'erased')
  const recorded = new Set(erasures.flatMap(({ note }) => (note ?? '').split(' ')))
  let last = 0
  for (const [i, event] of events.entries()) {
    const row = left.get(eventHash(kind, id, event.id))
    const verdict = row
      ? compare(kind, id, event, { row, last, recorded })
      : withoutRow(document, i, { last, span })
    if (row) {
      left.delete(row.event)
      last = Math.max(last, row._id)
    }
    if (isCounted(verdict)) compared[verdict] += 1
    else compared.findings.push({ fault: verdict, kind, id, event: event.id, at: event.at, ...seqOf(row) })
  }
  // What was sealed after the head was read may be younger than this copy of the document.
  const gone = [...left.values()].filter(({ _id }) => _id <= span.upTo)
  compared.findings.push(
    ...gone.map(({ _id: seq, at }) => ({ fault: 'event-removed' as const, seq, kind, id, at })),
  )
  return compared
}

type Verdict = Fault | 'checked' | 'erased' | 'waiting' | 'beyond'

function isCounted(verdict: Verdict): verdict is 'checked' | 'erased' | 'waiting' | 'beyond' {
  return ['checked', 'erased', 'waiting', 'beyond'].includes(verdict)
}

function seqOf(row: AuditRow | undefined): { seq?: number } {
  return row ? { seq: row._id } : {}
}

function compare(
  kind: SealedKind,
  id: string,
  event: HistoryEvent,
  { row, last, recorded }: { row: AuditRow; last: number; recorded: ReadonlySet<string> },
): Verdict {
  if (contentHash(kind, id, event) !== row.content) return 'event-edited'
  if (row._id < last) return 'event-reordered'
  if (!event.erased) return 'checked'
  return recorded.has(event.id) ? 'erased' : 'note-erased'
}

/** Its row was removed by retention if it is old and nothing before it has a row; or it is not sealed yet. */
function withoutRow(
  { events, sealed = 0, unsealedAt }: SealedDocument,
  index: number,
  { last, span }: { last: number; span: Span },
): Verdict {
  const at = events[index]?.at
  if (last === 0 && span.before && at && at < span.before) return 'beyond'
  return index >= sealed && unsealedAt instanceof Date ? 'waiting' : 'event-inserted'
}
