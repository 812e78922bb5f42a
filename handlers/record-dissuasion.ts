import { z } from 'zod'
import { canHandle, handlingRoles } from '../domain/access.ts'
import { dissuasionWays, readDissuasion } from '../domain/dissuading.ts'
import type { Reply } from '../domain/message.ts'
import { button } from '../domain/message.ts'
import { categoryTable } from '../domain/policy/categories.ts'
import { notTheirs, Refusal } from '../domain/refusal.ts'
import { activeStatuses, isActive } from '../domain/ticket-flow.ts'
import { sideName } from '../domain/wording.ts'
import { askInChat } from '../models/conversation.ts'
import { addDissuasion } from '../models/dissuasion.ts'
import { tellFirstReporters } from '../models/reporter-notices.ts'
import { hasHappened, noteOnTicket } from '../models/ticket.ts'
import type { TicketContext } from './handler.ts'
import { defineTicketHandler, numberedWith, readNote, TicketRef } from './handler.ts'

const questionMinutes = 30
const longestWords = 200

const Words = z.object({ ticket: TicketRef.optional(), words: z.string().optional() })
type Context = TicketContext<z.infer<typeof Words>>

/** Writes down that whoever broke the rules was dissuaded, how and when; the reporters hear that it was done. */
export const recordDissuasion = defineTicketHandler({
  name: 'record-dissuasion',
  help: '已劝阻 编号 当面/书面/张贴 说明',
  example: '已劝阻 1024 当面 说了不能堆在楼道',
  on: {
    command: numberedWith('已?劝阻(?:过|了)?', 'words'),
    question: { name: 'dissuasion-words', read: readNote('words') },
  },
  data: Words,
  allow: handlingRoles,
  async handle(context) {
    refuseWhereNotDue(context)
    const said = readDissuasion((context.data.words ?? '').slice(0, longestWords))
    return said ? record(context, said) : askFor(context)
  },
})

/** Refuses where there is nothing to dissuade from, or it is another's, or over. */
export function refuseWhereNotDue({ ticket, actor, community, cause }: TicketContext<unknown>): void {
  const { number, category, status } = ticket
  if (!canHandle(actor, ticket)) throw notTheirs(ticket, community.phones)
  if (!categoryTable[category].needsDissuasion) {
    throw new Refusal(
      'no_dissuasion',
      `${number}号是${categoryTable[category].name}的事，不走劝阻报告。办好了回“办结 ${number} 怎么处理的”。`,
    )
  }
  if (isActive(status) || hasHappened(ticket, cause)) return
  throw new Refusal('not_active', `${number}号已经办完，不用再记了。`)
}

async function askFor({ ticket, chat, actor, now, cause }: Context): Promise<Reply> {
  await askInChat(chat._id, actor.personId, {
    question: 'dissuasion-words',
    data: { ticket: ticket._id },
    expiresAt: new Date(now.getTime() + questionMinutes * 60_000),
    askedBy: cause,
  })
  const ways = dissuasionWays.join('、')
  return {
    text: `${ticket.number}号怎么劝阻的？回${ways}和一句说明，例如“当面 说了不能堆在楼道”。有照片一起发。`,
    asks: true,
  }
}

async function record(
  context: Context,
  { way, words }: NonNullable<ReturnType<typeof readDissuasion>>,
): Promise<Reply> {
  const { ticket, actor, community, act, incoming, now, cause, notify } = context
  await addDissuasion({
    ticketId: ticket._id,
    communityId: community._id,
    cause,
    by: actor.personId,
    at: now,
    way,
    images: incoming.images,
  })
  const photos = incoming.images.length > 0 ? `（${incoming.images.length}张照片）` : ''
  const noted = await noteOnTicket(ticket._id, community._id, {
    ...act([`${way}劝阻${photos}`, words].filter(Boolean).join('：')),
    kind: 'dissuaded',
    isAnswer: true,
  })
  const text = `您反映的${ticket.summary}（${ticket.number}），${sideName[ticket.team]}已${way}劝阻，接着盯。还有这个情况，回“补充 ${ticket.number} 现在怎样”。`
  const told = { kind: 'dissuaded', content: { text }, statuses: activeStatuses }
  notify(...(await tellFirstReporters(community, noted, told)))
  return {
    text: `记下了，${ticket.number}号${way}劝阻。劝不住就回“无效 ${ticket.number}”，我起草报告。`,
    buttons: [button('无效', `无效 ${ticket.number}`, 'report-defiance', { ticket: ticket._id })],
  }
}
