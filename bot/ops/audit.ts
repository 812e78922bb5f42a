import { z } from 'zod'
import { addHours } from '../../domain/clocks.ts'
import { chainHead, withChain } from '../../models/audit-chain.ts'
import { cutChain } from '../../models/audit-checkpoint.ts'
import type { NotedHead } from '../../models/audit-verify.ts'
import { verifyChain } from '../../models/audit-verify.ts'
import { sayVerification } from './audit-words.ts'
import { defineCommand } from './command.ts'
import { OpsError, wrongUsage } from './ops-error.ts'
import { endOfDate, stamp } from './say.ts'

const postedHead = /^(?<seq>\d{1,15})-(?<hash>[0-9a-f]{12,64})$/u
const wholeHead = /^(?<hash>[0-9a-f]{12,64}):(?<seq>\d{1,15})$/u

const Head = z.string().transform((text, context): NotedHead | null => {
  const { seq, hash } = (postedHead.exec(text) ?? wholeHead.exec(text))?.groups ?? {}
  if (seq && hash) return { seq: Number(seq), hash }
  context.addIssue('照群里的校验码写，例如 1234-0123456789ab，或 哈希:序号')
  return null
})

const verify = defineCommand({
  name: 'audit verify',
  help: '核对留痕：有没有被改、删、插、换序、截断',
  example: 'audit verify --head 1234-0123456789ab',
  input: z.object({
    head: Head.optional().describe('以前留存的校验码；不给就查不出末尾被截断'),
  }),
  async run({ head = null }) {
    const found = await verifyChain(head)
    const data = { ok: found.faulty === 0, headGiven: head !== null, ...found }
    return { data, text: sayVerification(found, head), needsAttention: found.faulty > 0 }
  },
})

const head = defineCommand({
  name: 'audit head',
  help: '现在的留痕校验码',
  example: 'audit head',
  input: z.object({}),
  async run() {
    const last = await chainHead()
    if (!last) return { data: { head: null }, text: '还没有留痕。' }
    return { data: { head: { seq: last._id, hash: last.hash } }, text: `${last._id}-${last.hash}` }
  },
})

/** What happened in the last month is still being worked on. */
const youngestHours = 31 * 24

const checkpoint = defineCommand({
  name: 'audit checkpoint',
  help: '给旧留痕设存档点并删掉旧的（先备份）',
  example: 'audit checkpoint --before 2026-01-01',
  input: z.object({
    before: z
      .string()
      .transform((text, context) => {
        const end = /^\d{4}-\d{2}-\d{2}$/u.test(text) ? endOfDate(text) : null
        if (!end) context.addIssue('应为日期 YYYY-MM-DD，例如 2026-01-01')
        return end ? addHours(end, -24) : new Date(0)
      })
      .describe('这一天（北京时间）以前的留痕，和那以前就结了的工单的经过'),
  }),
  async run({ before }, { now }) {
    if (before > addHours(now, -youngestHours)) {
      throw wrongUsage('bad_arguments', '--before：一个月内的留痕不能删，请写更早的日期。')
    }
    const cut = await withChain(() => cutChain(before, now))
    if (!cut) throw chainIsHeld()
    const { checkpoint: made, rows, tickets } = cut
    if (!made) return { data: { checkpoint: null, rows, tickets }, text: '没有那么早的留痕，什么都没有删。' }
    const { seq, hash, count } = made
    const text = `存档点：第 ${seq} 条（${stamp(made.before)} 以前），校验码 ${seq}-${hash}。删了 ${rows} 条旧留痕、${tickets} 件旧工单的经过；工单本身保留。`
    return { data: { checkpoint: { seq, hash, count, before: made.before }, rows, tickets }, text }
  },
})

/** The error for a command that needs the chain while the sealer or a backup has it. */
export function chainIsHeld(): OpsError {
  return new OpsError('chain_is_held', '正在封存留痕或备份，请过一分钟再运行。')
}

/** The audit chain: check it, note where it ends, and let go of what is old. */
export const audit = [verify, head, checkpoint]
