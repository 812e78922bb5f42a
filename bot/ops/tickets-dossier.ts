import { writeFile } from 'node:fs/promises'
import { z } from 'zod'
import { findCommunity } from '../../models/community.ts'
import { findByNumber, leadingTicket } from '../../models/ticket.ts'
import { dossierAsHtml } from '../dossier/as-html.ts'
import { dossierAsWord } from '../dossier/as-word.ts'
import { buildDossier } from '../dossier/build.ts'
import { collectFacts } from '../dossier/collect.ts'
import { defineCommand } from './command.ts'
import { unknownCommunity } from './communities.ts'
import { OpsError } from './ops-error.ts'
import { TicketNumber } from './ticket-number.ts'

/** Writes everything known of a ticket into one file to print; who reported it only if asked for, and that is recorded. */
export const ticketsDossier = defineCommand({
  name: 'tickets dossier',
  help: '把一件工单的卷宗存成网页或 Word 文件；加 --persons 连同姓名房号',
  example: 'tickets dossier 1024 --community jinxiu --out 1024.html',
  positionals: ['number'],
  input: z.object({
    number: TicketNumber.describe('工单编号；并走的编号给出它并到的那件'),
    community: z.string().describe('小区 ID'),
    out: z
      .string()
      .regex(/\.(?:html|docx)$/iu, '文件名应以 .html 或 .docx 结尾')
      .describe('存到哪个文件，.html 或 .docx；已有的文件不覆盖'),
    persons: z.boolean().default(false).describe('连同姓名、房号和电话；只在需要时用，会记入经过'),
  }),
  async run({ number, community: id, out, persons }, { now }) {
    const community = await findCommunity(id)
    if (!community) throw await unknownCommunity(id)
    const [named] = await findByNumber([id], number)
    if (!named) throw new OpsError('ticket_not_found', `${id} 没有 ${number} 号工单。`)
    const ticket = await leadingTicket(named)
    if (ticket.lead) throw new OpsError('for_one', `${ticket.number} 号只交给社区的一个人，不出卷宗。`)
    const dossier = buildDossier(
      await collectFacts(ticket, community, { by: null, role: 'admin', at: now }),
      { persons },
    )
    const isWord = /\.docx$/iu.test(out)
    const bytes = isWord ? await dossierAsWord(dossier) : Buffer.from(dossierAsHtml(dossier))
    await save(out, bytes)
    const sections = dossier.sections.map(({ title }) => title)
    return {
      data: { file: out, number: ticket.number, persons, sections, photos: dossier.photos.length },
      text: `${ticket.number}号卷宗已存到 ${out}：${sections.join('、')}。${persons ? '内有个人信息，请只给办理需要的人。' : ''}`,
    }
  },
})

async function save(file: string, bytes: Buffer): Promise<void> {
  try {
    // Words of residents are for nobody else on this machine.
    await writeFile(file, bytes, { flag: 'wx', mode: 0o600 })
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const why = code === 'EEXIST' ? '文件已经有了，请换个名字' : message
    throw new OpsError('cannot_write', `存不了 ${file}：${why}。`)
  }
}
