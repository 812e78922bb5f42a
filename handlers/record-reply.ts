import { z } from 'zod'
import { handlingRoles } from '../domain/access.ts'
import { backText } from '../domain/course-words.ts'
import { readOutcome } from '../domain/forwarding.ts'
import type { Reply } from '../domain/message.ts'
import { button } from '../domain/message.ts'
import { Refusal } from '../domain/refusal.ts'
import { refuseOthers } from '../domain/refuse-others.ts'
import { statusName } from '../domain/ticket-flow.ts'
import { handlingButtons, sideName } from '../domain/wording.ts'
import { askInChat } from '../models/conversation.ts'
import { reportsOn } from '../models/report.ts'
import { tellReporters } from '../models/reporter-notices.ts'
import type { Ticket } from '../models/ticket.ts'
import { hasHappened, moveTicket, noteOnTicket } from '../models/ticket.ts'
import type { TicketContext } from './handler.ts'
import { defineTicketHandler, numberedWith, readNote, TicketRef } from './handler.ts'
import { resolve } from './resolve-ticket.ts'

const questionMinutes = 30
const longestWords = 200
/** Says what to do with it, and nothing of what they said. */
const bare = /^(?:拿回来办?)?$/u

const Words = z.object({
  ticket: TicketRef.optional(),
  words: z.string().optional(),
  outcome: z.enum(['done', 'back']).optional(),
})
type Context = TicketContext<z.infer<typeof Words>>

/** Writes down what came back from outside: it resolves the ticket or brings it back; where it says neither, it is asked. */
export const recordReply = defineTicketHandler({
  name: 'record-reply',
  help: '回复 编号 对方怎么说',
  example: '回复 1024 已修好，换了阀门',
  on: {
    command: numberedWith('回复|回音', 'words'),
    action: true,
    question: { name: 'reply-words', read: readNote('words') },
  },
  data: Words,
  allow: handlingRoles,
  async handle(context) {
    const { ticket, actor, community, data, cause } = context
    refuseOthers(actor, ticket, community.phones)
    if (ticket.status !== 'forwarded' && !hasHappened(ticket, cause)) {
      throw new Refusal(
        'not_forwarded',
        `${ticket.number}号现在是“${statusName[ticket.status]}”，没有转出去。要转出去，回“转交 ${ticket.number} 单位”。`,
      )
    }
    const words = (data.words ?? '').trim().slice(0, longestWords)
    const outcome = data.outcome ?? readOutcome(words)
    if (!words && !outcome) return askForWords(context)
    if (!outcome) return noteWords(context, words)
    const said = bare.test(words) ? lastReply(ticket) : words
    return outcome === 'done' ? done(context, said) : bringBack(context, said)
  },
})

/** What they said before somebody asked whether it is done. */
function lastReply({ events, forward }: Ticket): string {
  const since = events.findIndex(({ id }) => id === forward?.cause)
  return events.slice(since + 1).findLast(({ kind }) => kind === 'replied')?.note ?? ''
}

async function askForWords({ ticket, chat, actor, now, cause }: Context): Promise<Reply> {
  await askInChat(chat._id, actor.personId, {
    question: 'reply-words',
    data: { ticket: ticket._id },
    expiresAt: new Date(now.getTime() + questionMinutes * 60_000),
    askedBy: cause,
  })
  return { text: `${ticket.number}号他们怎么说？回一句，我转告住户。`, asks: true }
}

async function noteWords({ ticket, community, act }: Context, words: string): Promise<Reply> {
  await noteOnTicket(ticket._id, community._id, { ...act(words), kind: 'replied' })
  const data = { ticket: ticket._id }
  return {
    text: `${ticket.number}号的回音记下了。办好了吗？`,
    asks: true,
    buttons: [
      button('办好了', `回复 ${ticket.number} 办好了`, 'record-reply', { ...data, outcome: 'done' }),
      button('拿回来办', `回复 ${ticket.number} 拿回来办`, 'record-reply', { ...data, outcome: 'back' }),
    ],
  }
}

function done(context: Context, words: string): Promise<Reply> {
  const to = context.ticket.forward?.to ?? '对方'
  return resolve(context, `${to}回复${words ? `：${words}` : '已办好'}`)
}

async function bringBack(context: Context, words: string): Promise<Reply> {
  const { ticket, community, act, notify } = context
  const to = ticket.forward?.to ?? '对方'
  const back = await moveTicket(ticket._id, community._id, {
    ...act(words ? `${to}回复：${words}` : `从${to}拿回来办`),
    to: 'assigned',
  })
  const content = { text: backText(back, to, sideName[ticket.team], words) }
  const told = { kind: 'back', supersedes: 'forwarded', content, statuses: ['assigned', 'accepted'] as const }
  notify(...tellReporters(back, await reportsOn(ticket._id), told))
  return { text: `${ticket.number}号拿回来了，请接着办。`, buttons: handlingButtons(back) }
}
