import { documentsOf } from './audit-chain.ts'
import { noteHash } from './audit-hash.ts'
import type { HistoryEvent } from './history.ts'
import { literals, newSalt } from './history.ts'
import { newId } from './new-id.ts'
import type { Redact } from './scrub.ts'
import type { Ticket } from './ticket.ts'

/**
 * Takes persons out of the words of a ticket. Of each note that changes, what the audit chain knows of it is kept
 * without its salt, and an event says so; all in one update. Returns whether there was anything to take out.
 */
export async function eraseInTicket(
  ticket: Pick<Ticket, '_id' | 'summary' | 'place' | 'events'>,
  redact: Redact,
  at: Date,
  isReal: boolean,
): Promise<boolean> {
  const { _id, summary, place, events } = ticket
  const words = { summary: redact(summary), place: place && redact(place) }
  const notes = events.filter(({ kind, note }) => kind !== 'erased' && note && redact(note) !== note)
  const isChanged = notes.length > 0 || words.summary !== summary || words.place !== place
  if (!isReal || !isChanged) return isChanged
  const change = { ...literals(words), ...(notes.length > 0 ? historyWithout(notes, redact, at) : {}) }
  const tickets = documentsOf('ticket')
  const { matchedCount } = await tickets.updateOne({ _id, summary, place } as never, [{ $set: change }])
  if (matchedCount > 0) return true
  // It was renamed meanwhile: once more with what it says now.
  const renamed = (await tickets.findOne({ _id })) as unknown as Ticket | null
  return renamed !== null && eraseInTicket(renamed, redact, at, isReal)
}

function historyWithout(notes: readonly HistoryEvent[], redact: Redact, at: Date): Record<string, unknown> {
  const ids = notes.map(({ id }) => id)
  const without = notes.map((event) => ({
    note: redact(event.note ?? ''),
    erased: noteHash(event),
    salt: null,
  }))
  const changed = { $mergeObjects: ['$$event', { $arrayElemAt: [{ $literal: without }, '$$i'] }] }
  const each = {
    $let: {
      vars: { i: { $indexOfArray: [{ $literal: ids }, '$$event.id'] } },
      in: { $cond: [{ $lt: ['$$i', 0] }, '$$event', changed] },
    },
  }
  const kept = { $map: { input: '$events', as: 'event', in: each } }
  const record: HistoryEvent = {
    id: `erased:${newId()}`,
    at,
    kind: 'erased',
    by: null,
    role: 'admin',
    note: ids.join(' '),
    salt: newSalt(),
  }
  return {
    events: { $concatArrays: [kept, [literals(record)]] },
    unsealedAt: { $ifNull: ['$unsealedAt', at] },
  }
}
