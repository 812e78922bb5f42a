import mongoose from 'mongoose'
import { newSalt } from '../history.ts'

/** As much of a document as this step knows; later versions may call things otherwise. */
interface Old {
  _id: string
  events?: { id: string; at: Date; salt?: string }[]
  sealed?: number
}

const operationsAtOnce = 500

/**
 * Every event gets a salt, and every ticket and person the marks by which the sealer finds what is new. A
 * document is done in one update that comes last, so that a repetition finds what is left.
 */
export async function sealHistories(): Promise<void> {
  for (const name of ['tickets', 'people']) {
    const documents = mongoose.connection.collection<Old>(name)
    let operations: ReturnType<typeof complete>[] = []
    for await (const old of documents.find({ sealed: { $exists: false } }, { projection: { events: 1 } })) {
      operations.push(complete(old))
      if (operations.length < operationsAtOnce) continue
      await documents.bulkWrite(operations, { ordered: false })
      operations = []
    }
    if (operations.length > 0) await documents.bulkWrite(operations, { ordered: false })
  }
}

/** No bot runs meanwhile that would add to a history. */
function complete({ _id, events = [] }: Old) {
  const salted = events.map((event) => ({ ...event, salt: event.salt ?? newSalt() }))
  const [first] = salted
  const marks = { events: salted, sealed: 0, ...(first ? { unsealedAt: first.at } : {}) }
  return { updateOne: { filter: { _id, sealed: { $exists: false } }, update: { $set: marks } } }
}
