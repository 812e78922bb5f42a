import { z } from 'zod'
import { auditBacklog } from '../../models/audit-chain.ts'
import { listCommunities } from '../../models/community.ts'
import { countDeliveries } from '../../models/delivery.ts'
import { inboundBacklog } from '../../models/inbound.ts'
import { schemaVersion, storedVersion } from '../../models/migrate.ts'
import { pausedJobs } from '../../models/paused-job.ts'
import type { Config } from '../config.ts'
import { ConfigError, loadConfig } from '../config.ts'
import { type Database, DatabaseError } from '../database.ts'
import { attention, type Check } from './check.ts'
import type { Door, Result } from './command.ts'
import { defineBareCommand, withDatabase } from './command.ts'
import { checkPlatforms } from './doctor-platforms.ts'
import { sayAge } from './say.ts'
import { table } from './table.ts'

/** A row that waits longer is stuck: the bot works within seconds. */
const oldestMs = 60_000
/** The sealer works every few seconds, but rests during a backup. */
const oldestEventMs = 3_600_000

const doctorCommand = defineBareCommand({
  name: 'doctor',
  help: '体检：配置、数据库、积压、平台',
  example: 'doctor',
  input: z.object({}),
  run: (_input, door) => examine(door),
})

async function examine(door: Door): Promise<Result> {
  const config = readConfig(door)
  if ('state' in config) return report([config])
  const checks = [configCheck(config), ...(await databaseChecks(door, config))]
  return report([...checks, await checkPlatforms(config, door.now)])
}

function readConfig(door: Door): Config | Check {
  try {
    return loadConfig(door.readEnv())
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return attention('配置', error.message, '改正 .env 或环境变量，写法见 .env.example')
  }
}

function configCheck({ secrets, model }: Config): Check {
  const rotating = secrets.length > 1 ? `，密钥轮换中（${secrets.length} 个有效）` : ''
  return { name: '配置', state: 'ok', detail: `有效，理解用${model ? '大模型和规则' : '规则'}${rotating}` }
}

async function databaseChecks(door: Door, config: Config): Promise<Check[]> {
  try {
    return await withDatabase(door, config, ({ database }) => inside(database, door.now))
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error
    return [attention('数据库', error.message, '按上面的提示处理后再运行 doctor')]
  }
}

async function inside({ place, isEmbedded }: Database, now: Date): Promise<Check[]> {
  const kind = isEmbedded ? '内嵌引擎' : 'MongoDB'
  const found: Check = { name: '数据库', state: 'ok', detail: `${kind}，${place}` }
  const schema = schemaCheck(await storedVersion())
  const rest = await Promise.all([
    inboundChecks(now),
    deliveryCheck(),
    auditCheck(now),
    jobCheck(),
    communityCheck(),
  ])
  return [found, schema, ...rest.flat()]
}

function schemaCheck(stored: number | null): Check {
  const name = '数据库版本'
  if (stored === null) return { name, state: 'note', detail: '新库，首次启动时自动建立' }
  if (stored === schemaVersion) return { name, state: 'ok', detail: `版本 ${stored}` }
  const detail = `数据库是版本 ${stored}，程序是版本 ${schemaVersion}`
  return stored < schemaVersion
    ? attention(name, detail, '先备份，再运行 npm run ops -- migrate')
    : attention(name, detail, '升级程序')
}

async function inboundChecks(now: Date): Promise<Check[]> {
  const { waiting, parked, oldestAt } = await inboundBacklog()
  const parkedCheck: Check =
    parked === 0
      ? { name: '搁置的消息', state: 'ok', detail: '没有' }
      : attention(
          '搁置的消息',
          `${parked} 条处理失败`,
          'npm run ops -- inbound list --stage parked 看原因，排除后 inbound retry ID',
        )
  if (!oldestAt) return [parkedCheck, { name: '待处理的消息', state: 'ok', detail: '没有' }]
  const detail = `${waiting} 条，最早的等了 ${sayAge(oldestAt, now)}`
  const isStuck = now.getTime() - oldestAt.getTime() > oldestMs
  return [
    parkedCheck,
    isStuck
      ? attention('待处理的消息', detail, '确认机器人在运行（npm start），再看日志里的 error')
      : { name: '待处理的消息', state: 'ok', detail },
  ]
}

async function deliveryCheck(): Promise<Check> {
  const { unreachable = 0, uncertain = 0, failed = 0 } = await countDeliveries()
  const name = '人工发送清单'
  if (unreachable + uncertain + failed === 0) return { name, state: 'ok', detail: '没有' }
  const detail = `无法送达 ${unreachable}，不知是否送到 ${uncertain}，发送失败 ${failed}`
  return attention(name, detail, 'npm run ops -- deliveries todo')
}

async function auditCheck(now: Date): Promise<Check> {
  const { waiting, oldestAt } = await auditBacklog()
  const name = '留痕'
  if (!oldestAt) return { name, state: 'ok', detail: '都已封存' }
  const detail = `${waiting} 条待封存，最早的等了 ${sayAge(oldestAt, now)}`
  return now.getTime() - oldestAt.getTime() > oldestEventMs
    ? attention(name, detail, '确认机器人在运行，再用 npm run ops -- jobs run seal-events 看能不能封存')
    : { name, state: 'ok', detail }
}

async function jobCheck(): Promise<Check> {
  const name = '定时任务'
  const paused = [...(await pausedJobs()).keys()]
  if (paused.length === 0) return { name, state: 'ok', detail: '没有停着的' }
  return attention(name, `停着：${paused.join('、')}`, `npm run ops -- jobs resume ${paused[0]}`)
}

async function communityCheck(): Promise<Check> {
  const communities = await listCommunities()
  const quiet = communities.filter(({ mode }) => mode !== 'live').map(({ name }) => name)
  const name = '小区'
  if (communities.length === 0) {
    return {
      name,
      state: 'note',
      detail: '还没有小区',
      remedy: 'npm run ops -- communities import 文件.json',
    }
  }
  const detail = `${communities.length} 个${quiet.length > 0 ? `，未启用：${quiet.join('、')}` : ''}`
  return { name, state: quiet.length > 0 ? 'note' : 'ok', detail }
}

const stateName = { ok: '正常', note: '提示', attention: '要处理' }

function report(checks: readonly Check[]): Result {
  const needsAttention = checks.some(({ state }) => state === 'attention')
  const lines = table(
    ['项目', '结果', '情况'],
    checks.map(({ name, state, detail }) => [name, stateName[state], detail]),
  )
  const remedies = checks.flatMap(({ name, remedy }) => (remedy ? [`- ${name}：${remedy}`] : []))
  const text = [lines, ...(remedies.length > 0 ? ['', '怎么办', ...remedies] : [])].join('\n')
  return { data: { ok: !needsAttention, checks }, text, needsAttention }
}

/** The check-up. */
export const doctor = [doctorCommand]
