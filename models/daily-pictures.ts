import { model, Schema } from 'mongoose'
import { dayNumber } from '../domain/clocks.ts'
import { isDuplicateKey } from './duplicate-key.ts'

/** How many pictures somebody has uploaded on a Chinese date; `_id` is the number of the day and the owner. */
interface DailyPictures {
  _id: string
  day: number
  pictures: number
}

const dailyPicturesSchema = new Schema<DailyPictures>(
  {
    _id: { type: String, required: true },
    day: { type: Number, required: true },
    pictures: { type: Number, required: true },
  },
  { versionKey: false, writeConcern: { w: 1, j: false } },
)

const DailyPicturesModel = model('DailyPictures', dailyPicturesSchema, 'dailyPictures')

/** Takes one of the `most` pictures that an owner may upload on a Chinese date; false when they are used up. */
export async function takeDailyPicture(ownerId: string, at: Date, most: number): Promise<boolean> {
  const day = dayNumber(at)
  const counted = { _id: `${day}:${ownerId}`, pictures: { $lt: most } }
  const oneMore = { $inc: { pictures: 1 }, $setOnInsert: { day } }
  try {
    await DailyPicturesModel.updateOne(counted, oneMore, { upsert: true })
    return true
  } catch (error) {
    if (!isDuplicateKey(error)) throw error
  }
  // Either the day is used up, or another request created it at the same moment.
  return (await DailyPicturesModel.updateOne(counted, oneMore)).modifiedCount === 1
}

/** Forgets the counts of days before this one. */
export async function forgetOldDays(at: Date): Promise<void> {
  await DailyPicturesModel.deleteMany({ day: { $lt: dayNumber(at) } })
}
