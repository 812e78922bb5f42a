import { model, Schema } from 'mongoose'
import type { Role } from '../domain/access.ts'
import { addHours, startOfDay } from '../domain/clocks.ts'
import type { Team } from '../domain/policy/categories.ts'
import { teams } from '../domain/policy/categories.ts'
import { Refusal } from '../domain/refusal.ts'
import type { CloseReason, TicketStatus } from '../domain/ticket-flow.ts'
import { activeStatuses, closeReasons, sourcesOf, statusName, ticketStatuses } from '../domain/ticket-flow.ts'
import type { Category, Hazard, Location, Urgency } from '../domain/triage.ts'
import { categories, hazards, urgencies } from '../domain/triage.ts'
import { clockChanges, nextPageAt, startClocks } from './clock-changes.ts'
import { findCommunity, nextTicketNumber } from './community.ts'
import { isDuplicateKey } from './duplicate-key.ts'
import type { HistoryEvent, Sealable } from './history.ts'
import { eventFields, newSalt, sealFields, unsealedIndex } from './history.ts'
import { newId } from './new-id.ts'
import { moveChanges, recordChanges } from './ticket-changes.ts'
import type { TicketClock } from './ticket-clock.ts'
import { clockFields, clockIndexes } from './ticket-clock.ts'
import type { TicketCourse } from './ticket-course.ts'
import { courseFields, courseIndexes } from './ticket-course.ts'

/** What can happen to a ticket; `moved` events carry from and to. */
export type TicketEventKind =
  | 'opened'
  | 'moved'
  | 'contacted'
  | 'urged'
  | 'placed'
  | 'raised'
  | 'paged'
  | 'coordination'
  | 'requested'
  | 'rejected'
  | 'replied'
  | 'promised'
  | 'merged'
  | 'split'
  | 'dissuaded'
  | 'mediation'
  | 'classed'
  | 'escalated'
  | 'extended'
  | 'referred'
  | 'alarmed'
  | 'seen'
  | 'erased'
  | 'note'

/** One entry of a ticket's history. */
export interface TicketEvent extends HistoryEvent {
  kind: TicketEventKind
  from?: TicketStatus | null
  to?: TicketStatus | null
}

/** A matter that somebody must answer, whoever and however many reported it. */
export interface Ticket extends Location, Sealable, TicketCourse, TicketClock {
  _id: string
  communityId: string
  number: number
  /** What opened it; unique, so a re-run finds it instead of opening another. */
  cause: string
  status: TicketStatus
  category: Category
  urgency: Urgency
  /** The danger it is about, if any: decides what groups are told. */
  hazard: Hazard | null
  /** Neutral words without room, name or phone; fit for a group. */
  summary: string
  team: Team
  assigneeId: string | null
  /** Duty people who were called; they see at once where it is. */
  pagedIds: string[]
  openedAt: Date
  answerBy: Date
  lastReportAt: Date
  /** First answer by a person; the bot's own does not count. */
  answeredAt: Date | null
  resolvedAt: Date | null
  /** Who resolved it: staff, or a reporter who said it works again. */
  resolvedBy: string | null
  closedAt: Date | null
  closeReason: CloseReason | null
  /** When a sweep looks whether silence closes it. */
  closeCheckAt: Date | null
  handBacks: number
  events: TicketEvent[]
  schemaVersion: number
}

