import { model, Schema } from 'mongoose'
import type { ClickAnswer, Incoming } from '../domain/message.ts'
import { isSameDeed } from '../domain/message.ts'
import type { Path, Triage } from '../domain/triage.ts'
import { isDuplicateKey } from './duplicate-key.ts'
import { newId } from './new-id.ts'

/** `inline` rows are worked on by the process that took a click; the rest goes accepted → understood → done or parked. */
export const inboundStages = ['accepted', 'inline', 'understood', 'done', 'parked'] as const
export type InboundStage = (typeof inboundStages)[number]

/** What stage 1 found out; `matters` is empty for commands, clicks and forms. Rows of earlier versions have no paths. */
export interface Understanding {
  /** `voices`: how many people a forwarded record has on the matter. */
  matters: { text: string; triage: Triage; path?: Path; voices?: number }[]
  decidedBy: Path['by']
  /** How many lines a forwarded record has; absent for somebody's own words. */
  recordLines?: number
}

/** One accepted message, click or form. Its `_id` is the cause of everything it changes. */
export interface Inbound {
  _id: string
  key: string
  lane: string
  incoming: Incoming
  stage: InboundStage
  acceptedAt: Date
  leaseUntil: Date
  understanding: Understanding | null
  /** What was decided from a state that the row itself then changes; a re-run decides the same. */
  decisions: Record<string, unknown>
  tries: number
  notBefore: Date
  handledBy: string | null
  outcome: string | null
  /** What a click or form was answered, for when it comes again. Rows of earlier versions have none. */
  answer?: ClickAnswer | null
  incident: string | null
  error: string | null
  doneAt: Date | null
}

const inboundSchema = new Schema<Inbound>(
  {
    _id: { type: String, default: newId },
    key: { type: String, required: true },
    lane: { type: String, required: true },
    incoming: { type: Schema.Types.Mixed, required: true },
    stage: { type: String, enum: inboundStages, required: true },
    acceptedAt: { type: Date, required: true },
    leaseUntil: { type: Date, required: true },
    understanding: { type: Schema.Types.Mixed, default: null },
    decisions: { type: Schema.Types.Mixed, default: {} },
    tries: { type: Number, default: 0 },
    notBefore: { type: Date, required: true },
    handledBy: { type: String, default: null },
    outcome: { type: String, default: null },
    answer: { type: Schema.Types.Mixed, default: null },
    incident: { type: String, default: null },
    error: { type: String, default: null },
    doneAt: { type: Date, default: null },
  },
  { versionKey: false, minimize: false },
)
inboundSchema.index({ key: 1 }, { unique: true })
inboundSchema.index({ stage: 1, acceptedAt: 1, _id: 1 })
inboundSchema.index({ lane: 1, stage: 1, acceptedAt: 1, _id: 1 })
inboundSchema.index({ 'incoming.chat.externalId': 1, 'incoming.sender.externalId': 1, acceptedAt: -1 })

const InboundModel = model('Inbound', inboundSchema, 'inbound')

/** For what can be worked out again after a crash: it need not wait for the journal. */
const lightly = { writeConcern: { w: 1, j: false } } as const

const longAgo = new Date(0)
const unapplied: InboundStage[] = ['accepted', 'understood']
const unfinished: InboundStage[] = [...unapplied, 'inline']

/** What became of an accepted message: `isNew` is false for a repeated key, `isSame` where it came with other content. */
export interface Accepted {
  id: string
  isNew: boolean
  isSame: boolean
}

/**
 * Stores what an adapter took in, journaled, before anybody answers the vendor. A repeated key changes nothing; the
 * first content under it stands.
 */
