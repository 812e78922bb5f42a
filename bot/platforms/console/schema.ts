import { z } from 'zod'

const Id = z.string().min(1).max(100)

/** What a person says in the simulator; something must be said. */
export const PostedMessage = z
  .object({
    chatId: Id,
    senderId: Id,
    text: z.string().max(2_000_000).default(''),
    images: z.array(z.string().max(2000)).max(9).default([]),
    /** Words of the message that is quoted, or its id, by which also its buttons are known. */
    quote: z.string().max(4000).optional(),
    quoteId: Id.optional(),
    /** Messages of others, merged into one as chat apps do it. */
    forwarded: z
      .array(z.object({ name: z.string().max(100), text: z.string().max(4000), at: z.string().max(40) }))
      .max(100)
      .optional(),
    /** Sent again under the same key, the message stands once. */
    key: z.string().min(1).max(200).optional(),
  })
  .refine(
    ({ text, images, forwarded = [] }) => text.trim() !== '' || images.length + forwarded.length > 0,
    '请写一句话，或者发一张图片。',
  )
export type PostedMessage = z.infer<typeof PostedMessage>

/** A click on a button of a message. */
export const PostedClick = z.object({
  chatId: Id,
  messageId: Id,
  userId: Id,
  action: z.string().min(1).max(500),
  choices: z.array(z.string().max(200)).max(50).optional(),
  key: z.string().min(1).max(200).optional(),
})
export type PostedClick = z.infer<typeof PostedClick>

/** Putting the clock forward: by minutes, or to the next such time of day. */
export const ClockMove = z
  .object({
    minutes: z.number().min(1).max(525_600).int().optional(),
    to: z
      .string()
      .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/u, '应为 HH:MM')
      .optional(),
  })
  .refine(({ minutes, to }) => (minutes === undefined) !== (to === undefined), '请写 minutes 或 to，只写一个')
export type ClockMove = z.infer<typeof ClockMove>

/** Reading on in a chat. */
export const MessageQuery = z.object({
  after: z.coerce.number().int().min(0).default(0),
  as: Id.optional(),
})
