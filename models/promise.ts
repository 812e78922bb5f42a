import { model, Schema } from 'mongoose'
import type { PromiseOutcome } from '../domain/promising.ts'
import { isDuplicateKey } from './duplicate-key.ts'
import { newId } from './new-id.ts'

/** A time by which somebody has promised to have a matter done; the words are in the ticket's history under `cause`. */
export interface DatePromise {
  _id: string
  ticketId: string
  communityId: string
  /** The row that made it; unique. */
  cause: string
  by: string
  madeAt: Date
  at: Date
  state: 'standing' | 'changed' | PromiseOutcome
  /** When a sweep looks at it next; null when it is over. */
  checkAt: Date | null
  /** The ticket it was made on, where it went on with another. */
  movedFrom?: string | null
}

const promiseSchema = new Schema<DatePromise>(
  {
    _id: { type: String, default: newId },
    ticketId: { type: String, required: true },
    communityId: { type: String, required: true },
    cause: { type: String, required: true },
    by: { type: String, required: true },
    madeAt: { type: Date, required: true },
    at: { type: Date, required: true },
    state: { type: String, enum: ['standing', 'changed', 'kept', 'broken', 'void'] as const, required: true },
    checkAt: { type: Date, default: null },
    movedFrom: { type: String },
  },
  { versionKey: false },
)
promiseSchema.index({ cause: 1 }, { unique: true })
promiseSchema.index({ ticketId: 1, state: 1 })
promiseSchema.index({ state: 1, checkAt: 1 })
promiseSchema.index({ communityId: 1, at: 1, state: 1 })

const PromiseModel = model('DatePromise', promiseSchema, 'promises')

/** Writes a promise down, once for each cause, in place of the one that stood. */
export async function makePromise(promise: Omit<DatePromise, '_id' | 'state' | 'movedFrom'>): Promise<void> {
  const { ticketId, cause } = promise
  // The old one first: after a crash in between none stands, and the re-run makes the new one.
  await PromiseModel.updateMany(
    { ticketId, state: 'standing', cause: { $ne: cause } },
    { $set: { state: 'changed', checkAt: null } },
  )
  try {
    await PromiseModel.create({ ...promise, state: 'standing' })
  } catch (error) {
    if (!isDuplicateKey(error)) throw error
  }
}

/** The promise that stands on a ticket, if there is one. */
export async function standingPromise(ticketId: string): Promise<DatePromise | null> {
  return PromiseModel.findOne({ ticketId, state: 'standing' }).sort({ madeAt: -1 }).lean()
}

/** All promises on a ticket, first made first. */
export async function promisesOn(ticketId: string): Promise<DatePromise[]> {
  return PromiseModel.find({ ticketId }).sort({ madeAt: 1, _id: 1 }).lean()
}

/** Standing promises that have to be looked at, the longest due first. */
export async function duePromises(now: Date, limit: number): Promise<DatePromise[]> {
  return PromiseModel.find({ state: 'standing', checkAt: { $lte: now } })
    .sort({ checkAt: 1 })
    .limit(limit)
    .lean()
}

/** Sets when a standing promise is looked at again, unless another sweep has done so. */
export async function setPromiseCheck(id: string, from: Date | null, to: Date): Promise<void> {
  await PromiseModel.updateOne({ _id: id, state: 'standing', checkAt: from }, { $set: { checkAt: to } })
}

/** Writes down what became of a standing promise. */
export async function endPromise(id: string, state: PromiseOutcome): Promise<void> {
  await PromiseModel.updateOne({ _id: id, state: 'standing' }, { $set: { state, checkAt: null } })
}

/** Takes the promises of one ticket to another that goes on for it; what stands there counts, what stood here was changed. */
export async function movePromises(from: string, to: string): Promise<void> {
  if (await standingPromise(to)) {
    await PromiseModel.updateMany(
      { ticketId: from, state: 'standing' },
      { $set: { state: 'changed', checkAt: null } },
    )
  }
  await PromiseModel.updateMany({ ticketId: from }, { $set: { ticketId: to, movedFrom: from } })
}

/** Takes back what `movePromises` took along. */
export async function movePromisesBack(from: string, to: string): Promise<void> {
  await PromiseModel.updateMany(
    { ticketId: from, movedFrom: to },
    { $set: { ticketId: to }, $unset: { movedFrom: 1 } },
  )
}

/** How many promises of a community that were due in a span were kept and broken. */
export async function countPromises(
  communityId: string,
  from: Date,
  to: Date,
): Promise<{ kept: number; broken: number }> {
  const due = { communityId, at: { $gte: from, $lt: to } }
  const [kept, broken] = await Promise.all([
    PromiseModel.countDocuments({ ...due, state: 'kept' }),
    PromiseModel.countDocuments({ ...due, state: 'broken' }),
  ])
  return { kept, broken }
}