const ticketSchema = new Schema<Ticket>(
  {
    _id: { type: String, default: newId },
    communityId: { type: String, required: true },
    number: { type: Number, required: true },
    cause: { type: String, required: true },
    status: { type: String, enum: ticketStatuses, required: true },
    category: { type: String, enum: categories, required: true },
    urgency: { type: String, enum: urgencies, required: true },
    hazard: { type: String, enum: [...hazards, null], default: null },
    summary: { type: String, required: true },
    building: { type: String, default: null },
    unit: { type: String, default: null },
    room: { type: String, default: null },
    place: { type: String, default: null },
    team: { type: String, enum: teams, required: true },
    assigneeId: { type: String, default: null },
    pagedIds: { type: [String], default: [] },
    openedAt: { type: Date, required: true },
    answerBy: { type: Date, required: true },
    lastReportAt: { type: Date, required: true },
    answeredAt: { type: Date, default: null },
    resolvedAt: { type: Date, default: null },
    resolvedBy: { type: String, default: null },
    closedAt: { type: Date, default: null },
    closeReason: { type: String, enum: [...closeReasons, null], default: null },
    closeCheckAt: { type: Date, default: null },
    handBacks: { type: Number, default: 0 },
    events: {
      type: [
        new Schema<TicketEvent>(
          { ...eventFields, from: { type: String }, to: { type: String } },
          { _id: false },
        ),
      ],
      default: [],
    },
    ...courseFields,
    ...clockFields,
    ...sealFields,
    schemaVersion: { type: Number, default: 1 },
  },
  { versionKey: false },
)
ticketSchema.index({ cause: 1 }, { unique: true })
ticketSchema.index({ communityId: 1, number: 1 }, { unique: true })
ticketSchema.index({ communityId: 1, category: 1, lastReportAt: -1 })
ticketSchema.index({ communityId: 1, status: 1, number: -1 })
ticketSchema.index({ status: 1, closeCheckAt: 1 })
ticketSchema.index(...unsealedIndex)
for (const index of [...courseIndexes, ...clockIndexes]) ticketSchema.index(index)

/** For the other files on tickets. */
export const TicketModel = model('Ticket', ticketSchema, 'tickets')

/** Who acts and why: the cause becomes the event's id. */
export interface Act {
  eventId: string
  by: string | null
  role: Role | 'system'
  at: Date
  note?: string | null
}

type NewTicket = Pick<
  Ticket,
  'communityId' | 'cause' | 'category' | 'urgency' | 'hazard' | 'summary' | 'team' | 'answerBy' | 'pagedIds'
> &
  Location &
  Partial<Pick<Ticket, 'accused' | 'lead' | 'assigneeId'>>

/**
 * Opens a ticket for a cause, once, with all its clocks running: a re-run of the same cause gets the ticket it opened
 * before (and skips a number).
 */
export async function openTicket(ticket: NewTicket, act: Act): Promise<Ticket> {
  const clocks = startClocks(await findCommunity(ticket.communityId), ticket, act.at)
  const number = await nextTicketNumber(ticket.communityId)
  const event: TicketEvent = {
    id: act.eventId,
    at: act.at,
    kind: 'opened',
    by: act.by,
    role: act.role,
    to: 'assigned',
    note: act.note ?? null,
    salt: newSalt(),
  }
  try {
    const created = await TicketModel.create({
      ...clocks,
      ...ticket,
      number,
      status: 'assigned',
      openedAt: act.at,
      lastReportAt: act.at,
      events: [event],
      unsealedAt: act.at,
    })
    return created.toObject()
  } catch (error) {
    if (!isDuplicateKey(error)) throw error
    return TicketModel.findOne({ cause: ticket.cause }).orFail().lean()
  }
}

type Change = Partial<
  Pick<
    Ticket,
    | 'assigneeId'
    | 'team'
    | 'answeredAt'
    | 'resolvedAt'
    | 'resolvedBy'
    | 'closedAt'
    | 'closeReason'
    | 'closeCheckAt'
    | 'answerBy'
    | 'building'
    | 'unit'
    | 'room'
    | 'place'
    | 'summary'
    | 'urgency'
    | 'hazard'
    | 'pagedIds'
    | keyof TicketCourse
    | keyof TicketClock
  >
>

/** What a ticket loses that is opened again; its answer is awaited anew. */
export const notSettled = {
  resolvedAt: null,
  resolvedBy: null,
  closedAt: null,
  closeReason: null,
  closeCheckAt: null,
} as const

interface Recorded extends Act {
  set?: Change
  /** A person has answered: the first time stands, later ones leave it. */
  isAnswer?: boolean
  /** When that was, where it is told of afterwards. */
  answerAt?: Date
  /** What else must hold of the ticket, checked in the same update. */
  when?: Record<string, unknown>
}

interface Move extends Recorded {
  to: TicketStatus
  closeReason?: CloseReason
  isHandBack?: boolean
}

