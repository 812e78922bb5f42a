import { model, Schema } from 'mongoose'
import type { DissuasionWay } from '../domain/dissuading.ts'
import { dissuasionWays } from '../domain/dissuading.ts'
import { isDuplicateKey } from './duplicate-key.ts'
import { newId } from './new-id.ts'

/** Somebody was dissuaded, and what came of it; the words are in the ticket's history under `cause`. */
export interface Dissuasion {
  _id: string
  ticketId: string
  communityId: string
  /** The row that tells of it; unique. */
  cause: string
  by: string
  at: Date
  way: DissuasionWay
  images: string[]
  /** When it was found to be in vain, and the row that said so. */
  failedAt: Date | null
  failedBy: string | null
  /** When the report is due, or is asked for again; null when it was sent or none is due. */
  reportDueAt: Date | null
  reportedAt: Date | null
  /** The ticket it was told on, where it went on with another. */
  movedFrom?: string | null
}

const dissuasionSchema = new Schema<Dissuasion>(
  {
    _id: { type: String, default: newId },
    ticketId: { type: String, required: true },
    communityId: { type: String, required: true },
    cause: { type: String, required: true },
    by: { type: String, required: true },
    at: { type: Date, required: true },
    way: { type: String, enum: dissuasionWays, required: true },
    images: { type: [String], default: [] },
    failedAt: { type: Date, default: null },
    failedBy: { type: String, default: null },
    reportDueAt: { type: Date, default: null },
    reportedAt: { type: Date, default: null },
    movedFrom: { type: String },
  },
  { versionKey: false },
)
dissuasionSchema.index({ cause: 1 }, { unique: true })
dissuasionSchema.index({ ticketId: 1, at: 1 })
dissuasionSchema.index({ reportDueAt: 1 }, { partialFilterExpression: { reportDueAt: { $type: 'date' } } })

const DissuasionModel = model('Dissuasion', dissuasionSchema, 'dissuasions')

type NewDissuasion = Pick<Dissuasion, 'ticketId' | 'communityId' | 'cause' | 'by' | 'at' | 'way' | 'images'>

/** Writes a dissuasion down, once for each cause. */
export async function addDissuasion(dissuasion: NewDissuasion): Promise<void> {
  try {
    await DissuasionModel.create(dissuasion)
  } catch (error) {
    if (!isDuplicateKey(error)) throw error
  }
}

/** All dissuasions on a ticket, first come first. */
export async function dissuasionsOn(ticketId: string): Promise<Dissuasion[]> {
  return DissuasionModel.find({ ticketId }).sort({ at: 1, _id: 1 }).lean()
}

/** Writes down that the latest dissuasion on a ticket was in vain, and when the report is due; once for each cause. */
export async function failDissuasion(
  ticketId: string,
  failed: { at: Date; by: string; reportDueAt: Date },
): Promise<void> {
  const known = await DissuasionModel.exists({ ticketId, failedBy: failed.by })
  if (known) return
  await DissuasionModel.findOneAndUpdate(
    { ticketId, failedAt: null },
    { $set: { failedAt: failed.at, failedBy: failed.by, reportDueAt: failed.reportDueAt } },
    { sort: { at: -1 } },
  )
}

/** Writes down that the report on a ticket was sent. */
export async function noteReported(ticketId: string, at: Date): Promise<void> {
  await DissuasionModel.updateMany(
    { ticketId, failedAt: { $ne: null }, reportedAt: null },
    { $set: { reportedAt: at, reportDueAt: null } },
  )
}

/** Takes the dissuasions of one ticket to another that goes on for it. */
export async function moveDissuasions(from: string, to: string): Promise<void> {
  await DissuasionModel.updateMany({ ticketId: from }, { $set: { ticketId: to, movedFrom: from } })
}

/** Takes back what `moveDissuasions` took along. */
export async function moveDissuasionsBack(from: string, to: string): Promise<void> {
  await DissuasionModel.updateMany(
    { ticketId: from, movedFrom: to },
    { $set: { ticketId: to }, $unset: { movedFrom: 1 } },
  )
}

/** Dissuasions whose report is overdue, the longest first. */
export async function overdueReports(now: Date, limit: number): Promise<Dissuasion[]> {
  return DissuasionModel.find({ reportDueAt: { $lte: now } })
    .sort({ reportDueAt: 1 })
    .limit(limit)
    .lean()
}

/** Sets when an overdue report is asked for again; null when nobody waits for it any more. */
export async function setReportDue(id: string, from: Date | null, to: Date | null): Promise<void> {
  await DissuasionModel.updateOne({ _id: id, reportDueAt: from }, { $set: { reportDueAt: to } })
}
