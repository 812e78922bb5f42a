import { z } from 'zod'
import type { Reply } from '../domain/message.ts'
import { Refusal } from '../domain/refusal.ts'
import { withoutPersons } from '../domain/wording.ts'
import { askInChat } from '../models/conversation.ts'
import type { Mediation } from '../models/mediation.ts'
import { findMediation, runningMediations } from '../models/mediation.ts'
import { goOn, keepersOf } from '../models/mediation-notices.ts'
import { noteOnTicket } from '../models/ticket.ts'
import type { TicketContext } from './handler.ts'
import { defineTicketHandler, numberedWith, readNote, TicketRef } from './handler.ts'

const questionMinutes = 30
const longestWords = 200

const Words = z.object({ ticket: TicketRef.optional(), words: z.string().optional() })
type Context = TicketContext<z.infer<typeof Words>>

/** Writes down that a step of mediation failed, and why; the applicant hears where it goes on. */
export const failMediation = defineTicketHandler({
  name: 'fail-mediation',
  help: '调解不成 编号 原因',
  example: '调解不成 1024 对方不来',
  on: {
    command: numberedWith('调解(?:不成|失败|没成)', 'words'),
    question: { name: 'failed-words', read: readNote('words') },
  },
  data: Words,
  allow: ['district_staff', 'district_secretary', 'street'],
  async handle(context) {
    const { ticket, community, data, act, now, cause, notify } = context
    const mediation = await mediationAt(context)
    const words = (data.words ?? '').trim().slice(0, longestWords)
    if (!words) return askForReason(context)
    const why = `没有谈成：${withoutPersons(words)}`
    notify(...(await goOn(mediation, { community, ticket, now }, { cause, why })))
    await noteOnTicket(ticket._id, community._id, { ...act(`调解没有谈成：${words}`), kind: 'mediation' })
    return { text: `记下了，${ticket.number}号这一步没有谈成，已告诉申请的住户下一步去哪儿。` }
  },
})

/** The mediation somebody speaks of who keeps its record, as it stood before this row. */
export async function mediationAt({
  ticket,
  actor,
  community,
  now,
  decide,
}: TicketContext<unknown>): Promise<Mediation> {
  const isKeeper = (await keepersOf(community, ticket, now)).includes(actor.personId)
  const before = await decide('mediation', async () => {
    const [running] = isKeeper ? await runningMediations(ticket._id) : []
    return running ? { id: running._id, at: running.at } : null
  })
  const mediation = before && (await findMediation(before.id))
  if (!mediation) {
    throw new Refusal(
      'no_mediation',
      `${ticket.number}号没有在调解。调解由报的住户私聊我申请：“申请调解 ${ticket.number}”。`,
    )
  }
  return { ...mediation, at: before.at }
}

async function askForReason({ ticket, chat, actor, now, cause }: Context): Promise<Reply> {
  await askInChat(chat._id, actor.personId, {
    question: 'failed-words',
    data: { ticket: ticket._id },
    expiresAt: new Date(now.getTime() + questionMinutes * 60_000),
    askedBy: cause,
  })
  return { text: `${ticket.number}号为什么没有谈成？回一句原因。`, asks: true }
}
