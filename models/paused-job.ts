import { model, Schema } from 'mongoose'

/** A job that an operator has stopped; it stays so over restarts until it is resumed. */
interface PausedJob {
  _id: string
  at: Date
}

const pausedJobSchema = new Schema<PausedJob>(
  { _id: { type: String, required: true }, at: { type: Date, required: true } },
  { versionKey: false },
)
const PausedJobModel = model('PausedJob', pausedJobSchema, 'pausedJobs')

/** Stops a job; one that is stopped keeps its time. */
export async function pauseJob(name: string, at: Date): Promise<void> {
  await PausedJobModel.updateOne({ _id: name }, { $setOnInsert: { at } }, { upsert: true })
}

/** Lets a job run again; false when it was not stopped. */
export async function resumeJob(name: string): Promise<boolean> {
  return (await PausedJobModel.deleteOne({ _id: name })).deletedCount > 0
}

/** The stopped jobs by name, with the time since when. */
export async function pausedJobs(): Promise<Map<string, Date>> {
  const found = await PausedJobModel.find().lean()
  return new Map(found.map(({ _id, at }) => [_id, at]))
}
