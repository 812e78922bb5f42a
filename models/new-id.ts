import mongoose from 'mongoose'

/** A new id: 24 hex digits that sort by the time they were made in this process. */
export function newId(): string {
  return new mongoose.Types.ObjectId().toHexString()
}
