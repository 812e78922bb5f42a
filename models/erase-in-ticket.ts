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
  // A ticket that was moved or renamed meanwhile is for a repetition.
  await documentsOf('ticket').updateOne({ _id, summary, place } as never, [{ $set: change }])
  return true
}

function historyWithout(notes: readonly HistoryEvent[], redact: Redact, at: Date): Record<string, unknown> {
  const each = notes.reduce<unknown>((other, event) => {
    const without = literals({ note: redact(event.note ?? ''), erased: noteHash(event), salt: null })
    const isIt = { $eq: ['$$event.id', { $literal: event.id }] }
    return { $cond: [isIt, { $mergeObjects: ['$$event', without] }, other] }
  }, '$$event')
  const kept = { $map: { input: '$events', as: 'event', in: each } }
  const record: HistoryEvent = {
    id: `erased:${newId()}`,
    at,
    kind: 'erased',
    by: null,
    role: 'admin',
    note: notes.map(({ id }) => id).join(' '),
    salt: newSalt(),
  }
  return {
    events: { $concatArrays: [kept, [literals(record)]] },
    unsealedAt: { $ifNull: ['$unsealedAt', at] },
  }
}
