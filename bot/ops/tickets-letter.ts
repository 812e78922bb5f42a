import { writeFile } from 'node:fs/promises'
import { z } from 'zod'
import { numberOf } from '../../domain/phones.ts'
import { referralLetter } from '../../domain/referral-letter.ts'
import { findCommunity } from '../../models/community.ts'
import { countVoices } from '../../models/report.ts'
import { findByNumber } from '../../models/ticket.ts'
import { letterFile } from '../letter-file.ts'
import { defineCommand } from './command.ts'
import { unknownCommunity } from './communities.ts'
import { OpsError } from './ops-error.ts'
import { TicketNumber } from './ticket-number.ts'

/** Drafts the letter by which 社区 hands a ticket to the authority in charge; a person checks, signs and sends it. */
export const ticketsLetter = defineCommand({
  name: 'tickets letter',
  help: '把一件工单的移交函草稿存成 Word 文件',
  example: 'tickets letter 1024 --community jinxiu --out 移交函.docx',
  positionals: ['number'],
  input: z.object({
    number: TicketNumber,
    community: z.string().describe('小区 ID'),
    out: z.string().min(1).describe('存到哪个文件；已有的文件不覆盖'),
  }),
  async run({ number, community: id, out }, { now }) {
    const community = await findCommunity(id)
    if (!community) throw await unknownCommunity(id)
    const [ticket] = await findByNumber([id], number)
    if (!ticket) throw new OpsError('ticket_not_found', `${id} 没有 ${number} 号工单。`)
    if (ticket.lead) throw new OpsError('for_one', `${number} 号只交给社区的一个人，不出移交函。`)
    const voices = Math.max(1, await countVoices(ticket._id))
    const phone = numberOf(community.phones, 'district')
    const letter = referralLetter({ ...ticket, voices }, { ...community, phone }, now)
    await save(out, await letterFile(letter))
    return { data: { file: out, letter }, text: `草稿已存到 ${out}，请核对、盖章后由人发出。` }
  },
})

async function save(file: string, bytes: Buffer): Promise<void> {
  try {
    await writeFile(file, bytes, { flag: 'wx' })
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const why = code === 'EEXIST' ? '文件已经有了，请换个名字' : message
    throw new OpsError('cannot_write', `存不了 ${file}：${why}。`)
  }
}
