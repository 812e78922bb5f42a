import { courseLines } from '../domain/course-words.ts'
import { isActive } from '../domain/ticket-flow.ts'
import { sideName } from '../domain/wording.ts'
import { standingPromise } from '../models/promise.ts'
import type { Ticket } from '../models/ticket.ts'
import { noteOf } from '../models/ticket.ts'

/**
 * What was arranged about a ticket, in lines for its page: until when it waits and why, who has it or is responsible
 * instead and how to reach them, what was promised. `hide` takes persons out of what somebody wrote.
 */
export async function courseOf(
  ticket: Ticket,
  hide: (words: string) => string,
  now: Date,
): Promise<string[]> {
  return [
    ...courseLines(ticket, (cause) => hide(noteOf(ticket, cause)), now),
    ...declinedLines(ticket, hide),
    ...(await promiseLines(ticket, hide)),
  ]
}

/** Whether a ticket ended, or is about to end, because it is for somebody else to do. */
export function isDeclined({ status, closeReason }: Pick<Ticket, 'status' | 'closeReason'>): boolean {
  return status === 'declined' || closeReason === 'declined'
}

function declinedLines(ticket: Ticket, hide: (words: string) => string): string[] {
  if (!isDeclined(ticket)) return []
  const at = ticket.events.findLastIndex(({ to }) => to === 'declined')
  const who = ticket.events[at]?.note
  const why = ticket.events.slice(0, at).findLast(({ kind }) => kind === 'requested')?.note
  return [...(who ? [`${who}。`] : []), ...(why ? [`社区核实过：${hide(why)}。`] : [])]
}

async function promiseLines(ticket: Ticket, hide: (words: string) => string): Promise<string[]> {
  const promise = isActive(ticket.status) ? await standingPromise(ticket._id) : null
  return promise ? [`${sideName[ticket.team]}承诺：${hide(noteOf(ticket, promise.cause))}。`] : []
}
