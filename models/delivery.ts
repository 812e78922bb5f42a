import { model, Schema } from 'mongoose'
import type { Content } from '../domain/message.ts'
import type { Premise } from '../domain/premise.ts'
import type { Audience, Priority } from '../domain/restraint.ts'
import { priorities } from '../domain/restraint.ts'
import { isDuplicateKey } from './duplicate-key.ts'
import { newId } from './new-id.ts'

/** Where a delivery stands. `uncertain` and `unreachable` wait for a person; `cancelled` was never meant to go out any more. */
export const deliveryStatuses = [
  'queued',
  'sending',
  'sent',
  'failed',
  'uncertain',
  'cancelled',
  'expired',
  'unreachable',
] as const
export type DeliveryStatus = (typeof deliveryStatuses)[number]

/** To whom: a chat, a person wherever that person can be reached in private, or a person by telephone. */
export type Recipient = { chatId: string } | { personId: string } | { callId: string }

/** One of several things a message tells of; what no longer holds is left out when it is sent. */
export interface ListItem {
  /** The key under which it would have been sent alone. */
  key: string
  text: string
  premise: Premise
}

/** A message that stands for several: `{n}` in its head is how many there are. */
export interface DeliveryList {
  head: string
  items: ListItem[]
}

/** One message on its way out. `key` = cause:recipient:kind(:ticket) is unique, so the same effect is never sent twice. */
export interface Delivery {
  _id: string
  key: string
  cause: string
  kind: string
  to: Recipient
  communityId: string | null
  ticketId: string | null
  audience: Audience
  priority: Priority
  /** Position of the priority, for sorting. */
  rank: number
  content: Content
  status: DeliveryStatus
  queuedAt: Date
  notBefore: Date
  expiresAt: Date | null
  premise: Premise | null
  list: DeliveryList | null
  /** Waits for the office hours of a working day. */
  inOffice: boolean
  /** The person is also called by telephone, where there is a service for that. */
  isCall: boolean
  tries: number
  /** An emergency page of unknown fate goes out once more, marked 重发. */
  isRepeat: boolean
  /** An earlier try may have shown it: nobody knows, and the platform shows it once however often it is sent. */
  isPerhapsOut: boolean
  leaseUntil: Date
  sentAt: Date | null
  /** What the platform called it, or why it did not go out. */
  proof: string | null
  platform: string | null
}

const deliverySchema = new Schema<Delivery>(
  {
    _id: { type: String, default: newId },
    key: { type: String, required: true },
    cause: { type: String, required: true },
    kind: { type: String, required: true },
    to: { type: Schema.Types.Mixed, required: true },
    communityId: { type: String, default: null },
    ticketId: { type: String, default: null },
    audience: { type: String, required: true },
    priority: { type: String, enum: priorities, required: true },
    rank: { type: Number, required: true },
    content: { type: Schema.Types.Mixed, required: true },
    status: { type: String, enum: deliveryStatuses, required: true },
    queuedAt: { type: Date, required: true },
    notBefore: { type: Date, required: true },
    expiresAt: { type: Date, default: null },
    premise: { type: Schema.Types.Mixed, default: null },
    list: { type: Schema.Types.Mixed, default: null },
    inOffice: { type: Boolean, default: false },
    isCall: { type: Boolean, default: false },
    tries: { type: Number, default: 0 },
    isRepeat: { type: Boolean, default: false },
    isPerhapsOut: { type: Boolean, default: false },
    leaseUntil: { type: Date, default: new Date(0) },
    sentAt: { type: Date, default: null },
    proof: { type: String, default: null },
    platform: { type: String, default: null },
  },
  { versionKey: false },
)
deliverySchema.index({ key: 1 }, { unique: true })
deliverySchema.index({ status: 1, notBefore: 1, rank: 1, _id: 1 })
deliverySchema.index({ ticketId: 1, audience: 1 })
deliverySchema.index({ 'to.chatId': 1, priority: 1, sentAt: 1 })
deliverySchema.index({ cause: 1 })
deliverySchema.index(
  { 'list.items.key': 1 },
  { partialFilterExpression: { 'list.head': { $type: 'string' } } },
)

