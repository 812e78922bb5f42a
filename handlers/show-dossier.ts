import { z } from 'zod'
import { districtRoles, mayHaveDossier } from '../domain/access.ts'
import { sayDate } from '../domain/clocks.ts'
import { notTheirs, Refusal } from '../domain/refusal.ts'
import { statusName } from '../domain/ticket-flow.ts'
import { countVoices } from '../models/report.ts'
import { defineTicketHandler, numbered, TicketRef } from './handler.ts'

/** Gives 社区 and 街道 in private a link to the dossier of a ticket, to be printed or added to; for a lead there is none. */
export const showDossier = defineTicketHandler({
  name: 'show-dossier',
  help: '卷宗 编号',
  example: '卷宗 1024',
  on: { command: numbered('卷宗'), action: true },
  data: z.object({ ticket: TicketRef.optional() }),
  allow: [...districtRoles, 'street'],
  async handle({ ticket, actor, community, link }) {
    if (!mayHaveDossier(actor, ticket)) throw notTheirs(ticket, community.phones)
    const { number, summary, status, openedAt, events } = ticket
    const url = await link('dossier', ticket._id)
    if (!url) throw new Refusal('no_pages', '这里还没有开通网页，卷宗请管理员导出。')
    const voices = await countVoices(ticket._id)
    return {
      text: `${number}号（${summary}）：${sayDate(openedAt)}登记，${voices}户反映，${events.length}条经过，现在是“${statusName[status]}”。\n卷宗（经过、原话、送达凭据、照片、依据）可打印、可存成 Word：${url}\n链接只给您用，打开一次就失效，别转发。`,
      private: true,
    }
  },
})
