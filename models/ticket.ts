import { model, Schema } from 'mongoose'
import type { Role } from '../domain/access.ts'
import { addHours } from '../domain/clocks.ts'
import type { Team } from '../domain/policy/categories.ts'
import { Refusal } from '../domain/refusal.ts'
import type { CloseReason, TicketStatus } from '../domain/ticket-flow.ts'
import { activeStatuses, closeReasons, sourcesOf, statusName, ticketStatuses } from '../domain/ticket-flow.ts'
import type { Category, Hazard, Location, Urgency } from '../domain/triage.ts'
import { categories, hazards, urgencies } from '../domain/triage.ts'
import { nextTicketNumber } from './community.ts'
import { isDuplicateKey } from './duplicate-key.ts'
import { newId } from './new-id.ts'

/** What can happen to a ticket; `moved` events carry from and to. */
export type TicketEventKind =
  | 'opened'
  | 'moved'
  | 'contacted'
  | 'urged'
  | 'placed'
  | 'paged'
  | 'coordination'
  | 'seen'
  | 'note'

/** One entry of a ticket's history, written in the same update as the change it tells of. */
export interface TicketEvent {
  /** The cause; an event with the same id is never written twice. */
  id: string
  at: Date
  kind: TicketEventKind
  by: string | null
  role: Role | 'system'
  from?: TicketStatus | null
  to?: TicketStatus | null
  note?: string | null
}

/** A matter that somebody must answer, whoever and however many reported it. */
export interface Ticket extends Location {
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
    team: { type: String, enum: ['property', 'district'] as const, required: true },
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
          {
            id: { type: String, required: true },
            at: { type: Date, required: true },
            kind: { type: String, required: true },
            by: { type: String, default: null },
            role: { type: String, required: true },
            from: { type: String },
            to: { type: String },
            note: { type: String },
          },
          { _id: false },
        ),
      ],
      default: [],
    },
    schemaVersion: { type: Number, default: 1 },
  },
  { versionKey: false },
)
ticketSchema.index({ cause: 1 }, { unique: true })
ticketSchema.index({ communityId: 1, number: 1 }, { unique: true })
ticketSchema.index({ communityId: 1, category: 1, lastReportAt: -1 })
ticketSchema.index({ communityId: 1, status: 1, number: -1 })
ticketSchema.index({ status: 1, closeCheckAt: 1 })

const TicketModel = model('Ticket', ticketSchema, 'tickets')

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
  Location

