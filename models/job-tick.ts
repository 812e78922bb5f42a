import mongoose from 'mongoose'
import { z } from 'zod'

/** Where the job clock keeps its own documents. */
export const ticksCollection = 'agendaJobs'

/** What the job clock keeps of a job, as far as anybody looks at it. */
const Tick = z.object({
  name: z.string(),
  lastFinishedAt: z.date().nullish(),
  nextRunAt: z.date().nullish(),
  failedAt: z.date().nullish(),
  failReason: z.string().nullish(),
})
export type Tick = z.infer<typeof Tick>

/** What the job clock has noted of each job, by name. */
export async function jobTicks(): Promise<Map<string, Tick>> {
  const found = await mongoose.connection.collection(ticksCollection).find().toArray()
  const ticks = z.array(Tick).parse(found)
  return new Map(ticks.map((tick) => [tick.name, tick]))
}

/** When each job last came to its end. */
export async function lastFinished(): Promise<[job: string, at: Date][]> {
  const ticks = [...(await jobTicks()).values()]
  return ticks.flatMap(({ name, lastFinishedAt: at }) => (at ? [[name, at] as [string, Date]] : []))
}
