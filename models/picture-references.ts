import mongoose from 'mongoose'
import { inboundStages } from './inbound.ts'

/** Which of these pictures something refers to: a message, a form, a report, or what the simulator shows. */
export async function picturesInUse(ids: readonly string[], since: Date): Promise<Set<string>> {
  const any = { $in: [...ids] }
  // Nothing refers to a picture before it is uploaded; the stages are named so that the index on time serves.
  const accepted = { stage: { $in: [...inboundStages] }, acceptedAt: { $gte: since } }
  const found = await Promise.all([
    named('inbound', 'incoming.images', { ...accepted, 'incoming.images': any }),
    named('reports', 'images', { images: any }),
    named('reports', 'parts.images', { 'parts.images': any }),
    named('consoleMessages', 'images', { images: any }),
  ])
  return new Set(found.flat())
}

async function named(collection: string, field: string, filter: object): Promise<string[]> {
  return (await mongoose.connection.collection(collection).distinct(field, filter)) as string[]
}