export async function acceptInbound(incoming: Incoming, lane: string, at: Date): Promise<Accepted> {
  const row = {
    _id: newId(),
    key: incoming.key,
    lane,
    incoming,
    stage: 'accepted',
    acceptedAt: at,
    leaseUntil: longAgo,
    understanding: null,
    decisions: {},
    tries: 0,
    notBefore: longAgo,
    handledBy: null,
    outcome: null,
    answer: null,
    incident: null,
    error: null,
    doneAt: null,
  }
  try {
    // The driver's own insert: this is the hot path, and the row is built in full above.
    await InboundModel.collection.insertOne(row as never)
    return { id: row._id, isNew: true, isSame: true }
  } catch (error) {
    if (!isDuplicateKey(error)) throw error
    const first = await InboundModel.findOne({ key: incoming.key }, { incoming: 1 }).orFail().lean()
    return { id: first._id, isNew: false, isSame: isSameDeed(first.incoming, incoming) }
  }
}

/** Takes the oldest row nobody understands yet, for as long as the lease; null when there is none. */
export async function claimForUnderstanding(leaseMs: number): Promise<Inbound | null> {
  const row = await InboundModel.findOneAndUpdate(
    { stage: 'accepted', $expr: { $lte: [{ $max: ['$leaseUntil', '$notBefore'] }, '$$NOW'] } },
    [{ $set: { leaseUntil: { $add: ['$$NOW', leaseMs] } } }],
    { sort: { acceptedAt: 1, _id: 1 }, returnDocument: 'after', updatePipeline: true, ...lightly },
  ).lean()
  return row
}

/** Stores what was understood; the row can now be applied. A row already past that stage is left alone. */
export async function storeUnderstanding(id: string, understanding: Understanding): Promise<void> {
  await InboundModel.updateOne(
    { _id: id, stage: 'accepted' },
    { $set: { understanding, stage: 'understood' } },
  )
}

/** Stores a decision on its row, once; returns the one that stands, which may be that of an earlier run. */
export async function rememberDecision<T>(id: string, name: string, decision: T): Promise<T> {
  const field = `decisions.${name}`
  const row = await InboundModel.findOneAndUpdate(
    { _id: id, [field]: { $exists: false } },
    { $set: { [field]: decision } },
    { projection: { decisions: 1 }, returnDocument: 'after' },
  ).lean()
  const stored = row ?? (await InboundModel.findById(id, { decisions: 1 }).lean())
  return (stored?.decisions[name] ?? decision) as T
}

/** The next rows of a lane in the order they were accepted; `isDue` is false while a failed row waits for its next try. */
export async function headOfLane(lane: string, limit: number): Promise<(Inbound & { isDue: boolean })[]> {
  return InboundModel.aggregate<Inbound & { isDue: boolean }>([
    { $match: { lane, stage: { $in: unapplied } } },
    { $sort: { acceptedAt: 1, _id: 1 } },
    { $limit: limit },
    { $addFields: { isDue: { $lte: ['$notBefore', '$$NOW'] } } },
  ])
}

/** Lanes with a row that is ready to be applied by the database's clock. */
export async function lanesWithWork(): Promise<string[]> {
  const found = await InboundModel.aggregate<{ _id: string }>([
    { $match: { stage: 'understood', $expr: { $lte: ['$notBefore', '$$NOW'] } } },
    { $group: { _id: '$lane' } },
  ])
  return found.map((row) => row._id)
}

/** Marks a row as applied, with the answer that a click or form got. */
export async function finishInbound(
  id: string,
  result: { handledBy: string; outcome: string; answer: ClickAnswer | null; at: Date },
): Promise<void> {
  await InboundModel.updateOne(
    { _id: id, stage: { $ne: 'done' } },
    {
      $set: {
        stage: 'done',
        handledBy: result.handledBy,
        outcome: result.outcome,
        answer: result.answer,
        doneAt: result.at,
        error: null,
      },
    },
  )
}

