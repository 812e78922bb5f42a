import { z } from 'zod'
import { fixedClock } from '../business-clock.ts'
import type { Config } from '../config.ts'
import { createPlatforms } from '../platforms/index.ts'
import { attention, type Check } from './check.ts'

const answerMs = 1_000

const Health = z.object({
  status: z.enum(['ok', 'unavailable']),
  platforms: z.record(z.string(), z.enum(['up', 'connecting', 'down'])),
  jobs: z.enum(['up', 'down']),
})
type Health = z.infer<typeof Health>

/** Asks the running bot how its platforms are; without one, says which are configured. */
export async function checkPlatforms(config: Config, now: Date): Promise<Check> {
  const health = await askBot(config)
  if (health) return runningCheck(health)
  const names = configuredNames(config, now)
  if (names.length === 0) {
    return attention('平台', '一个平台也没有配置', '在 .env 里配置一个平台，或设 CONSOLE=1 本机试用')
  }
  const detail = `已配置：${names.join('、')}；在 ${addressOf(config)} 没有问到机器人（没有运行，或 PORT 不同）`
  return { name: '平台', state: 'note', detail }
}

function runningCheck({ status, platforms, jobs }: Health): Check {
  const states = Object.entries(platforms)
  const detail = [...states.map(([name, state]) => `${name} ${state}`), `定时任务 ${jobs}`].join('，')
  const isWell = status === 'ok' && jobs === 'up' && states.every(([, state]) => state === 'up')
  return isWell
    ? { name: '平台', state: 'ok', detail: `机器人在运行：${detail}` }
    : attention('平台', `机器人在运行，但${detail}`, '看日志里的 error 和 warn；刚启动时等一分钟再查')
}

async function askBot(config: Config): Promise<Health | null> {
  if (config.port === 0) return null
  try {
    const response = await fetch(`${addressOf(config)}/healthz`, { signal: AbortSignal.timeout(answerMs) })
    return Health.parse(await response.json())
  } catch {
    // Nobody there, or another program: either way, no bot that could be asked.
    return null
  }
}

function addressOf({ host, port }: Config): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}

/** Made but never started: only their names are asked for. */
function configuredNames(config: Config, now: Date): string[] {
  const refuse = () => Promise.reject(new Error('this platform is not started'))
  return createPlatforms(
    config,
    { accept: refuse, click: refuse },
    fixedClock(() => now),
  ).map(({ name }) => name)
}
