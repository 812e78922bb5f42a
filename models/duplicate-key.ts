import mongoose from 'mongoose'

/** Whether a write failed because a unique key already stands: for keyed writes that means it was done before. */
export function isDuplicateKey(error: unknown): boolean {
  return error instanceof mongoose.mongo.MongoServerError && error.code === 11000
}