function notFound(): Refusal {
  return new Refusal('ticket_not_found', '没有找到这个编号。发“我的诉求”可以看您报过的事。')
}

/** Writes a change and its history entry in one atomic update, unless the entry's id is there already. */
async function record(
  id: string,
  communityId: string,
  kind: TicketEventKind,
  { eventId, at, by, role, note, set, isAnswer, answerAt, when = {} }: Recorded,
  move?: { from: TicketStatus[]; to: TicketStatus; more: Record<string, unknown> },
): Promise<Ticket | null> {
  const event = { id: eventId, at, kind, by, role, note: note ?? null }
  const change = recordChanges(event, { set, isAnswer, answerAt }, move)
  return TicketModel.findOneAndUpdate(
    {
      ...when,
      _id: id,
      communityId,
      'events.id': { $ne: eventId },
      ...(move ? { status: { $in: move.from } } : {}),
    },
    [{ $set: change }],
    { returnDocument: 'after', updatePipeline: true },
  ).lean()
}

/**
 * Moves a ticket if its current status allows it; check, change and history entry are one atomic update. A re-run of
 * the same eventId continues as success. Otherwise refuses and says where the ticket stands.
 */
export async function moveTicket(id: string, communityId: string, move: Move): Promise<Ticket> {
  const { to, closeReason } = move
  const moved = await record(id, communityId, 'moved', move, {
    from: sourcesOf(to, closeReason),
    to,
    more: moveChanges(move, await findCommunity(communityId)),
  })
  if (moved) return moved
  const ticket = await findTicket(id, communityId)
  if (!ticket) throw notFound()
  if (hasHappened(ticket, move.eventId)) return ticket
  throw new Refusal(
    'ticket_cannot_move',
    `${ticket.number}号现在是“${statusName[ticket.status]}”，这一步不用做了。`,
  )
}

/** Whether an event is in a ticket's history: the row that caused it has been here before. */
export function hasHappened(ticket: Pick<Ticket, 'events'>, eventId: string): boolean {
  return ticket.events.some(({ id }) => id === eventId)
}

/** What was said with an event; empty where nothing was. */
export function noteOf(ticket: Pick<Ticket, 'events'>, eventId: string): string {
  return ticket.events.find(({ id }) => id === eventId)?.note ?? ''
}

/** What a ticket becomes when a danger is added to it. */
interface Raise extends Act, Location {
  hazard: Hazard
  /** Names the danger instead of what was reported first. */
  summary: string
  pagedIds: string[]
  /** Until when it is answered, if it was settled. */
  answerBy: Date
}

/**
 * Makes an emergency of a ticket, once: somebody has to accept it anew, and what was settled is open again. Null where it
 * is an open emergency already, by other words than these.
 */
export async function raiseTicket(id: string, communityId: string, raise: Raise): Promise<Ticket | null> {
  const { hazard, summary, pagedIds, building, unit, room, place, answerBy, ...act } = raise
  const where = { building, unit, room, place }
  const community = await findCommunity(communityId)
  const set = { ...notSettled, ...where, urgency: 'emergency', hazard, summary, pagedIds } as const
  const ifSettled = (anew: unknown, kept: string) => ({
    $cond: [{ $in: ['$status', [...activeStatuses]] }, kept, anew],
  })
  const when = { $or: [{ urgency: { $ne: 'emergency' } }, { status: { $nin: [...activeStatuses] } }] }
  const raised = await record(
    id,
    communityId,
    'raised',
    { ...act, set, when },
    {
      from: [...ticketStatuses],
      to: 'assigned',
      more: {
        ...clockChanges('assigned', act.at, community),
        answerBy: ifSettled(answerBy, '$answerBy'),
        answeredAt: ifSettled(null, '$answeredAt'),
        pageAt: nextPageAt(community, 'emergency', act.at),
        alarms: 0,
      },
    },
  )
  const ticket = raised ?? (await findTicket(id, communityId))
  return ticket && hasHappened(ticket, act.eventId) ? ticket : null
}

/**
 * Writes something down on a ticket without moving it, once per eventId and only where its `when` holds. Returns the
 * ticket as it now stands.
 */
