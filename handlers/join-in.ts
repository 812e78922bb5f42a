import { z } from 'zod'
import { appealAnswer } from '../domain/appeal-words.ts'
import { agreementIn } from '../domain/conversation/agreement.ts'
import { findMeantTicket } from '../models/placement.ts'
import { isReporter } from '../models/report.ts'
import { defineTicketHandler } from './handler.ts'
import { amend, join } from './report-appeal.ts'

/** Takes 我家也是 and +1 to what this chat is talking of, as one more household's report. */
export const joinIn = defineTicketHandler({
  name: 'join-in',
  // So few words are taken for many things.
  on: {
    intents: ['chatter', 'poll_answer', 'praise', 'satisfied', 'withdraw', 'notice', 'meeting_question'],
  },
  data: z.object({}),
  allow: ['resident'],
  async find(context) {
    const isMeant = context.matters.length === 1 && agreementIn(context.matters[0]?.text ?? '') !== null
    return isMeant ? findMeantTicket(context, ['join', 'amend']) : null
  },
  async handle(context) {
    const { ticket, actor, matters, incoming, now, community } = context
    const [matter] = matters
    if (!matter) return null
    const isOwn = await isReporter(ticket._id, actor.personId)
    const touched = isOwn ? await amend(context, matter) : await join(context, matter)
    return appealAnswer([{ kind: isOwn ? 'amend' : 'join', ...matter, ticket: touched }], {
      now,
      phones: community.phones,
      isGroup: incoming.chat.isGroup,
      hasImage: incoming.images.length > 0,
      recordLines: 0,
    })
  },
})