const DeliveryModel = model('Delivery', deliverySchema, 'deliveries')

/** What a behaviour hands over to be sent. */
export interface Notice {
  kind: string
  to: Recipient
  audience: Audience
  priority: Priority
  /** Words that say a time as people do are made for the time they are sent at: 今天 is another day in the morning. */
  content: Content | ((at: Date) => Content)
  ticketId?: string | null
  premise?: Premise
  list?: DeliveryList
  inOffice?: boolean
  isCall?: boolean
  expiresAt?: Date
  /** Kind of an older notice about the same ticket to the same recipient that this one makes pointless. */
  supersedes?: string
  /** Instead of the row's cause, for what may be said once about a thing however many rows lead to it. */
  once?: string
  /** A post that must not use up the last group post of its ticket. */
  leavesRoom?: boolean
}

/** A notice with what decides whether it may go out at all. */
export interface Ready extends Omit<Notice, 'content'> {
  content: Content
  cause: string
  communityId: string | null
  notBefore: Date
  /** Set when it must not be said: it is kept on record as cancelled with this reason. */
  withheld: string | null
}

function recipientKey(to: Recipient): string {
  if ('callId' in to) return `call:${to.callId}`
  return 'chatId' in to ? `chat:${to.chatId}` : `person:${to.personId}`
}

/** The unique key of a delivery: cause, recipient, kind, and the ticket where one cause concerns several. */
export function deliveryKey(cause: string, to: Recipient, kind: string, ticketId?: string | null): string {
  return [cause, recipientKey(to), kind, ...(ticketId ? [ticketId] : [])].join(':')
}

function toRow(ready: Ready, at: Date): Omit<Delivery, '_id'> & { _id: string } {
  return {
    _id: newId(),
    key: deliveryKey(ready.cause, ready.to, ready.kind, ready.ticketId),
    cause: ready.cause,
    kind: ready.kind,
    to: ready.to,
    communityId: ready.communityId,
    ticketId: ready.ticketId ?? null,
    audience: ready.audience,
    priority: ready.priority,
    rank: priorities.indexOf(ready.priority),
    content: ready.content,
    status: ready.withheld ? 'cancelled' : 'queued',
    queuedAt: at,
    notBefore: ready.notBefore,
    expiresAt: ready.expiresAt ?? null,
    premise: ready.premise ?? null,
    list: ready.list ?? null,
    inOffice: ready.inOffice ?? false,
    isCall: ready.isCall ?? false,
    tries: 0,
    isRepeat: false,
    isPerhapsOut: false,
    leaseUntil: new Date(0),
    sentAt: null,
    proof: ready.withheld,
    platform: null,
  }
}

function isOnlyDuplicates(error: unknown): boolean {
  if (isDuplicateKey(error)) return true
  const failures = (error as { writeErrors?: { code?: number }[] } | null)?.writeErrors
  return Array.isArray(failures) && failures.length > 0 && failures.every((failure) => failure.code === 11000)
}

/** Puts notices into the outbox, each once by its key; what is there already stays as it is. */
export async function enqueue(notices: readonly Ready[], at: Date): Promise<void> {
  if (notices.length === 0) return
  try {
    await DeliveryModel.collection.insertMany(notices.map((notice) => toRow(notice, at)) as never[], {
      ordered: false,
    })
  } catch (error) {
    if (!isOnlyDuplicates(error)) throw error
  }
  for (const notice of notices) {
    if (notice.supersedes && notice.ticketId) await cancelOlder(notice, notice.supersedes)
  }
}

/** Writes down what was sent already, once by its key; for a past that is planted. */
export async function noteSent(
  notice: Ready,
  sent: { at: Date; platform: string; proof: string },
): Promise<void> {
  const row = { ...toRow(notice, sent.at), status: 'sent', sentAt: sent.at, tries: 1 }
  const { platform, proof } = sent
  try {
    await DeliveryModel.collection.insertOne({ ...row, platform, proof } as never)
  } catch (error) {
    if (!isDuplicateKey(error)) throw error
  }
}

