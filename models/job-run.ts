import { model, Schema } from 'mongoose'

/** That a job has done what was to be done once for a place in a time slot. */
export interface JobRun {
  job: string
  scope: string
  slot: string
  at: Date
}

const jobRunSchema = new Schema<JobRun>(
  {
    job: { type: String, required: true },
    scope: { type: String, required: true },
    slot: { type: String, required: true },
    at: { type: Date, required: true },
  },
  { versionKey: false },
)
jobRunSchema.index({ job: 1, slot: 1, scope: 1 }, { unique: true })
jobRunSchema.index({ at: 1 })

const JobRunModel = model('JobRun', jobRunSchema, 'jobRuns')

/** The places for which a job is done with a slot. */
export async function doneScopes(job: string, slot: string): Promise<Set<string>> {
  return new Set(await JobRunModel.distinct('scope', { job, slot }))
}

/** Notes that a slot is done for a place; call it when everything stands in the outbox. Repeated, it changes nothing. */
export async function noteRun(run: JobRun): Promise<void> {
  const { job, scope, slot, at } = run
  await JobRunModel.updateOne({ job, slot, scope }, { $setOnInsert: { at } }, { upsert: true })
}

/** Forgets what was done before a time, once nobody asks for it any more; returns how much that was. */
export async function forgetRuns(before: Date): Promise<number> {
  return (await JobRunModel.deleteMany({ at: { $lt: before } })).deletedCount
}
