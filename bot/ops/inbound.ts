import { z } from 'zod'
import type { InboundStage } from '../../models/inbound.ts'
import { findInbound, inboundStages, listInbound, retryInbound } from '../../models/inbound.ts'
import { limitOf } from './arguments.ts'
import { defineCommand } from './command.ts'
import { OpsError } from './ops-error.ts'
import { stamp } from './say.ts'
import { table } from './table.ts'

const stageName: Record<InboundStage, string> = {
  accepted: '已收到',
  inline: '点击处理中',
  understood: '已理解',
  done: '已处理',
  parked: '搁置',
}

const list = defineCommand({
  name: 'inbound list',
  help: '列出收到的消息（不含原话），新的在前',
  example: 'inbound list --stage parked',
  input: z.object({
    stage: z
      .enum(inboundStages)
      .optional()
      .describe(inboundStages.map((stage) => `${stage} ${stageName[stage]}`).join('、')),
    limit: limitOf(50),
  }),
  async run({ stage, limit }) {
    const rows = (await listInbound({ limit, ...(stage ? { stage } : {}) })).map((row) => ({
      id: row._id,
      stage: row.stage,
      acceptedAt: row.acceptedAt,
      platform: row.incoming.chat.platform,
      kind: row.incoming.kind,
      isGroup: row.incoming.chat.isGroup,
      lane: row.lane,
      tries: row.tries,
      incident: row.incident,
      error: row.error,
      handledBy: row.handledBy,
      outcome: row.outcome,
      paths: row.understanding?.matters.map(({ path }) => path) ?? [],
      doneAt: row.doneAt,
    }))
    const head = ['ID', '阶段', '收到', '平台', '来源', '次数', '事故编号', '处理', '错误']
    const lines = rows.map((row) => [
      row.id,
      stageName[row.stage],
      stamp(row.acceptedAt),
      row.platform,
      row.isGroup ? '群' : '私聊',
      row.tries,
      row.incident ?? '-',
      [row.handledBy, row.outcome].filter(Boolean).join(' ') || '-',
      row.error ?? '-',
    ])
    const text = lines.length > 0 ? table(head, lines) : '没有这样的消息。'
    return { data: { inbound: rows }, text }
  },
})

const retry = defineCommand({
  name: 'inbound retry',
  help: '让搁置的消息再处理一次',
  example: 'inbound retry 665f1c2ab0e4d90012345678',
  positionals: ['id'],
  input: z.object({
    id: z
      .string()
      .regex(/^[0-9a-f]{24}$/u, '应为 24 位 ID，见 inbound list')
      .describe('消息的 ID，见 inbound list --stage parked'),
  }),
  async run({ id }) {
    if (await retryInbound(id)) {
      return {
        data: { id, isQueued: true },
        text: `${id} 已重新排队，会再试三次。稍后用 inbound list 看结果。`,
      }
    }
    const row = await findInbound(id)
    if (!row) throw new OpsError('inbound_not_found', `没有消息 ${id}，见 inbound list --stage parked。`)
    throw new OpsError('inbound_not_parked', `${id} 现在是“${stageName[row.stage]}”，没有搁置，不用再处理。`)
  },
})

/** What came in: its state and its faults, never its words. */
export const inbound = [list, retry]
