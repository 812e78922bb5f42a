import { z } from 'zod'
import { categories, intents, urgencies } from '../../domain/triage.ts'

/** 社区工作人员 have had two names in the data. */
const Role = z
  .enum(['resident', 'unit_leader', 'property', 'committee', 'district_staff', 'community_staff'])
  .transform((role) => (role === 'community_staff' ? 'district_staff' : role))
const number = z.string().nullable()
const numbers = z.array(number).optional()
const Group = z.strictObject({
  community: z.string(),
  building: z.string().optional(),
  unit: z.string().optional(),
})

const expectedPlace = {
  urgency: z.enum(urgencies),
  urgency_alt: z.array(z.enum(urgencies)).optional(),
  building: number,
  building_alt: numbers,
  building_from: z.literal('group').optional(),
  unit: number,
  unit_alt: numbers,
  room: number,
  room_alt: numbers,
  place: z.string().nullable(),
  summary_keywords: z.array(z.string()),
}

/** One message and what should be understood of it; `_alt` fields list what is right as well. */
export const GoldMessage = z.strictObject({
  id: z.string().min(1),
  text: z.string(),
  stratum: z.string().optional(),
  sender_role: Role,
  group: Group,
  is_complaint: z.boolean(),
  intent: z.enum(intents),
  category: z.enum(categories).nullable(),
  category_alt: z.array(z.enum(categories).nullable()).optional(),
  ...expectedPlace,
})
export type GoldMessage = z.infer<typeof GoldMessage>

/** How a ticket may stand at the end of a thread. */
export const endings = ['open', 'resolved', 'reopened', 'withdrawn'] as const

/** One message of a thread. */
export const ThreadLine = z.strictObject({
  mid: z.string().min(1),
  ts: z.iso.datetime({ offset: true }),
  sender: z.string().min(1),
  sender_name: z.string(),
  sender_role: Role,
  text: z.string(),
  has_image: z.boolean().optional(),
})

/** A thread and the tickets that should stand at its end; a bot that leaves out an optional one is right, too. */
export const GoldThread = z.strictObject({
  id: z.string().min(1),
  group: Group,
  type: z.string(),
  messages: z.array(ThreadLine).min(1),
  expected_tickets: z.array(
    z.strictObject({
      category: z.enum(categories),
      category_alt: z.array(z.enum(categories).nullable()).optional(),
      ...expectedPlace,
      status: z.enum(endings),
      reporters: z.array(z.string()),
      message_ids: z.array(z.string()),
      optional: z.boolean().optional(),
    }),
  ),
})
export type GoldThread = z.infer<typeof GoldThread>
export type GoldTicket = GoldThread['expected_tickets'][number]
