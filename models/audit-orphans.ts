import { chainByDocument, documentsOf } from './audit-chain.ts'
import type { Finding, Span } from './audit-compare.ts'
import type { AuditRow } from './audit-hash.ts'
import { docHash } from './audit-hash.ts'
import type { SealedKind } from './history.ts'
import { sealedKinds } from './history.ts'
import { inLots } from './in-lots.ts'

/** So many documents are looked for in one pass through all that exist. */
const documentsAtOnce = 50_000

/** Names the documents that the chain knows and that are gone, each by its first row. Only needed when some are. */
export async function findOrphans(span: Span, report: (finding: Finding) => void): Promise<void> {
  for await (const lot of inLots(firstRows(span), documentsAtOnce)) {
    const gone = new Map(lot.map((row) => [row.doc, row]))
    for (const kind of Object.keys(sealedKinds) as SealedKind[]) {
      for await (const { _id } of documentsOf(kind).find({}, { projection: { _id: 1 } })) {
        gone.delete(docHash(kind, _id))
      }
    }
    for (const { _id: seq, kind, at } of gone.values()) report({ fault: 'document-missing', seq, kind, at })
  }
}

async function* firstRows(span: Span): AsyncGenerator<AuditRow> {
  let last = ''
  for await (const row of chainByDocument(span)) {
    if (row.doc !== last) yield row
    last = row.doc
  }
}
