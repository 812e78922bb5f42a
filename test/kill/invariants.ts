import type { mongo } from 'mongoose'
import type { Placement } from '../../domain/place-message.ts'
import { statusAfter } from '../../domain/ticket-flow.ts'
import { compareHistory } from '../../models/audit-compare.ts'
import type { AuditRow } from '../../models/audit-hash.ts'
import { docHash, genesis, rowHash } from '../../models/audit-hash.ts'
import type { ConsoleMessage } from '../../models/console-world.ts'
import type { Delivery } from '../../models/delivery.ts'
import type { Inbound } from '../../models/inbound.ts'
import type { Report } from '../../models/report.ts'
import type { Ticket } from '../../models/ticket.ts'

/** Everything a bot has stored. */
export interface World {
  inbound: Inbound[]
  deliveries: Delivery[]
  tickets: Ticket[]
  reports: Report[]
  shown: ConsoleMessage[]
  chain: AuditRow[]
}

/** The past of the sample community was planted, not sent. */
const planted = /^sample:/u

/** Reads everything a bot has stored, but for what was said before it ran. */
export async function readWorld(db: mongo.Db): Promise<World> {
  const [inbound, deliveries, tickets, reports, shown, chain] = await Promise.all([
    db.collection<Inbound>('inbound').find().sort({ acceptedAt: 1, _id: 1 }).toArray(),
    db
      .collection<Delivery>('deliveries')
      .find({ cause: { $not: planted } })
      .sort({ _id: 1 })
      .toArray(),
    db.collection<Ticket>('tickets').find().sort({ number: 1 }).toArray(),
    db.collection<Report>('reports').find().sort({ at: 1, _id: 1 }).toArray(),
    db
      .collection<ConsoleMessage>('consoleMessages')
      .find({ key: { $not: planted } })
      .sort({ seq: 1 })
      .toArray(),
    db.collection<AuditRow>('auditChain').find().sort({ _id: 1 }).toArray(),
  ])
  return { inbound, deliveries, tickets, reports, shown, chain }
}

/** One rule, how many things were looked at, and those that break it. */
export interface Check {
  rule: string
  looked: number
  broken: string[]
}

/** Holds what is stored against everything that must be true however often a bot was killed. */
export function checkWorld(world: World, accepted: readonly Accepted[]): Check[] {
  return [
    ...checkAccepted(world, accepted),
    ...checkTickets(world),
    ...checkReports(world),
    ...checkDeliveries(world),
    ...checkAnswers(world),
    ...checkChain(world),
  ]
}

/** What a bot has said to have taken: its key in the inbox and what the person did. */
export interface Accepted {
  inboundKey: string
  what: string
}

/** Holds each of some things against a rule; a complaint says what breaks it. */
export function check<T>(rule: string, things: readonly T[], complain: (thing: T) => string | null): Check {
  const broken = things.map(complain).filter((complaint) => complaint !== null)
  return { rule, looked: things.length, broken }
}

/** No two of some things have the same key. */
export function unique<T>(rule: string, things: readonly T[], keyOf: (thing: T) => string): Check {
  const counts = new Map<string, number>()
  for (const thing of things) counts.set(keyOf(thing), (counts.get(keyOf(thing)) ?? 0) + 1)
  const broken = [...counts].filter(([, count]) => count > 1).map(([key, count]) => `${key} ×${count}`)
  return { rule, looked: things.length, broken }
}

function checkAccepted({ inbound, shown }: World, accepted: readonly Accepted[]): Check[] {
  const rows = countBy(inbound, (row) => row.key)
  const people = shown.filter(({ senderId }) => senderId !== 'xiaolin')
  return [
    check('an accepted message has exactly one row', accepted, ({ inboundKey, what }) =>
      rows.get(inboundKey) === 1 ? null : `${what}: ${rows.get(inboundKey) ?? 0} rows`,
    ),
    check('a row ends done', inbound, (row) =>
      row.stage === 'done' ? null : `${describe(row)} is ${row.stage}: ${row.error}`,
    ),
    check('no row failed on the way', inbound, (row) =>
      row.tries === 0 ? null : `${describe(row)} failed ${row.tries} times`,
    ),
    unique('a message of a person shows once', people, ({ key }) => key),
  ]
}

function checkTickets({ tickets }: World): Check[] {
  return [
    unique('a ticket number is given once', tickets, (one) => `${one.communityId} ${one.number}`),
    unique('a cause opens one ticket', tickets, ({ cause }) => cause),
    check('a history has each event once', tickets, ({ number, events }) => {
      const ids = events.map(({ id }) => id)
      return new Set(ids).size === ids.length ? null : `${number}: ${ids.join(' ')}`
    }),
    check('a history explains the status', tickets, ({ number, events, status }) =>
      statusAfter(events) === status ? null : `${number}: ${events.map(({ to }) => to)} ≠ ${status}`,
    ),
  ]
}

function checkReports({ reports, tickets, inbound }: World): Check[] {
  const known = new Set(tickets.map(({ _id }) => _id))
  const parts = reports.flatMap((one) =>
    [one, ...one.parts].map(({ cause }) => ({ ticketId: one.ticketId, cause })),
  )
  const openers = new Set(reports.map(({ ticketId }) => ticketId))
  const done = inbound.filter(({ handledBy }) => handledBy === 'report-appeal')
  return [
    unique('a cause makes one report', reports, ({ cause }) => cause),
    unique('a cause is on a ticket once', parts, ({ ticketId, cause }) => `${ticketId} ${cause}`),
    check('a report is on a ticket that exists', reports, ({ ticketId }) =>
      known.has(ticketId) ? null : ticketId,
    ),
    check('a ticket has a report', tickets, ({ _id, number }) => (openers.has(_id) ? null : String(number))),
    check('each matter went where it was decided', done, (row) => misplaced(row, { tickets, parts })),
  ]
}

