import type { Incoming } from './message.ts'

/** How the bot names a ticket: 【1013】, （1013）, 1013号, or at the head of a line of a list. A house or a room is no ticket. */
const named = /【(\d{3,9})】|（(\d{3,9})）|(?<![\d-])(\d{3,9})号(?![楼栋院门房])|^(\d{3,9})(?= )/gmu

/** The one ticket that a quoted message is about, by number or by the id behind its buttons; null for none or several. */
export function quotedTicket({
  quote,
  quotedTicket: id,
}: Pick<Incoming, 'quote' | 'quotedTicket'>): string | null {
  const numbers = new Set([...(quote ?? '').matchAll(named)].map((match) => match.slice(1).find(Boolean)))
  const [only] = numbers
  return (numbers.size === 1 ? only : null) ?? id ?? null
}
