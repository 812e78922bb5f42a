import { z } from 'zod'
import { saysBoth } from '../domain/mediating.ts'
import type { Reply } from '../domain/message.ts'
import { isActive } from '../domain/ticket-flow.ts'
import { withoutPersons } from '../domain/wording.ts'
import { askInChat } from '../models/conversation.ts'
import { endAsSettled } from '../models/mediation.ts'
import { tellApplicant } from '../models/mediation-notices.ts'
import { hasHappened, noteOnTicket } from '../models/ticket.ts'
import { mediationAt } from './fail-mediation.ts'
import type { TicketContext } from './handler.ts'
import { defineTicketHandler, numberedWith, readNote, TicketRef } from './handler.ts'
import { resolve } from './resolve-ticket.ts'

const questionMinutes = 30
const longestWords = 200

const Words = z.object({ ticket: TicketRef.optional(), words: z.string().optional() })
type Context = TicketContext<z.infer<typeof Words>>

/** Writes down that both sides of a dispute agreed, and on what; the reporters are asked whether it is so. */
export const settleMediation = defineTicketHandler({
  name: 'settle-mediation',
  help: '调解成功 编号 双方怎么说定的',
  example: '调解成功 1024 双方同意晚上十点后不装修',
  on: {
    command: numberedWith('调解成功', 'words'),
    question: { name: 'settled-words', read: readNote('words') },
  },
  data: Words,
  allow: ['district_staff', 'district_secretary', 'street'],
  async handle(context) {
    const mediation = await mediationAt(context)
    const { ticket, community, data, act, cause, notify } = context
    const words = (data.words ?? '').trim().slice(0, longestWords)
    if (!saysBoth(words)) return askWhetherBoth(context)
    await endAsSettled(mediation._id, cause)
    const text = `${ticket.number}号（${ticket.summary}）调解成了：${withoutPersons(words)}。不是这样说定的，回“申请调解 ${ticket.number}”，我再转给他们。`
    notify(tellApplicant(mediation, 'mediation-settled', text))
    if (isActive(ticket.status) || hasHappened(ticket, cause)) {
      await resolve(context, `调解达成：${words}`)
    } else {
      await noteOnTicket(ticket._id, community._id, { ...act(`调解达成：${words}`), kind: 'mediation' })
    }
    return { text: `记下了，${ticket.number}号调解成功，已告诉申请的住户。` }
  },
})

async function askWhetherBoth({ ticket, chat, actor, now, cause }: Context): Promise<Reply> {
  await askInChat(chat._id, actor.personId, {
    question: 'settled-words',
    data: { ticket: ticket._id },
    expiresAt: new Date(now.getTime() + questionMinutes * 60_000),
    askedBy: cause,
  })
  return {
    text: `${ticket.number}号要双方都认可才算成。双方怎么说定的？例如“双方同意晚上十点后不装修”。`,
    asks: true,
  }
}
