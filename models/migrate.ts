import mongoose, { model, Schema } from 'mongoose'
import { dateBarePhones } from './community.ts'
// Every model, so that its indexes are known here.
import './audit-chain.ts'
import './audit-checkpoint.ts'
import './binding-code.ts'
import './candidate.ts'
import './chat.ts'
import './console-world.ts'
import './conversation.ts'
import './daily-calls.ts'
import './daily-pictures.ts'
import './delivery.ts'
import './dissuasion.ts'
import './household.ts'
import './inbound.ts'
import './job-run.ts'
import './known-event.ts'
import './lease.ts'
import './link.ts'
import './mediation.ts'
import './paused-job.ts'
import './person.ts'
import './promise.ts'
import './report.ts'
import './role.ts'
import './session.ts'
import './ticket.ts'
import { sealHistories } from './migrations/seal-histories.ts'
import { startClocks } from './migrations/start-clocks.ts'

/** One way from a version to the next. Killed and run again, it goes on; run twice, it changes nothing more. */
interface Step {
  version: number
  run?(): Promise<void>
}

/** What has to be done to what is stored, in order; version 1 was the first. New indexes and collections alone need a version, but no work. */
const steps: readonly Step[] = [
  { version: 2, run: dateBarePhones },
  { version: 3, run: sealHistories },
  { version: 4, run: startClocks },
]

/** Grows with every change of a stored shape or an index. */
export const schemaVersion = steps.at(-1)?.version ?? 1

const metaSchema = new Schema(
  { _id: { type: String, required: true }, version: { type: Number, required: true } },
  { versionKey: false },
)
const MetaModel = model('Meta', metaSchema, 'meta')

/** The version the database was last brought to; null for a database nobody has used yet. */
export async function storedVersion(): Promise<number | null> {
  return (await MetaModel.findById('schema').lean())?.version ?? null
}

/**
 * Brings the database to this version: takes the steps it lacks, builds missing indexes, then notes the version. Killed
 * on the way, it goes on with the step it was at; repeated, it changes nothing.
 */
export async function migrate(): Promise<void> {
  const stored = await storedVersion()
  for (const { version, run } of steps.filter((step) => stored !== null && step.version > stored)) {
    await run?.()
    // The last version is only reached with its indexes.
    if (version < schemaVersion) await noteVersion(version)
  }
  await Promise.all(Object.values(mongoose.models).map((one) => one.createIndexes()))
  await noteVersion(schemaVersion)
}

async function noteVersion(version: number): Promise<void> {
  await MetaModel.updateOne({ _id: 'schema' }, { $max: { version } }, { upsert: true })
}