/** Notes a failed try; after `maxTries` the row is parked and no longer blocks its lane. Returns whether it was parked. */
export async function failInbound(
  id: string,
  failure: { error: string; incident: string; backoffMs: number; maxTries: number },
): Promise<boolean> {
  const { error, incident, backoffMs, maxTries } = failure
  const row = await InboundModel.findOneAndUpdate(
    { _id: id, stage: { $in: unfinished } },
    [
      { $set: { tries: { $add: ['$tries', 1] }, error, incident, leaseUntil: longAgo } },
      {
        $set: {
          stage: {
            $cond: [
              { $gte: ['$tries', maxTries] },
              'parked',
              { $cond: [{ $eq: ['$stage', 'inline'] }, 'understood', '$stage'] },
            ],
          },
          notBefore: { $add: ['$$NOW', { $multiply: [backoffMs, '$tries'] }] },
        },
      },
    ],
    { returnDocument: 'after', updatePipeline: true },
  ).lean()
  return row?.stage === 'parked'
}

/** Takes a click out of its lane so that it can be worked on at once; null when somebody else has it already. */
export async function claimInline(id: string, leaseMs: number): Promise<Inbound | null> {
  const row = await InboundModel.findOneAndUpdate(
    { _id: id, stage: 'accepted' },
    [{ $set: { stage: 'inline', leaseUntil: { $add: ['$$NOW', leaseMs] } } }],
    { returnDocument: 'after', updatePipeline: true },
  ).lean()
  return row
}

/** Hands clicks whose process died over to their lane. */
export async function recoverInline(): Promise<void> {
  await InboundModel.updateMany(
    { stage: 'inline', $expr: { $lte: ['$leaseUntil', '$$NOW'] } },
    { $set: { stage: 'understood' } },
  )
}

/** How many rows wait, and since when the oldest does. */
export async function inboundBacklog(): Promise<{ waiting: number; oldestAt: Date | null; parked: number }> {
  const stages = { $in: unfinished }
  const [waiting, parked, oldest] = await Promise.all([
    InboundModel.countDocuments({ stage: stages }),
    InboundModel.countDocuments({ stage: 'parked' }),
    InboundModel.findOne({ stage: stages }, { acceptedAt: 1 }).sort({ acceptedAt: 1 }).lean(),
  ])
  return { waiting, parked, oldestAt: oldest?.acceptedAt ?? null }
}

/** Rows for the operator, newest first. */
export async function listInbound(filter: { stage?: InboundStage; limit: number }): Promise<Inbound[]> {
  const rows = await InboundModel.find(filter.stage ? { stage: filter.stage } : {})
    .sort({ acceptedAt: -1, _id: -1 })
    .limit(filter.limit)
    .lean()
  return rows
}

/** Gives a parked row three new tries; false when it is not parked. */
export async function retryInbound(id: string): Promise<boolean> {
  const stage = [
    {
      $set: {
        stage: { $cond: [{ $eq: ['$understanding', null] }, 'accepted', 'understood'] },
        tries: 0,
        notBefore: longAgo,
        leaseUntil: longAgo,
      },
    },
  ]
  const result = await InboundModel.updateOne({ _id: id, stage: 'parked' }, stage, { updatePipeline: true })
  return result.modifiedCount === 1
}

/** What the speaker of a row last said in the same chat before it, oldest first; photos without words are left out. */
export async function wordsBefore(
  { _id, incoming: { chat, sender }, acceptedAt }: Inbound,
  { since, limit }: { since: Date; limit: number },
): Promise<string[]> {
  const rows = await InboundModel.find(
    {
      'incoming.chat.externalId': chat.externalId,
      'incoming.sender.externalId': sender.externalId,
      acceptedAt: { $gte: since, $lte: acceptedAt },
      _id: { $lt: _id },
      'incoming.chat.platform': chat.platform,
      'incoming.kind': 'message',
      'incoming.text': { $ne: '' },
    },
    { incoming: 1 },
  )
    .sort({ acceptedAt: -1, _id: -1 })
    .limit(limit)
    .lean()
  return rows.map((row) => row.incoming.text).reverse()
}

/** One row by id. */
export async function findInbound(id: string): Promise<Inbound | null> {
  return await InboundModel.findById(id).lean()
}
