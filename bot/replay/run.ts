import { writeFile } from 'node:fs/promises'
import { z } from 'zod'
import { readWords } from '../ops/arguments.ts'
import { checkInput } from '../ops/check-input.ts'
import { PlaceNumber } from '../ops/import-file.ts'
import { OpsError, wrongUsage } from '../ops/ops-error.ts'
import { harmless } from '../ops/say.ts'
import type { ReadFile } from './chat.ts'
import { createMask, noMask } from './mask.ts'
import { readChatFile } from './read-chat-file.ts'
import { htmlReport } from './report-html.ts'
import { textReport } from './report-text.ts'
import { tellStories } from './story.ts'
import { summarise } from './summary.ts'

const manual = `用法：npm run replay -- FILE [--html FILE] [--building 3] [--unit 2] [--names]
FILE 可以是 JSONL，或从微信、钉钉复制、转发、导出的文字。只看记录：不连数据库，不发消息。
--html 另写一份可打印的网页；--building、--unit 说明这是哪栋楼的群；--names 不遮盖姓名和电话。`

const command = {
  name: 'replay',
  example: 'npm run replay -- 群聊.txt --html 回放.html',
  positionals: ['file'] as const,
  input: z.object({
    file: z.string(),
    html: z.string().optional(),
    building: PlaceNumber.optional(),
    unit: PlaceNumber.optional(),
    names: z.boolean().default(false),
  }),
}

/** What a run leaves to be written, and how the process ends: 1 when nothing could be read, 2 for wrong usage. */
export interface Written {
  stdout: string
  stderr: string
  exitCode: number
}

/** Replays a chat out of a file without a database and without sending anything. */
export async function runReplay(argv: readonly string[]): Promise<Written> {
  try {
    if (argv.length === 0 || argv.includes('--help'))
      return { stdout: `${manual}\n`, stderr: '', exitCode: 0 }
    return await replay(argv)
  } catch (error) {
    if (!(error instanceof OpsError)) throw error
    return { stdout: '', stderr: harmless(`${error.message}\n`), exitCode: error.exitCode }
  }
}

async function replay(argv: readonly string[]): Promise<Written> {
  const { file, html, names, building, unit } = checkInput(command, readWords(command, argv))
  const read = placed(await readChatFile(file), { building, unit })
  const messages = read.chats.flatMap((chat) => chat.messages)
  if (messages.length === 0) {
    throw new OpsError('nothing_read', `${file} 里没有读出一条消息。能读的格式：JSONL，或带姓名的聊天文字。`)
  }
  const summary = summarise(await tellStories(read.chats))
  const mask = names ? noMask : createMask(messages)
  if (html) await write(html, htmlReport({ read, summary, mask, withNames: names }))
  const masked = { ...read, unread: read.unread.map((one) => ({ ...one, text: mask.words(one.text) })) }
  const where = html ? `\n\n网页写在 ${html}。` : ''
  return { stdout: harmless(`${textReport(masked, summary, names)}${where}\n`), stderr: '', exitCode: 0 }
}

/** The group's own building, where the command line names it. */
function placed(read: ReadFile, { building, unit }: { building?: string; unit?: string }): ReadFile {
  const place = { ...(building ? { building } : {}), ...(unit ? { unit } : {}) }
  return { ...read, chats: read.chats.map((chat) => ({ ...chat, ...place })) }
}

async function write(file: string, page: string): Promise<void> {
  await writeFile(file, page).catch((cause: NodeJS.ErrnoException) => {
    const reason = cause.code === 'ENOENT' ? '没有这个目录' : cause.message
    throw wrongUsage('bad_html', `写不了 ${file}：${reason}。`)
  })
}
