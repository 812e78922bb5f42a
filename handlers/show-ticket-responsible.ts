import { z } from 'zod'
import { readerIn, sightOf } from '../domain/access.ts'
import { numberOfTeam } from '../domain/phones.ts'
import { linesBehind } from '../domain/policy-words.ts'
import { Refusal } from '../domain/refusal.ts'
import { isActive, statusName } from '../domain/ticket-flow.ts'
import { sideName } from '../domain/wording.ts'
import { findPerson } from '../models/person.ts'
import { isReporter } from '../models/report.ts'
import type { TicketContext } from './handler.ts'
import { defineTicketHandler, numbered, TicketRef } from './handler.ts'

/** Tells those concerned, in private, who has a ticket and which authority is behind. */
export const showTicketResponsible = defineTicketHandler({
  name: 'show-ticket-responsible',
  help: '谁来管 编号',
  example: '谁来管 1024',
  on: { command: numbered('谁来管|归谁管|谁负责') },
  data: z.object({ ticket: TicketRef }),
  allow: ['resident'],
  async handle(context) {
    const { ticket, actor, community, chat, incoming, now } = context
    const isOwn = await isReporter(ticket._id, actor.personId)
    if (incoming.chat.isGroup || sightOf(actor, ticket, isOwn) === 'status') {
      throw new Refusal(
        'not_concerned',
        `${ticket.number}号由谁办，报的人和经办的人私聊我能看到。问一类事，说“谁来管 电梯”。`,
      )
    }
    const behind = linesBehind(ticket.category, community, { reader: readerIn(actor, chat), at: now })
    return { text: [await whoHasIt(context), ...behind].join('\n') }
  },
})

async function whoHasIt({ ticket, community }: TicketContext<unknown>): Promise<string> {
  const head = `${ticket.number}号（${ticket.summary}）`
  if (!isActive(ticket.status)) return `${head}现在是“${statusName[ticket.status]}”。`
  const assignee = ticket.assigneeId ? await findPerson(ticket.assigneeId) : null
  const phone = numberOfTeam(community.phones, ticket.team)
  return `${head}现在由${sideName[ticket.team]}${assignee?.name ?? ''}办理${phone ? `，电话${phone}` : ''}。`
}