async function cancelOlder(notice: Ready, kind: string): Promise<void> {
  await DeliveryModel.updateMany(
    { ticketId: notice.ticketId, kind, status: 'queued', to: notice.to, cause: { $ne: notice.cause } },
    { $set: { status: 'cancelled', proof: `superseded by ${notice.cause}` } },
  )
}

/** Deliveries whose time has come, the most pressing first. */
export async function dueDeliveries(at: Date, limit: number): Promise<Delivery[]> {
  return DeliveryModel.find({ status: 'queued', notBefore: { $lte: at } })
    .sort({ rank: 1, _id: 1 })
    .limit(limit)
    .lean()
}

/** When the next delivery that still waits is due; null when none waits. */
export async function nextDueDelivery(after: Date): Promise<Date | null> {
  const next = await DeliveryModel.findOne({ status: 'queued', notBefore: { $gt: after } }, { notBefore: 1 })
    .sort({ notBefore: 1 })
    .lean()
  return next?.notBefore ?? null
}

/** Takes one queued delivery for sending, by the database's clock; null when it is no longer there to take. */
export async function claimDelivery(id: string, leaseMs: number): Promise<Delivery | null> {
  return DeliveryModel.findOneAndUpdate(
    { _id: id, status: 'queued' },
    [
      {
        $set: { status: 'sending', leaseUntil: { $add: ['$$NOW', leaseMs] }, tries: { $add: ['$tries', 1] } },
      },
    ],
    { returnDocument: 'after', updatePipeline: true },
  ).lean()
}

/**
 * Ends a send: with the final status, or back into the queue when `notBefore` is given. Only the try that was claimed is
 * ended; a sender that was away for too long changes nothing of what another has done since.
 */
export async function finishDelivery(
  claimed: Pick<Delivery, '_id' | 'tries'>,
  end: Partial<
    Pick<Delivery, 'sentAt' | 'proof' | 'platform' | 'notBefore' | 'isRepeat' | 'isPerhapsOut'>
  > & {
    status: DeliveryStatus
  },
): Promise<void> {
  await DeliveryModel.updateOne({ _id: claimed._id, tries: claimed.tries, status: 'sending' }, { $set: end })
}

/** Moves a queued delivery to a later time. */
export async function postpone(id: string, notBefore: Date): Promise<void> {
  await DeliveryModel.updateOne({ _id: id, status: 'queued' }, { $set: { notBefore } })
}

/** Deliveries whose sender died between sending and noting it: nobody knows whether they went out. */
export async function abandonedDeliveries(limit: number): Promise<Delivery[]> {
  return DeliveryModel.find({ status: 'sending', $expr: { $lte: ['$leaseUntil', '$$NOW'] } })
    .sort({ _id: 1 })
    .limit(limit)
    .lean()
}

/** How many group posts nobody asked for a ticket has caused. */
export async function countGroupPosts(ticketId: string): Promise<number> {
  return DeliveryModel.countDocuments({
    ticketId,
    audience: 'group',
    priority: { $in: ['notice', 'planned'] },
    status: { $in: ['queued', 'sending', 'sent', 'uncertain'] },
  })
}

/** How many planned posts a chat got since a time. */
export async function countPlannedPosts(chatId: string, since: Date): Promise<number> {
  return DeliveryModel.countDocuments({
    'to.chatId': chatId,
    priority: 'planned',
    sentAt: { $gte: since },
  })
}

/** Whether a message of this kind about a ticket reached anybody, and since when. */
export async function firstSentAt(ticketId: string, kind: string, since: Date): Promise<Date | null> {
  const found = await DeliveryModel.findOne({ ticketId, kind, status: 'sent', sentAt: { $gte: since } })
    .sort({ sentAt: 1 })
    .lean()
  return found?.sentAt ?? null
}

