import { model, Schema } from 'mongoose'
import type { Category, Triage } from '../domain/triage.ts'
import { categories } from '../domain/triage.ts'
import { isDuplicateKey } from './duplicate-key.ts'
import { newId } from './new-id.ts'

/** Words that may be an appeal: a person says whether they are, and what about, before they get a number. */
export interface Candidate {
  _id: string
  communityId: string
  /** The row (and matter) it comes from; unique. */
  cause: string
  personId: string
  chatId: string
  isFromGroup: boolean
  /** Whether it was said to the bot, so that somebody waits for an answer. */
  isAddressed: boolean
  text: string
  images: string[]
  triage: Triage
  /** The likeliest categories, the likeliest first. */
  guesses: Category[]
  at: Date
  status: 'waiting' | 'right' | 'wrong'
  decidedBy: string | null
  decidedAt: Date | null
  /** What it is about, as a person decided. */
  category: Category | null
}

const candidateSchema = new Schema<Candidate>(
  {
    _id: { type: String, default: newId },
    communityId: { type: String, required: true },
    cause: { type: String, required: true },
    personId: { type: String, required: true },
    chatId: { type: String, required: true },
    isFromGroup: { type: Boolean, required: true },
    isAddressed: { type: Boolean, required: true },
    text: { type: String, default: '' },
    images: { type: [String], default: [] },
    triage: { type: Schema.Types.Mixed, required: true },
    guesses: { type: [String], enum: categories, default: [] },
    at: { type: Date, required: true },
    status: { type: String, enum: ['waiting', 'right', 'wrong'] as const, default: 'waiting' },
    decidedBy: { type: String, default: null },
    decidedAt: { type: Date, default: null },
    category: { type: String, enum: [...categories, null], default: null },
  },
  { versionKey: false, minimize: false },
)
candidateSchema.index({ cause: 1 }, { unique: true })
candidateSchema.index({ communityId: 1, status: 1, at: -1 })
candidateSchema.index({ personId: 1 })

const CandidateModel = model('Candidate', candidateSchema, 'candidates')

type NewCandidate = Omit<Candidate, '_id' | 'status' | 'decidedBy' | 'decidedAt' | 'category'>

/** Keeps words for a person to decide on, once for each cause; returns the candidate of that cause. */
export async function keepCandidate(candidate: NewCandidate): Promise<Candidate> {
  try {
    return (await CandidateModel.create(candidate)).toObject()
  } catch (error) {
    if (!isDuplicateKey(error)) throw error
    return CandidateModel.findOne({ cause: candidate.cause }).orFail().lean()
  }
}

/** Candidates that still wait in any of the communities, those said to the bot first, then the newest. */
export async function waitingCandidates(
  communityIds: readonly string[],
  since: Date,
  limit: number,
): Promise<Candidate[]> {
  return CandidateModel.find({
    communityId: { $in: [...communityIds] },
    status: 'waiting',
    at: { $gte: since },
  })
    .sort({ isAddressed: -1, at: -1 })
    .limit(limit)
    .lean()
}

/** One candidate of a community. */
export async function findCandidate(id: string, communityId: string): Promise<Candidate | null> {
  return CandidateModel.findOne({ _id: id, communityId }).lean()
}

/**
 * Decides a candidate: of what category it is, or null for no appeal. The first decision stands; returns the candidate
 * as it then stands, null when there is none.
 */
export async function decideCandidate(
  id: string,
  communityId: string,
  decision: { category: Category | null; by: string; at: Date },
): Promise<Candidate | null> {
  const { category, by, at } = decision
  const status = category === null ? 'wrong' : 'right'
  const decided = await CandidateModel.findOneAndUpdate(
    { _id: id, communityId, status: 'waiting' },
    { $set: { status, category, decidedBy: by, decidedAt: at } },
    { returnDocument: 'after' },
  ).lean()
  return decided ?? findCandidate(id, communityId)
}

/** Decided candidates, oldest first, one after the other: what people have taught. */
export function decidedCandidates(communityId?: string): AsyncIterable<Candidate> {
  return CandidateModel.find({ status: { $ne: 'waiting' }, ...(communityId ? { communityId } : {}) })
    .sort({ at: 1 })
    .lean()
    .cursor()
}
