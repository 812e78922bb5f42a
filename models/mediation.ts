import { model, Schema } from 'mongoose'
import type { DisputeStep } from '../domain/mediating.ts'
import { isDuplicateKey } from './duplicate-key.ts'
import { newId } from './new-id.ts'

/** A dispute that a reporter has asked to have mediated; what is said of it is in the ticket's history. */
export interface Mediation {
  _id: string
  ticketId: string
  communityId: string
  /** The row that applied for it; unique. */
  cause: string
  applicantId: string
  steps: DisputeStep[]
  /** Which of the steps it is at. */
  at: number
  startedAt: Date
  /** When this step is over; null where it has no days. */
  dueAt: Date | null
  /** When a sweep looks at it next; null when it is over. */
  checkAt: Date | null
  state: 'running' | 'settled' | 'ended'
  /** The rows that moved it. */
  movedBy: string[]
  /** The ticket it was asked for on, where it went on with another. */
  movedFrom?: string | null
}

const mediationSchema = new Schema<Mediation>(
  {
    _id: { type: String, default: newId },
    ticketId: { type: String, required: true },
    communityId: { type: String, required: true },
    cause: { type: String, required: true },
    applicantId: { type: String, required: true },
    steps: { type: [String], required: true },
    at: { type: Number, required: true },
    startedAt: { type: Date, required: true },
    dueAt: { type: Date, default: null },
    checkAt: { type: Date, default: null },
    state: { type: String, enum: ['running', 'settled', 'ended'] as const, required: true },
    movedBy: { type: [String], default: [] },
    movedFrom: { type: String },
  },
  { versionKey: false },
)
mediationSchema.index({ cause: 1 }, { unique: true })
mediationSchema.index({ ticketId: 1, state: 1 })
mediationSchema.index({ applicantId: 1 })
mediationSchema.index({ state: 1, checkAt: 1 })

const MediationModel = model('Mediation', mediationSchema, 'mediations')

type NewMediation = Omit<Mediation, '_id' | 'at' | 'state' | 'movedBy' | 'movedFrom'>

/** Begins a mediation at its first step, once for each cause; returns the one of that cause. */
export async function beginMediation(mediation: NewMediation): Promise<Mediation> {
  try {
    const created = await MediationModel.create({ ...mediation, at: 0, state: 'running' })
    return created.toObject()
  } catch (error) {
    if (!isDuplicateKey(error)) throw error
    return MediationModel.findOne({ cause: mediation.cause }).orFail().lean()
  }
}

/** The mediations on a ticket that are not over, the first asked for first. */
export async function runningMediations(ticketId: string): Promise<Mediation[]> {
  return MediationModel.find({ ticketId, state: 'running' }).sort({ _id: 1 }).lean()
}

/** All mediations on a ticket, the first asked for first. */
export async function mediationsOn(ticketId: string): Promise<Mediation[]> {
  return MediationModel.find({ ticketId }).sort({ _id: 1 }).lean()
}

/** One mediation by id. */
export async function findMediation(id: string): Promise<Mediation | null> {
  return MediationModel.findById(id).lean()
}

/** Writes down that both sides agreed. */
export async function endAsSettled(id: string, by: string): Promise<void> {
  await MediationModel.updateOne(
    { _id: id, state: 'running' },
    { $set: { state: 'settled', checkAt: null }, $push: { movedBy: by } },
  )
}

/** Takes a mediation from one step to the next, or to its end where no step with days is left; once for each cause. */
export async function nextStep(
  { _id, at }: Pick<Mediation, '_id' | 'at'>,
  next: { startedAt: Date; dueAt: Date | null; checkAt: Date | null },
  by: string,
): Promise<void> {
  const state = next.dueAt ? 'running' : 'ended'
  await MediationModel.updateOne(
    { _id, at, state: 'running', movedBy: { $ne: by } },
    { $set: { ...next, at: at + 1, state }, $push: { movedBy: by } },
  )
}

/** Running mediations that have to be looked at, the longest due first. */
export async function dueMediations(now: Date, limit: number): Promise<Mediation[]> {
  return MediationModel.find({ state: 'running', checkAt: { $lte: now } })
    .sort({ checkAt: 1 })
    .limit(limit)
    .lean()
}

/** Sets when a running mediation is looked at again, unless another sweep has done so. */
export async function setMediationCheck(id: string, from: Date | null, to: Date): Promise<void> {
  await MediationModel.updateOne({ _id: id, state: 'running', checkAt: from }, { $set: { checkAt: to } })
}

/** Takes the mediations of one ticket to another that goes on for it. */
export async function moveMediations(from: string, to: string): Promise<void> {
  await MediationModel.updateMany({ ticketId: from }, { $set: { ticketId: to, movedFrom: from } })
}

/** Takes back what `moveMediations` took along. */
export async function moveMediationsBack(from: string, to: string): Promise<void> {
  await MediationModel.updateMany(
    { ticketId: from, movedFrom: to },
    { $set: { ticketId: to }, $unset: { movedFrom: 1 } },
  )
}
