import { model, Schema } from 'mongoose'
import type { Outage, OutageWords } from '../domain/known-event.ts'
import { liesIn, mayBeKnown, outages } from '../domain/known-event.ts'
import { sameMatter } from '../domain/policy/categories.ts'
import type { Category, Triage } from '../domain/triage.ts'
import { categories } from '../domain/triage.ts'
import type { Community } from './community.ts'
import { isDuplicateKey } from './duplicate-key.ts'
import { newId } from './new-id.ts'

/** Something announced that explains reports: what, where, from when to when. Reports inside it carry its id for a ticket's. */
export interface KnownEvent extends OutageWords {
  _id: string
  communityId: string
  /** The row that announced it; unique. */
  cause: string
  category: Category
  by: string
  state: 'standing' | 'over' | 'overrun' | 'replaced'
  /** When a sweep looks at it next; null when it is over. */
  checkAt: Date | null
  /** When whoever announced it was asked whether it is over. */
  askedAt: Date | null
  endedAt: Date | null
  /** The row that ended it. */
  endedBy: string | null
  /** What its overrun opened. */
  ticketId: string | null
}

const eventSchema = new Schema<KnownEvent>(
  {
    _id: { type: String, default: newId },
    communityId: { type: String, required: true },
    cause: { type: String, required: true },
    what: { type: String, enum: outages, required: true },
    category: { type: String, enum: categories, required: true },
    buildings: { type: [String], default: [] },
    unit: { type: String, default: null },
    from: { type: Date, required: true },
    to: { type: Date, required: true },
    reason: { type: String, required: true },
    by: { type: String, required: true },
    state: { type: String, enum: ['standing', 'over', 'overrun', 'replaced'] as const, default: 'standing' },
    checkAt: { type: Date, default: null },
    askedAt: { type: Date, default: null },
    endedAt: { type: Date, default: null },
    endedBy: { type: String, default: null },
    ticketId: { type: String, default: null },
  },
  { versionKey: false },
)
eventSchema.index({ cause: 1 }, { unique: true })
eventSchema.index({ communityId: 1, state: 1, from: 1 })
eventSchema.index({ state: 1, checkAt: 1 })

const EventModel = model('KnownEvent', eventSchema, 'events')

type NewEvent = Pick<KnownEvent, 'communityId' | 'cause' | 'category' | 'by' | keyof OutageWords>

/** Writes an announcement down, once for each cause; returns the one of that cause. */
export async function announceEvent(event: NewEvent): Promise<KnownEvent> {
  try {
    const created = await EventModel.create({ ...event, checkAt: event.to })
    return created.toObject()
  } catch (error) {
    if (!isDuplicateKey(error)) throw error
    return EventModel.findOne({ cause: event.cause }).orFail().lean()
  }
}

/** What explains a matter in a community at a time: same kind of matter, same place, within its time or not called over yet. */
export async function knownEventFor(
  community: Pick<Community, '_id'>,
  triage: Triage,
  at: Date,
): Promise<KnownEvent | null> {
  if (!mayBeKnown(triage)) return null
  const found = await EventModel.find({
    communityId: community._id,
    state: 'standing',
    from: { $lte: at },
    category: { $in: sameMatter(triage.category ?? 'other') },
  })
    .sort({ from: -1 })
    .lean()
  return found.find((event) => liesIn(event, triage)) ?? null
}

/** One event by id. */
export async function findKnownEvent(id: string): Promise<KnownEvent | null> {
  return EventModel.findById(id).lean()
}

/** What stands in a community, and what a row has ended, the latest first. */
export async function standingEvents(
  communityId: string,
  { what, endedBy }: { what?: Outage; endedBy?: string },
): Promise<KnownEvent[]> {
  const ended = endedBy ? [{ endedBy }] : []
  return EventModel.find({ communityId, ...(what ? { what } : {}), $or: [{ state: 'standing' }, ...ended] })
    .sort({ from: -1, _id: -1 })
    .lean()
}

/** Ends a standing event, as over or replaced by another; false where it does not stand any more. */
export async function endEvent(
  id: string,
  end: { state: 'over' | 'replaced'; at: Date; by: string },
): Promise<boolean> {
  const { state, at, by } = end
  const result = await EventModel.updateOne(
    { _id: id, state: 'standing' },
    { $set: { state, endedAt: at, endedBy: by, checkAt: null } },
  )
  return result.modifiedCount === 1
}

/** Writes down which ticket an overrun has opened. */
export async function markOverrun(id: string, ticketId: string): Promise<void> {
  await EventModel.updateOne(
    { _id: id, state: 'standing' },
    { $set: { state: 'overrun', ticketId, checkAt: null } },
  )
}

/** Standing events that have to be looked at, the longest due first. */
export async function dueEvents(now: Date, limit: number): Promise<KnownEvent[]> {
  return EventModel.find({ state: 'standing', checkAt: { $lte: now } })
    .sort({ checkAt: 1 })
    .limit(limit)
    .lean()
}

/** Notes that whoever announced it was asked, and when it is looked at again. */
export async function noteAsked(id: string, at: Date, checkAt: Date): Promise<void> {
  await EventModel.updateOne(
    { _id: id, state: 'standing', askedAt: null },
    { $set: { askedAt: at, checkAt } },
  )
}
