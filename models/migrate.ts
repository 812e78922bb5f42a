import mongoose, { model, Schema } from 'mongoose'
// Every model, so that its indexes are known here.
import './binding-code.ts'
import './chat.ts'
import './community.ts'
import './console-world.ts'
import './conversation.ts'
import './delivery.ts'
import './household.ts'
import './inbound.ts'
import './lease.ts'
import './link.ts'
import './person.ts'
import './report.ts'
import './role.ts'
import './session.ts'
import './ticket.ts'

/** Grows with every change of a stored shape or an index. */
export const schemaVersion = 1

const metaSchema = new Schema(
  { _id: { type: String, required: true }, version: { type: Number, required: true } },
  { versionKey: false },
)
const MetaModel = model('Meta', metaSchema, 'meta')

/** The version the database was last brought to; null for a database nobody has used yet. */
export async function storedVersion(): Promise<number | null> {
  return (await MetaModel.findById('schema').lean())?.version ?? null
}

/** Brings the database to this version: builds missing indexes, then notes the version. Repeated, it changes nothing. */
export async function migrate(): Promise<void> {
  await Promise.all(Object.values(mongoose.models).map((one) => one.createIndexes()))
  await MetaModel.updateOne({ _id: 'schema' }, { $set: { version: schemaVersion } }, { upsert: true })
}
