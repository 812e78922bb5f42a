import { model, Schema } from 'mongoose'
import { isDuplicateKey } from './duplicate-key.ts'

const leaseSchema = new Schema(
  {
    _id: { type: String, required: true },
    holder: { type: String, required: true },
    until: { type: Date, required: true },
    epoch: { type: Number, required: true },
  },
  { versionKey: false, writeConcern: { w: 1, j: false } },
)

const LeaseModel = model('Lease', leaseSchema, 'leases')

/**
 * Takes or renews a lease by the database's clock; one holder at a time. Returns its epoch, which grows with each
 * new holder, or null while somebody else holds it.
 */
export async function acquireLease(
  name: string,
  holder: string,
  milliseconds: number,
): Promise<number | null> {
  const isMine = { $eq: ['$holder', holder] }
  const isOver = { $lte: [{ $ifNull: ['$until', new Date(0)] }, '$$NOW'] }
  const grown = { $add: [{ $ifNull: ['$epoch', 0] }, 1] }
  const ifFree = (taken: unknown, kept: string) => ({ $cond: ['$isFree', taken, kept] })
  const take = [
    { $set: { isFree: { $or: [isMine, isOver] }, nextEpoch: { $cond: [isMine, '$epoch', grown] } } },
    {
      $set: {
        holder: ifFree(holder, '$holder'),
        until: ifFree({ $add: ['$$NOW', milliseconds] }, '$until'),
        epoch: ifFree('$nextEpoch', '$epoch'),
      },
    },
    { $unset: ['isFree', 'nextEpoch'] },
  ]
  const options = { upsert: true, returnDocument: 'after', updatePipeline: true } as const
  try {
    const lease = await LeaseModel.findOneAndUpdate({ _id: name }, take, options).lean()
    return lease?.holder === holder ? lease.epoch : null
  } catch (error) {
    // Two processes created it at the same moment; the other one has it.
    if (isDuplicateKey(error)) return null
    throw error
  }
}

/** Gives a lease back; a lease that somebody else took over stays theirs. The epoch is kept. */
export async function releaseLease(name: string, holder: string): Promise<void> {
  await LeaseModel.updateOne({ _id: name, holder }, { $set: { until: new Date(0) } })
}
