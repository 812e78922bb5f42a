import { model, Schema } from 'mongoose'
import { dayNumber } from '../domain/clocks.ts'
import { isDuplicateKey } from './duplicate-key.ts'

/** How many calls to the model were made on a Chinese date; `_id` is the number of the day. */
interface DailyCalls {
  _id: number
  calls: number
}

const dailyCallsSchema = new Schema<DailyCalls>(
  { _id: { type: Number, required: true }, calls: { type: Number, required: true } },
  // A crash may forget the last few calls; none is worth waiting for the disk.
  { versionKey: false, writeConcern: { w: 1, j: false } },
)

const DailyCallsModel = model('DailyCalls', dailyCallsSchema, 'dailyCalls')

/** Takes one of a Chinese date's `most` calls to the model, counted over all processes; false when they are used up. */
export async function takeDailyCall(at: Date, most: number): Promise<boolean> {
  const day = { _id: dayNumber(at), calls: { $lt: most } }
  const oneMore = { $inc: { calls: 1 } }
  try {
    await DailyCallsModel.updateOne(day, oneMore, { upsert: true })
    return true
  } catch (error) {
    if (!isDuplicateKey(error)) throw error
  }
  // Either the day is used up, or another process created it at the same moment.
  return (await DailyCallsModel.updateOne(day, oneMore)).modifiedCount === 1
}