export async function noteOnTicket(
  id: string,
  communityId: string,
  note: Recorded & { kind: TicketEventKind },
): Promise<Ticket> {
  const noted = await record(id, communityId, note.kind, note)
  const ticket = noted ?? (await findTicket(id, communityId))
  if (!ticket) throw notFound()
  return ticket
}

/**
 * Notes on the ticket that somebody was shown what others reported, once a day for each; `by` null is the operator.
 * Call it before the words are handed over.
 */
export async function noteSeen(
  ticket: Pick<Ticket, '_id' | 'communityId' | 'events'>,
  seen: Pick<Act, 'by' | 'role' | 'at'>,
): Promise<void> {
  const eventId = `seen:${seen.by ?? 'ops'}:${startOfDay(seen.at).toISOString()}`
  if (ticket.events.some((event) => event.id === eventId)) return
  await noteOnTicket(ticket._id, ticket.communityId, { ...seen, eventId, kind: 'seen' })
}

/** Notes that somebody spoke about the matter again. */
export async function touchTicket(id: string, at: Date): Promise<void> {
  await TicketModel.updateOne({ _id: id }, { $max: { lastReportAt: at } })
}

/** One ticket of a community by id. */
export async function findTicket(id: string, communityId: string): Promise<Ticket | null> {
  return TicketModel.findOne({ _id: id, communityId }).lean()
}

/** One ticket by id, whatever its community: for deliveries and operators, never for people. */
export async function getTicket(id: string): Promise<Ticket | null> {
  return TicketModel.findById(id).lean()
}

/** Tickets with this number in any of the communities. */
export async function findByNumber(communityIds: readonly string[], number: number): Promise<Ticket[]> {
  return TicketModel.find({ communityId: { $in: [...communityIds] }, number }).lean()
}

/** More than this nobody puts together one after the other. */
const mostMerges = 20

/** The ticket that goes on for this one: itself, or what it was merged into. */
export async function leadingTicket(ticket: Ticket): Promise<Ticket> {
  let leading = ticket
  for (let steps = 0; steps < mostMerges && leading.mergedInto; steps++) {
    leading = (await findTicket(leading.mergedInto, leading.communityId)) ?? leading
  }
  return leading
}

/** The tickets that were merged into one, or into those, the first first. */
export async function ticketsMergedInto(id: string): Promise<Ticket[]> {
  const found: Ticket[] = []
  for (let ids = [id]; ids.length > 0 && found.length < mostMerges; ) {
    const more = await TicketModel.find({ mergedInto: { $in: ids } })
      .sort({ number: 1 })
      .lean()
    found.push(...more)
    ids = more.map(({ _id }) => _id)
  }
  return found
}

/** What placing a message needs of a ticket. */
export type PlacedTicket = Pick<
  Ticket,
  '_id' | 'category' | 'urgency' | 'status' | 'lastReportAt' | 'summary' | keyof Location
>

const placedFields = {
  category: 1,
  urgency: 1,
  status: 1,
  lastReportAt: 1,
  summary: 1,
  building: 1,
  unit: 1,
  room: 1,
  place: 1,
} as const

/**
 * What a message in a community may be about, latest first: tickets that are active or settled since `since`, and that
 * are either among `ids` or of one of the categories in that building (or in none, or anywhere when none is given).
 */
export async function ticketsToPlace(
  communityId: string,
  about: {
    ids: readonly string[]
    categories: readonly Category[]
    building: string | null
    /** Also whatever has been spoken of since then. */
    talkedOfSince: Date | null
  },
  since: Date,
  limit: number,
): Promise<PlacedTicket[]> {
  const { ids, categories: codes, building, talkedOfSince } = about
  const common = {
    communityId,
    status: { $in: [...activeStatuses, 'resolved' as const, 'closed' as const] },
    lastReportAt: { $gte: since },
  }
  const nearby = building ? { building: { $in: [building, null] } } : {}
  const latest = (filter: object) =>
    // What one person alone may read is joined by nobody who does not know of it.
    TicketModel.find({ ...common, lead: null, ...filter }, placedFields)
      .sort({ lastReportAt: -1 })
      .limit(limit)
      .lean()
  const [own, alike, talkedOf] = await Promise.all([
    ids.length > 0 ? TicketModel.find({ ...common, _id: { $in: [...ids] } }, placedFields).lean() : [],
    codes.length > 0 ? latest({ category: { $in: [...codes] }, ...nearby }) : [],
    // All categories by name, so that the index on category and time serves.
    talkedOfSince
      ? latest({ category: { $in: [...categories] }, lastReportAt: { $gte: talkedOfSince } })
      : [],
  ])
  const found = new Map([...own, ...alike, ...talkedOf].map((ticket) => [ticket._id, ticket]))
  return [...found.values()]
}

