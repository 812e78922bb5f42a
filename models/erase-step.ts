import mongoose from 'mongoose'

/** Does one thing to what is stored, or counts to how many documents it would. */
export type EraseStep = (isReal: boolean) => Promise<number>

/** Stands in the place of words that were erased. */
export const erasedText = '（已删除）'

/** A collection as it is stored, whatever its model. */
export function stored(name: string) {
  return mongoose.connection.collection<{ _id: string }>(name)
}

/** Changes all documents that a filter finds; the filter finds none that was changed before. */
export function changeAll(name: string, filter: object, change: object): EraseStep {
  return async (isReal) =>
    isReal
      ? (await stored(name).updateMany(filter, change)).modifiedCount
      : stored(name).countDocuments(filter)
}

/** Removes all documents that a filter finds. */
export function removeAll(name: string, filter: object): EraseStep {
  return async (isReal) =>
    isReal ? (await stored(name).deleteMany(filter)).deletedCount : stored(name).countDocuments(filter)
}
