import mongoose from 'mongoose'

/** Whether the database could not be reached or did not answer: nobody's row is to blame, and it may work again soon. */
export function isDatabaseFault(error: unknown): boolean {
  const { MongoNetworkError, MongoServerSelectionError, MongoNotConnectedError, MongoExpiredSessionError } =
    mongoose.mongo
  return [
    MongoNetworkError,
    MongoServerSelectionError,
    MongoNotConnectedError,
    MongoExpiredSessionError,
  ].some((kind) => error instanceof kind)
}
