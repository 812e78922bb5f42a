import type { SealedDocument } from './audit-chain.ts'
import { chainFrom, chainHead, chainRow, countRows, documentsOf, rowsOf } from './audit-chain.ts'
import type { Checkpoint } from './audit-checkpoint.ts'
import { checkpointNote, lastCheckpoint } from './audit-checkpoint.ts'
import type { Compared, Finding, Span } from './audit-compare.ts'
import { compareHistory } from './audit-compare.ts'
import type { AuditRow } from './audit-hash.ts'
import { docHash, genesis, rowHash } from './audit-hash.ts'
import { findOrphans } from './audit-orphans.ts'
import type { SealedKind } from './history.ts'
import { sealedKinds } from './history.ts'
import { inLots } from './in-lots.ts'

/** What a verification found; `findings` are the first ones, `faulty` counts all. */
export interface Verification extends Compared {
  head: NotedHead | null
  /** Where the chain begins, when older rows were removed. */
  checkpoint: Checkpoint | null
  rows: number
  faulty: number
}

/** The number of a row and its hash, or the beginning of it. */
export interface NotedHead {
  seq: number
  hash: string
}

const mostFindings = 100
const documentsAtOnce = 200

/**
 * Holds the chain against itself, against every document with a history, and against a head that was noted earlier.
 * Memory stays bounded however long the chain is, and a running bot may go on: what is sealed meanwhile is left out.
 */
export async function verifyChain(noted: NotedHead | null): Promise<Verification> {
  const checkpoint = await lastCheckpoint()
  const last = await chainHead()
  const span = { after: checkpoint?.seq ?? 0, before: checkpoint?.before ?? null, upTo: last?._id ?? 0 }
  const found: Verification = {
    head: last && { seq: last._id, hash: last.hash },
    checkpoint,
    rows: await countRows(span.after + 1, span.upTo),
    checked: 0,
    waiting: 0,
    beyond: 0,
    erased: 0,
    findings: [],
    faulty: 0,
  }
  const report = (finding: Finding) => {
    found.faulty += 1
    if (found.findings.length < mostFindings) found.findings.push(finding)
  }
  if (noted) await checkNoted(noted, found, report)
  await checkLinks(span, checkpoint?.hash ?? genesis, report)
  let matched = 0
  for (const kind of Object.keys(sealedKinds) as SealedKind[]) {
    matched += await checkKind(kind, span, found, report)
  }
  if (matched < found.rows) await findOrphans(span, report)
  return found
}

type Report = (finding: Finding) => void

async function checkNoted(
  noted: NotedHead,
  { head, checkpoint }: Verification,
  report: Report,
): Promise<void> {
  const [first, last] = [checkpoint?.seq ?? 0, head?.seq ?? 0]
  if (noted.seq > last) return report({ fault: 'truncated', seq: last + 1, to: noted.seq })
  const hash = noted.seq === first ? checkpoint?.hash : (await chainRow(noted.seq))?.hash
  // A row that is missing is named below; one that a checkpoint stands for cannot be compared any more.
  if (hash && !hash.startsWith(noted.hash)) report({ fault: 'rewritten', seq: noted.seq })
}

async function checkLinks({ after, upTo }: Span, start: string, report: Report): Promise<void> {
  let before = { _id: after, hash: start }
  for await (const row of chainFrom(after + 1)) {
    if (row._id > upTo) break
    checkRow(row, before, report)
    before = row
  }
}

function checkRow(row: AuditRow, before: Pick<AuditRow, '_id' | 'hash'>, report: Report): void {
  if (row._id !== before._id + 1) report({ fault: 'row-missing', seq: before._id + 1, to: row._id - 1 })
  else if (row.prev !== before.hash) report({ fault: 'link-broken', seq: row._id, at: row.at })
  if (rowHash(row) !== row.hash) report({ fault: 'row-edited', seq: row._id, at: row.at })
}

/** Compares all documents of a kind; returns how many rows of the chain belong to one of them. */
async function checkKind(kind: SealedKind, span: Span, found: Verification, report: Report): Promise<number> {
  let matched = 0
  const documents = documentsOf(kind).find({}, { projection, sort: { _id: 1 } })
  for await (const lot of inLots<SealedDocument>(documents, documentsAtOnce)) {
    const rows = groupByDocument(await rowsOf(lot.map(({ _id }) => docHash(kind, _id))))
    for (const document of lot) {
      const own = rows.get(docHash(kind, document._id)) ?? []
      matched += own.filter(({ _id }) => _id > span.after && _id <= span.upTo).length
      count(compareHistory(kind, document, own, span), found, report)
      if (kind === 'checkpoint') checkCheckpoint(document as Checkpoint, report)
    }
  }
  return matched
}

function count({ findings, ...counts }: Compared, found: Verification, report: Report): void {
  for (const name of ['checked', 'waiting', 'beyond', 'erased'] as const) found[name] += counts[name]
  for (const finding of findings) report(finding)
}

const projection = { events: 1, sealed: 1, unsealedAt: 1, seq: 1, hash: 1, count: 1, before: 1 }

function groupByDocument(rows: readonly AuditRow[]): Map<string, AuditRow[]> {
  const groups = new Map<string, AuditRow[]>()
  for (const row of rows) groups.set(row.doc, [...(groups.get(row.doc) ?? []), row])
  return groups
}

/** The event of a checkpoint is in the chain and says what the checkpoint must be. */
function checkCheckpoint(checkpoint: Checkpoint, report: Report): void {
  const [made] = checkpoint.events
  if (made?.note !== checkpointNote(checkpoint)) {
    report({ fault: 'checkpoint-edited', kind: 'checkpoint', id: checkpoint._id, seq: checkpoint.seq })
  }
}
