import { z } from 'zod'
import { categories, intents, urgencies } from '../domain/triage.ts'

/** What a model is asked about one matter. */
export const MatterAnswer = z.object({
  n: z.number(),
  intent: z.enum(intents),
  category: z.enum(categories).nullable(),
  urgency: z.enum(urgencies),
  building: z.string().nullable(),
  unit: z.string().nullable(),
  summary: z.string(),
})
export type MatterAnswer = z.infer<typeof MatterAnswer>
