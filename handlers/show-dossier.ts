import { z } from 'zod'
import { districtRoles, supervises } from '../domain/access.ts'
import { sayDate } from '../domain/clocks.ts'
import { notTheirs } from '../domain/refusal.ts'
import { statusName } from '../domain/ticket-flow.ts'
import { countVoices } from '../models/report.ts'
import { defineTicketHandler, numbered, TicketRef } from './handler.ts'

/** Tells 社区 in private what the dossier of a ticket has, and who prints it: it is a file, not a message. */
export const showDossier = defineTicketHandler({
  name: 'show-dossier',
  help: '卷宗 编号',
  example: '卷宗 1024',
  on: { command: numbered('卷宗'), action: true },
  data: z.object({ ticket: TicketRef.optional() }),
  allow: districtRoles,
  async handle({ ticket, actor, community }) {
    if (!supervises(actor, ticket)) throw notTheirs(ticket, community.phones)
    const { number, summary, status, openedAt, events } = ticket
    const voices = await countVoices(ticket._id)
    return {
      text: `${number}号（${summary}）：${sayDate(openedAt)}登记，${voices}户反映，${events.length}条经过，现在是“${statusName[status]}”。\n卷宗（经过、原话、送达凭据、照片、依据）由管理员导出打印：\nnpm run ops -- tickets dossier ${number} --community ${community._id} --out ${number}.html`,
      private: true,
    }
  },
})
