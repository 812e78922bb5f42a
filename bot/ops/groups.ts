import { z } from 'zod'
import { addHours } from '../../domain/clocks.ts'
import { issueBindingCode } from '../../models/binding-code.ts'
import { listGroups } from '../../models/chat.ts'
import { findCommunity, listCommunities } from '../../models/community.ts'
import { defineCommand } from './command.ts'
import { unknownCommunity } from './communities.ts'
import { PlaceNumber } from './import-file.ts'
import { OpsError } from './ops-error.ts'
import { chatKindName, sayPlace, stamp } from './say.ts'
import { table } from './table.ts'

const Target = z
  .object({
    community: z.string().describe('小区 ID，见 communities list'),
    kind: z
      .enum(['community', 'building', 'staff'])
      .describe('community 小区群，building 楼栋群，staff 工作群'),
    building: PlaceNumber.optional().describe('楼号，只用于楼栋群，例如 3'),
    unit: PlaceNumber.optional().describe('单元，只用于楼栋群，例如 2'),
    hours: z
      .string()
      .regex(/^(?:[1-9]\d?|1[0-5]\d|16[0-8])$/u, '应为 1 到 168 的整数')
      .transform(Number)
      .default(24)
      .describe('绑定码多少小时内有效，默认 24，最多 168'),
  })
  .refine(({ kind, building }) => kind !== 'building' || building, {
    path: ['building'],
    error: '楼栋群必须写楼号',
  })
  .refine(({ kind, building, unit }) => kind === 'building' || !(building || unit), {
    path: ['building'],
    error: '楼号和单元只用于 --kind building',
  })

const bind = defineCommand({
  name: 'groups bind',
  help: '生成接入群的一次性绑定码',
  example: 'groups bind --community jinxiu --kind building --building 3 --unit 2',
  input: Target,
  async run({ community: id, kind, building = null, unit = null, hours }, { config, now }) {
    const community = await findCommunity(id)
    if (!community) throw await unknownCommunity(id)
    const [secret] = config.secrets
    if (!secret) throw new OpsError('config', '没有 SECRET_KEY，不能生成绑定码。')
    const expiresAt = addHours(now, hours)
    const code = await issueBindingCode({ communityId: id, kind, building, unit, expiresAt }, secret)
    const say = `@小邻 绑定 ${code}`
    const what = `${community.name}${sayPlace({ building, unit })}${chatKindName[kind]}`
    const text = [
      `绑定码：${code}（${what}，${stamp(expiresAt)} 前有效，只能用一次，只显示这一次）`,
      '1. 把小邻拉进要接入的群。',
      `2. 在群里发：${say}`,
      '3. 看到小邻的自我介绍就接入好了；可用 groups list 核对。',
    ].join('\n')
    return { data: { code, say, communityId: id, kind, building, unit, expiresAt }, text }
  },
})

const list = defineCommand({
  name: 'groups list',
  help: '列出见过的群和它们的用途',
  example: 'groups list',
  input: z.object({}),
  async run() {
    const names = new Map((await listCommunities()).map((one) => [one._id, one.name]))
    const groups = (await listGroups()).map(({ _id, communityId, boundBy: _boundBy, ...rest }) => ({
      id: _id,
      communityId,
      community: communityId ? (names.get(communityId) ?? null) : null,
      ...rest,
    }))
    const rows = groups.map((group) => [
      group.community ?? '-',
      chatKindName[group.kind],
      sayPlace(group),
      group.platform,
      group.externalId,
      stamp(group.boundAt),
      stamp(group.silentUntil),
    ])
    const head = ['小区', '用途', '楼栋', '平台', '群号', '首次见到', '安静到']
    const text = rows.length > 0 ? table(head, rows) : '还没有群。用 groups bind 生成绑定码，在群里发给小邻。'
    return { data: { groups }, text }
  },
})

/** Groups: a code to bind one, and which are bound. */
export const groups = [bind, list]