/** When something about any ticket is due next that no message brings about; null where nothing is. */
export async function nextTicketDue(after: Date): Promise<Date | null> {
  const times = ['$pageAt', '$ladderAt', '$closeCheckAt', '$wait.until', '$forward.remindAt']
  const ahead = times.map((time) => ({ $cond: [{ $gt: [time, after] }, time, null] }))
  const [next] = await TicketModel.aggregate<{ at: Date | null }>([
    { $match: { status: { $in: [...activeStatuses, 'resolved', 'declined'] } } },
    { $group: { _id: null, at: { $min: { $min: ahead } } } },
  ])
  return next?.at ?? null
}

/** How long a claimed ticket is left alone by other sweeps. */
const claimHours = 1

const closable: readonly TicketStatus[] = ['resolved', 'declined']

/** Takes one resolved or declined ticket whose time for a closing check has come; no other sweep gets it for an hour. */
export async function claimDueForClosing(now: Date): Promise<Ticket | null> {
  return TicketModel.findOneAndUpdate(
    { status: { $in: [...closable] }, closeCheckAt: { $lte: now } },
    { $set: { closeCheckAt: addHours(now, claimHours) } },
    { sort: { closeCheckAt: 1 } },
  ).lean()
}

/** Tickets that have waited until the date that was set, the longest first. */
export async function waitedTickets(now: Date, limit: number): Promise<Ticket[]> {
  return TicketModel.find({ status: 'waiting', 'wait.until': { $lte: now } })
    .sort({ 'wait.until': 1 })
    .limit(limit)
    .lean()
}

/** Tickets whose answer from outside is due, the longest first. */
export async function unansweredForwards(now: Date, limit: number): Promise<Ticket[]> {
  return TicketModel.find({ status: 'forwarded', 'forward.remindAt': { $lte: now } })
    .sort({ 'forward.remindAt': 1 })
    .limit(limit)
    .lean()
}

/** Sets when whoever stays on a forwarded ticket is reminded next, unless another has set it meanwhile. */
export async function setForwardReminder(id: string, from: Date, to: Date): Promise<void> {
  const filter = { _id: id, status: 'forwarded' as const, 'forward.remindAt': from }
  await TicketModel.updateOne(filter, { $set: { 'forward.remindAt': to } })
}

/** Sets when a resolved or declined ticket is looked at again. */
export async function setCloseCheck(id: string, at: Date): Promise<void> {
  await TicketModel.updateOne({ _id: id, status: { $in: [...closable] } }, { $set: { closeCheckAt: at } })
}

/** Tickets by id, newest first. */
export async function ticketsById(ids: readonly string[]): Promise<Ticket[]> {
  return TicketModel.find({ _id: { $in: [...ids] } })
    .sort({ openedAt: -1, number: -1 })
    .lean()
}

/** Tickets of a community for lists and exports, newest first. */
export async function listTickets(filter: {
  communityId?: string
  status?: TicketStatus
  limit: number
}): Promise<Ticket[]> {
  const { communityId, status, limit } = filter
  return TicketModel.find({ ...(communityId ? { communityId } : {}), ...(status ? { status } : {}) })
    .sort({ communityId: 1, number: -1 })
    .limit(limit)
    .lean()
}

/** How many tickets stand in each status. */
export async function countTickets(): Promise<Partial<Record<TicketStatus, number>>> {
  const counts = await TicketModel.aggregate<{ _id: TicketStatus; n: number }>([
    { $group: { _id: '$status', n: { $sum: 1 } } },
  ])
  return Object.fromEntries(counts.map((row) => [row._id, row.n]))
}