/** Opens a ticket for a cause, once: a re-run of the same cause gets the ticket it opened before (and skips a number). */
export async function openTicket(ticket: NewTicket, act: Act): Promise<Ticket> {
  const number = await nextTicketNumber(ticket.communityId)
  const event: TicketEvent = {
    id: act.eventId,
    at: act.at,
    kind: 'opened',
    by: act.by,
    role: act.role,
    to: 'assigned',
  }
  try {
    const created = await TicketModel.create({
      ...ticket,
      number,
      status: 'assigned',
      openedAt: act.at,
      lastReportAt: act.at,
      events: [event],
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
    | 'pagedIds'
  >
>

interface Recorded extends Act {
  set?: Change
  /** A person has answered: the first time stands, later ones leave it. */
  isAnswer?: boolean
}

interface Move extends Recorded {
  to: TicketStatus
  closeReason?: CloseReason
  isHandBack?: boolean
}

function notFound(): Refusal {
  return new Refusal('ticket_not_found', '没有找到这个编号。发“我的诉求”可以看您报过的事。')
}

/** User words in an update pipeline must be literals, or a text beginning with "$" would be read as a field. */
function literals(values: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      key,
      typeof value === 'string' ? { $literal: value } : (value ?? null),
    ]),
  )
}

/** Writes a change and its history entry in one atomic update, unless the entry's id is there already. */
async function record(
  id: string,
  communityId: string,
  kind: TicketEventKind,
  { eventId, at, by, role, note, set = {}, isAnswer }: Recorded,
  move?: { from: TicketStatus[]; to: TicketStatus; more: Record<string, unknown> },
): Promise<Ticket | null> {
  const event = literals({ id: eventId, at, kind, by, role, note })
  const entry = move ? { ...event, from: '$status', to: { $literal: move.to } } : event
  const change = {
    ...literals(set),
    ...(isAnswer ? { answeredAt: { $ifNull: ['$answeredAt', at] } } : {}),
    ...(move ? { status: { $literal: move.to }, ...move.more } : {}),
    events: { $concatArrays: ['$events', [entry]] },
  }
  return TicketModel.findOneAndUpdate(
    { _id: id, communityId, 'events.id': { $ne: eventId }, ...(move ? { status: { $in: move.from } } : {}) },
    [{ $set: change }],
    { returnDocument: 'after', updatePipeline: true },
  ).lean()
}

/**
 * Moves a ticket if its current status allows it; check, change and history entry are one atomic update. A re-run of
 * the same eventId continues as success. Otherwise refuses and says where the ticket stands.
 */
export async function moveTicket(id: string, communityId: string, move: Move): Promise<Ticket> {
  const { to, closeReason, isHandBack } = move
  const moved = await record(id, communityId, 'moved', move, {
    from: sourcesOf(to, closeReason),
    to,
    more: {
      ...(closeReason ? { closeReason: { $literal: closeReason } } : {}),
      ...(isHandBack ? { handBacks: { $add: ['$handBacks', 1] } } : {}),
    },
  })
  if (moved) return moved
  const ticket = await findTicket(id, communityId)
  if (!ticket) throw notFound()
  if (ticket.events.some((known) => known.id === move.eventId)) return ticket
  throw new Refusal(
    'ticket_cannot_move',
    `${ticket.number}号现在是“${statusName[ticket.status]}”，这一步不用做了。`,
  )
}

/** Writes something down on a ticket without moving it, once per eventId. Returns the ticket as it now stands. */
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

/** What placing a message needs of a ticket. */
export type PlacedTicket = Pick<
  Ticket,
  '_id' | 'category' | 'urgency' | 'status' | 'lastReportAt' | keyof Location
>

const placedFields = {
  category: 1,
  urgency: 1,
  status: 1,
  lastReportAt: 1,
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
  about: { ids: readonly string[]; categories: readonly Category[]; building: string | null },
  since: Date,
  limit: number,
): Promise<PlacedTicket[]> {
  const { ids, categories: codes, building } = about
  const common = {
    communityId,
    status: { $in: [...activeStatuses, 'resolved' as const, 'closed' as const] },
    lastReportAt: { $gte: since },
  }
  const nearby = building ? { building: { $in: [building, null] } } : {}
  const [own, alike] = await Promise.all([
    ids.length > 0 ? TicketModel.find({ ...common, _id: { $in: [...ids] } }, placedFields).lean() : [],
    codes.length > 0
      ? TicketModel.find({ ...common, category: { $in: [...codes] }, ...nearby }, placedFields)
          .sort({ lastReportAt: -1 })
          .limit(limit)
          .lean()
      : [],
  ])
  return [...own, ...alike.filter((ticket) => !ids.includes(ticket._id))]
}

/** How long a claimed ticket is left alone by other sweeps. */
const claimHours = 1

/** Takes one resolved ticket whose time for a closing check has come; no other sweep gets it for an hour. */
export async function claimDueForClosing(now: Date): Promise<Ticket | null> {
  return TicketModel.findOneAndUpdate(
    { status: 'resolved', closeCheckAt: { $lte: now } },
    { $set: { closeCheckAt: addHours(now, claimHours) } },
    { sort: { closeCheckAt: 1 } },
  ).lean()
}

/** Sets when a resolved ticket is looked at again. */
export async function setCloseCheck(id: string, at: Date): Promise<void> {
  await TicketModel.updateOne({ _id: id, status: 'resolved' }, { $set: { closeCheckAt: at } })
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