/** Everything that was said about tickets, oldest first. */
export async function deliveriesAbout(ticketIds: readonly string[]): Promise<Delivery[]> {
  return DeliveryModel.find({ ticketId: { $in: [...ticketIds] } })
    .sort({ queuedAt: 1, _id: 1 })
    .lean()
}

/** Which of these keys stand in the outbox already. */
export async function knownKeys(keys: readonly string[]): Promise<Set<string>> {
  return new Set(await DeliveryModel.distinct('key', { key: { $in: [...keys] } }))
}

/** Which of these keys stand in the outbox, alone or in a list that stands for several. */
export async function toldKeys(keys: readonly string[]): Promise<Set<string>> {
  const among = { $in: [...keys] }
  const [alone, lists] = await Promise.all([
    knownKeys(keys),
    DeliveryModel.find({ 'list.items.key': among, 'list.head': { $type: 'string' } }, { list: 1 }).lean(),
  ])
  const inLists = lists.flatMap(({ list }) => list?.items.map(({ key }) => key) ?? [])
  return new Set([...alone, ...inLists.filter((key) => keys.includes(key))])
}

/** Puts the telephone call that goes with a delivery into the outbox, once. */
export async function enqueueCall(delivery: Delivery, at: Date): Promise<void> {
  const { to, cause, kind, ticketId, communityId, audience, priority, content, premise } = delivery
  if (!('personId' in to)) return
  const call = { kind, to: { callId: to.personId }, ticketId, communityId, audience, priority, content }
  await enqueue([{ ...call, cause, ...(premise ? { premise } : {}), notBefore: at, withheld: null }], at)
}

/** Deliveries for the operator, newest first. */
export async function listDeliveries(filter: {
  status?: DeliveryStatus
  limit: number
}): Promise<Delivery[]> {
  return DeliveryModel.find(filter.status ? { status: filter.status } : {})
    .sort({ _id: -1 })
    .limit(filter.limit)
    .lean()
}

/** One delivery by id. */
export async function findDelivery(id: string): Promise<Delivery | null> {
  return DeliveryModel.findById(id).lean()
}

/** The 人工发送清单: what a person has to hand over or decide on, the longest waiting first. */
export async function deliveriesForPeople(limit: number): Promise<Delivery[]> {
  return DeliveryModel.find({ status: { $in: ['unreachable', 'uncertain', 'failed'] } })
    .sort({ notBefore: 1, rank: 1, _id: 1 })
    .limit(limit)
    .lean()
}

/** Queues a delivery again that failed, is uncertain or was unreachable; false when it stands otherwise. */
export async function retryDelivery(id: string, at: Date): Promise<boolean> {
  const open: DeliveryStatus[] = ['failed', 'uncertain', 'unreachable']
  const result = await DeliveryModel.updateOne(
    { _id: id, status: { $in: open } },
    { $set: { status: 'queued', notBefore: at } },
  )
  return result.modifiedCount === 1
}

/** Notes that a person delivered it by hand (printed, called, told); false when there was nothing to do. */
export async function deliverByHand(id: string, proof: string, at: Date): Promise<boolean> {
  const open: DeliveryStatus[] = ['failed', 'uncertain', 'unreachable']
  const result = await DeliveryModel.updateOne(
    { _id: id, status: { $in: open } },
    { $set: { status: 'sent', proof, sentAt: at, platform: 'by hand' } },
  )
  return result.modifiedCount === 1
}

/** How many deliveries stand in each status. */
export async function countDeliveries(): Promise<Partial<Record<DeliveryStatus, number>>> {
  const counts = await DeliveryModel.aggregate<{ _id: DeliveryStatus; n: number }>([
    { $group: { _id: '$status', n: { $sum: 1 } } },
  ])
  return Object.fromEntries(counts.map((row) => [row._id, row.n]))
}

/** Whether anything is still on its way out: queued and due, or being sent. */
export async function hasDueDeliveries(at: Date): Promise<boolean> {
  const one = await DeliveryModel.findOne({
    $or: [{ status: 'queued', notBefore: { $lte: at } }, { status: 'sending' }],
  }).lean()
  return one !== null
}
