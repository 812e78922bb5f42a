import { z } from 'zod'
import { communityModes } from '../../domain/restraint.ts'
import { listGroups } from '../../models/chat.ts'
import { listCommunities, setCommunityMode } from '../../models/community.ts'
import { defineCommand } from './command.ts'
import { readImportFile } from './import-file.ts'
import { planImport } from './import-plan.ts'
import { OpsError } from './ops-error.ts'
import { table } from './table.ts'

const modeName = { shadow: '静默试运行', listening: '只听不说', live: '已启用' }

const modeMeaning = {
  shadow: '只记录，不对居民和物业说话；险情仍呼叫值班人员。',
  listening: '照常记录和派单，不在居民群发言（险情除外）。',
  live: '在群里答复、派单、回访。之前没发的不会补发。',
}

const importCommunities = defineCommand({
  name: 'communities import',
  help: '导入或更新小区、人员和值班表',
  example: 'communities import jinxiu.json --dry-run',
  positionals: ['file'],
  input: z.object({
    file: z.string().describe('JSON 文件：一个小区，或小区的列表'),
    dryRun: z.boolean().default(false).describe('只说会做什么，不写数据库'),
  }),
  async run({ file, dryRun }, { now }) {
    const steps = await planImport(await readImportFile(file), now)
    if (!dryRun) for (const step of steps) await step.apply()
    const data = steps.map(({ communityId, action, text }) => ({ communityId, action, text }))
    const list = table(
      ['小区', dryRun ? '将要做' : '已做'],
      data.map((step) => [step.communityId, step.text]),
    )
    const foot = dryRun
      ? '以上没有写入数据库。确认后去掉 --dry-run 再运行。'
      : '导入完成。新小区处于静默试运行，社区同意后用 communities mode ID live 启用。'
    return { data: { dryRun, steps: data }, text: `${list}\n${foot}` }
  },
})

const list = defineCommand({
  name: 'communities list',
  help: '列出小区和它们的状态',
  example: 'communities list',
  input: z.object({}),
  async run() {
    const [communities, groups] = await Promise.all([listCommunities(), listGroups()])
    const data = communities.map(({ _id, duty, phones, lastTicketNumber, ...rest }) => ({
      id: _id,
      ...rest,
      modeName: modeName[rest.mode],
      phones,
      dutyEntries: duty.length,
      groups: groups.filter((group) => group.communityId === _id).length,
      lastTicketNumber,
    }))
    const rows = data.map((one) => [
      one.id,
      one.name,
      one.modeName,
      one.districtName,
      one.streetName,
      one.packs.join('、'),
      one.groups,
      one.dutyEntries,
    ])
    const head = ['ID', '小区', '状态', '社区', '街道', '政策包', '群', '值班']
    const text = rows.length > 0 ? table(head, rows) : '还没有小区。用 communities import 文件.json 导入。'
    return { data: { communities: data }, text }
  },
})

const mode = defineCommand({
  name: 'communities mode',
  help: '启用、只听不说或静默试运行',
  example: 'communities mode jinxiu live',
  positionals: ['id', 'mode'],
  input: z.object({
    id: z.string().describe('小区 ID，见 communities list'),
    mode: z.enum(communityModes).describe('live 启用，listening 只听不说，shadow 静默试运行'),
  }),
  async run({ id, mode: wanted }) {
    const community = await setCommunityMode(id, wanted)
    if (!community) throw await unknownCommunity(id)
    const text = `${community.name}：${modeName[wanted]}。${modeMeaning[wanted]}`
    return { data: { id, name: community.name, mode: wanted }, text }
  },
})

/** The error for a community id that does not exist; it names those that do. */
export async function unknownCommunity(id: string): Promise<OpsError> {
  const known = (await listCommunities()).map((one) => `${one._id}（${one.name}）`)
  const hint = known.length > 0 ? `已有：${known.join('、')}。` : '请先用 communities import 导入。'
  return new OpsError('unknown_community', `没有小区 ${id}。${hint}`)
}

/** Communities: bring them in, look at them, release them. */
export const communities = [importCommunities, list, mode]