function misplaced(
  row: Inbound,
  { tickets, parts }: { tickets: Ticket[]; parts: { ticketId: string; cause: string }[] },
): string | null {
  const placements = placementsOf(row)
  const isSingle = (row.understanding?.matters.length ?? 0) === 1
  const wrong = placements.filter((placement, i) => {
    const cause = isSingle ? row._id : `${row._id}.${i}`
    if (placement.kind === 'open') return !tickets.some((one) => one.cause === cause)
    if (placement.kind !== 'join') return false
    return !parts.some((part) => part.cause === cause && part.ticketId === placement.ticketId)
  })
  return wrong.length === 0 ? null : `${describe(row)}: ${JSON.stringify(wrong)}`
}

function checkDeliveries({ deliveries, shown, inbound }: World): Check[] {
  const shownKeys = countBy(shown, ({ key }) => key)
  const sent = deliveries.filter(({ status }) => status === 'sent')
  const spoken = shown.filter(({ senderId, key }) => senderId === 'xiaolin' && !key.startsWith('answer:'))
  // What became untrue right after a kill between showing and noting it is not sent again, and says so.
  const known = deliveries.filter(({ status, proof }) => status === 'sent' || proof?.includes('perhaps said'))
  const sentKeys = new Set(known.map(({ key }) => key))
  const rows = new Set(inbound.map(({ _id }) => _id))
  const caused = deliveries.filter(({ cause }) => /^[0-9a-f]{24}$/u.test(cause))
  return [
    unique('a delivery key stands once', deliveries, ({ key }) => key),
    check('a sent delivery shows once', sent, ({ key }) =>
      shownKeys.get(key) === 1 ? null : `${key}: ${shownKeys.get(key) ?? 0} times`,
    ),
    check('what the bot said was sent', spoken, ({ key }) => (sentKeys.has(key) ? null : key)),
    check('no delivery is stuck or failed', deliveries, ({ key, status }) =>
      ['sending', 'failed', 'uncertain', 'expired'].includes(status) ? `${key}: ${status}` : null,
    ),
    check('a delivery has its cause', caused, ({ key, cause }) => (rows.has(cause) ? null : key)),
  ]
}

function checkAnswers({ inbound, deliveries, tickets }: World): Check[] {
  const answers = new Map<string, Delivery[]>()
  for (const one of deliveries.filter(({ kind }) => kind === 'reply' || kind === 'refusal')) {
    answers.set(one.cause, [...(answers.get(one.cause) ?? []), one])
  }
  const messages = inbound.filter(({ incoming }) => incoming.kind === 'message')
  const opened = tickets.filter(({ cause }) => !planted.test(cause))
  const byCause = new Map(opened.map((ticket) => [ticket.cause.slice(0, 24), ticket]))
  return [
    check('somebody who speaks to the bot gets one answer', messages, (row) => {
      const found = answers.get(row._id)?.length ?? 0
      return found === 1 || (found === 0 && isSilent(row))
        ? null
        : `${describe(row)} by ${row.handledBy}: ${found} answers`
    }),
    check('who opens a ticket hears its number', [...byCause], ([cause, ticket]) => {
      const text = answers.get(cause)?.[0]?.content.text ?? ''
      const isTold = text.includes('已登记') && text.includes(String(ticket.number))
      return isTold ? null : `${ticket.number}: ${text}`
    }),
  ]
}

/** What happened last may not be sealed yet. */
function checkChain({ chain, tickets }: World): Check[] {
  const span = { after: 0, before: null, upTo: chain.length }
  return [
    check('the audit chain has no gap and no broken link', chain, (row) => {
      const before = chain[row._id - 2]?.hash ?? genesis
      const isWhole = chain[row._id - 1] === row && row.prev === before && row.hash === rowHash(row)
      return isWhole ? null : `row ${row._id}`
    }),
    check('a ticket is as the audit chain knows it', tickets, (ticket) => {
      const own = chain.filter(({ doc }) => doc === docHash('ticket', ticket._id))
      const { findings } = compareHistory('ticket', ticket, own, span)
      return findings.length === 0 ? null : `${ticket.number}: ${JSON.stringify(findings)}`
    }),
  ]
}

/** A later fragment in a group is taken in without a word, and so is what means nothing there or is late. */
function isSilent(row: Inbound): boolean {
  if (row.handledBy !== 'report-appeal') return false
  const kinds = placementsOf(row).map(({ kind }) => kind)
  const isTaken = kinds.some((kind) => ['open', 'join', 'reopen'].includes(kind))
  const isAmended = kinds.some((kind) => !['ignore', 'confirm', 'resolve', 'withdraw'].includes(kind))
  if (isTaken) return false
  return row.incoming.chat.isGroup ? kinds.length < 2 || !isAmended : !isAmended
}

function placementsOf(row: Inbound): Placement[] {
  return (row.decisions.placements as Placement[] | undefined) ?? []
}

function describe(row: Inbound): string {
  const { incoming } = row
  return `${row._id} “${incoming.text || `${incoming.action}`}” in ${incoming.chat.externalId}`
}

function countBy<T>(things: readonly T[], keyOf: (thing: T) => string): Map<string, number> {
  const counts = new Map<string, number>()
  for (const thing of things) counts.set(keyOf(thing), (counts.get(keyOf(thing)) ?? 0) + 1)
  return counts
}
