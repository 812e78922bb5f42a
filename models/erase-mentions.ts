import { documentsOf } from './audit-chain.ts'
import type { Delivery } from './delivery.ts'
import { eraseInTicket } from './erase-in-ticket.ts'
import { stored } from './erase-step.ts'
import type { Traces } from './person-traces.ts'
import type { Report } from './report.ts'
import type { Redact } from './scrub.ts'
import { asWord, scrub } from './scrub.ts'
import type { Ticket } from './ticket.ts'

const instead = '某'
/** A single letter is in every second word. */
const shortestName = 2

/**
 * Takes the names, phones and rooms of a person out of the words of others: names and phones everywhere, rooms where it is
 * about the person's own tickets. With `ownOnly`, out of those tickets only. Returns how many documents had something.
 */
export async function eraseMentions(
  traces: Traces,
  { at, isReal, ownOnly }: { at: Date; isReal: boolean; ownOnly: boolean },
): Promise<number> {
  const known = redactNames(traces)
  const related = redactRooms(traces, known)
  const own = new Set(traces.ticketIds)
  let found = 0
  const fields = { summary: 1, place: 1, events: 1 }
  const chosen = ownOnly ? { _id: { $in: traces.ticketIds } } : {}
  for await (const document of documentsOf('ticket').find(chosen, { projection: fields })) {
    const ticket = document as unknown as Ticket
    const redact = own.has(ticket._id) ? related : known
    if (await eraseInTicket(ticket, redact, at, isReal)) found += 1
  }
  return ownOnly ? found : found + (await eraseWords(traces, { known, related }, isReal))
}

function redactNames({ names, phones }: Traces): Redact {
  const hidden = [...names.filter((name) => name.length >= shortestName), ...phones]
  // The longest first: 李阳阳 is not 李阳 and one more.
  const patterns = hidden.sort((a, b) => b.length - a.length).map(asWord)
  return (text) => patterns.reduce((words, pattern) => words.replace(pattern, instead), text)
}

function redactRooms({ rooms }: Traces, known: Redact): Redact {
  const patterns = rooms.map(asWord)
  return (text) => patterns.reduce((words, pattern) => words.replace(pattern, instead), known(text))
}

const contentWords =
  '(?:answer\\.answer|content)\\.(?:text|fields\\.\\d+\\.value|buttons\\.\\d+\\.(?:label|command))'
/** Where the words of people are; everything else is ids, keys and states. */
const places = {
  inbound: {
    collection: 'inbound',
    words: new RegExp(
      `^(?:incoming\\.(?:text|quote|data\\.\\w+)|understanding\\.matters\\.\\d+\\.(?:text|triage\\.(?:summary|place|room))|decisions\\.route\\.data\\.\\w+|${contentWords}|error)$`,
      'u',
    ),
  },
  reports: { collection: 'reports', words: /^(?:text|room|parts\.\d+\.text)$/u },
  /** Whom a ticket was passed to outside. */
  outside: { collection: 'tickets', words: /^(?:forward\.(?:to|phone)|request\.(?:responsible|phone))$/u },
  events: { collection: 'events', words: /^reason$/u },
  deliveries: { collection: 'deliveries', words: new RegExp(`^(?:${contentWords}|proof)$`, 'u') },
  simulator: { collection: 'consoleMessages', words: new RegExp(`^(?:${contentWords}|quote)$`, 'u') },
}

/** The person's own messages and reports are where names are found, and are erased later as a whole. */
async function eraseWords(
  traces: Traces,
  { known, related }: { known: Redact; related: Redact },
  isReal: boolean,
): Promise<number> {
  const tickets = new Set(traces.ticketIds)
  const causes = await causesOn(traces.ticketIds)
  const ownRows = new Set(traces.rows.map(({ _id }) => _id))
  const about = (cause: string) => (causes.has(cause.slice(0, 24)) ? related : known)
  const counts = [
    await scrub(places.inbound, ({ _id }) => (ownRows.has(_id) ? null : about(_id)), isReal),
    await scrub<Report>(
      places.reports,
      ({ personId, ticketId }) => {
        if (personId === traces.person._id) return null
        return tickets.has(ticketId) ? related : known
      },
      isReal,
    ),
    await scrub<Delivery>(
      places.deliveries,
      ({ ticketId, cause }) => (tickets.has(ticketId ?? '') ? related : about(cause)),
      isReal,
    ),
    await scrub(places.outside, () => known, isReal),
    await scrub(places.events, () => known, isReal),
    await scrub<{ _id: string; key: string }>(places.simulator, ({ key }) => about(key), isReal),
  ]
  return counts.reduce((sum, count) => sum + count, 0)
}

/** The rows that had to do with some tickets, whoever sent them. */
async function causesOn(ticketIds: readonly string[]): Promise<Set<string>> {
  const about = { ticketId: { $in: [...ticketIds] } }
  const found = await Promise.all([
    stored('reports').distinct('cause', about),
    stored('reports').distinct('parts.cause', about),
    stored('tickets').distinct('events.id', { _id: { $in: [...ticketIds] } }),
  ])
  return new Set(found.flat().map((cause) => String(cause).slice(0, 24)))
}
