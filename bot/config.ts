import { z } from 'zod'

const flag = z.enum(['0', '1'])
const Secret = z
  .string()
  .transform((list) => list.split(',').map((part) => part.trim()))
  .refine(
    (keys) => keys.every((key) => key.length >= 32),
    '每个密钥至少 32 个字符，可用 openssl rand -hex 32 生成',
  )

/** Every variable the program knows; `.env.example` explains them to the operator. */
export const Environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  PUBLIC_URL: z
    .url('应为完整网址，例如 https://linsheng.example.cn')
    .transform((url) => url.replace(/\/+$/u, ''))
    .optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  MONGODB_URI: z
    .string()
    .regex(/^mongodb(?:\+srv)?:\/\//u, '应以 mongodb:// 或 mongodb+srv:// 开头')
    .optional(),
  DATA_DIR: z.string().min(1).default('./data'),
  SECRET_KEY: Secret.optional(),
  OPENAI_API_KEY: z.string().min(1).optional(),
  OPENAI_BASE_URL: z.url('应为完整网址，例如 https://api.example.com/v1').optional(),
  OPENAI_MODEL: z.string().min(1).optional(),
  OPENAI_DAILY_CALLS: z.coerce.number().int().min(1).default(2000),
  LINSHENG_VOICE_WEBHOOK: z.url({ protocol: /^https$/u, error: '应为 https:// 开头的完整网址' }).optional(),
  CONSOLE: z.union([flag, z.literal('all')]).optional(),
})
type Environment = z.infer<typeof Environment>

/** Names that begin like ours but are not ours are spelling mistakes, and stop the start. */
const ownPrefixes = ['WECOM_', 'DINGTALK_', 'LINSHENG_']

const loopback = ['127.0.0.1', '::1', 'localhost']

/** The settings of one process. */
export interface Config {
  port: number
  host: string
  logLevel: Environment['LOG_LEVEL']
  /** Where residents reach the pages; links in messages begin with it. Null: messages carry no links. */
  publicUrl: string | null
  mongodbUri: string | undefined
  dataDir: string
  /** The current key first; older ones are still accepted. */
  secrets: string[]
  /** The model and how many calls to it one day may cost; null: the rules decide alone. */
  model: { apiKey: string; baseUrl: string; model: string; dailyCalls: number } | null
  /** A service that calls people to a danger by telephone; null: nobody is called. */
  voiceWebhook: string | null
  /** The local simulator: what it hears, or null when it is off. */
  console: { hears: 'mentions' | 'all' } | null
}

/** A setting is wrong; the message names it and says what to do. */
export class ConfigError extends Error {
  constructor(problems: string[]) {
    super(`配置有误：\n${problems.map((problem) => `  - ${problem}`).join('\n')}`)
    this.name = 'ConfigError'
  }
}

/** Reads the environment; anything malformed or misspelt stops here with its name and the remedy. */
export function loadConfig(env: Record<string, string | undefined>): Config {
  // An empty value in a file means "not set".
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  )
  const parsed = Environment.safeParse(given)
  const problems = [
    ...unknownNames(given),
    ...(parsed.success ? modelProblems(parsed.data) : wrongValues(parsed.error)),
  ]
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems)
  const settings = parsed.data
  const console = consoleOf(settings)
  const more = [
    ...publicProblems(settings),
    ...consoleProblems(settings, console),
    ...secretProblems(settings, console),
  ]
  if (more.length > 0) throw new ConfigError(more)
  return {
    port: settings.PORT,
    host: settings.HOST,
    logLevel: settings.LOG_LEVEL,
    publicUrl: settings.PUBLIC_URL ?? null,
    mongodbUri: settings.MONGODB_URI,
    dataDir: settings.DATA_DIR,
    secrets: settings.SECRET_KEY ?? [demoSecret],
    model: modelOf(settings),
    voiceWebhook: settings.LINSHENG_VOICE_WEBHOOK ?? null,
    console,
  }
}

/** Signs nothing that leaves this machine: only used while no platform is configured. */
const demoSecret = 'linsheng-demo-mode-signs-nothing-of-worth'

function unknownNames(env: Record<string, unknown>): string[] {
  const known = Object.keys(Environment.shape)
  return Object.keys(env)
    .filter((name) => ownPrefixes.some((prefix) => name.startsWith(prefix)) && !known.includes(name))
    .map((name) => `${name} 不是已知的配置项，请检查拼写（见 .env.example）`)
}

function wrongValues(error: z.ZodError): string[] {
  return error.issues.map((issue) => `${issue.path.join('.')}：${issue.message}`)
}

function modelProblems({ OPENAI_API_KEY, OPENAI_BASE_URL, OPENAI_MODEL }: Environment): string[] {
  const set = [OPENAI_API_KEY, OPENAI_BASE_URL, OPENAI_MODEL].filter(Boolean).length
  return set === 0 || set === 3
    ? []
    : ['OPENAI_API_KEY、OPENAI_BASE_URL、OPENAI_MODEL 要么都设，要么都不设（不设则只用规则）']
}

function modelOf(settings: Environment): Config['model'] {
  const { OPENAI_API_KEY, OPENAI_BASE_URL, OPENAI_MODEL, OPENAI_DAILY_CALLS } = settings
  if (!OPENAI_API_KEY || !OPENAI_BASE_URL || !OPENAI_MODEL) return null
  return {
    apiKey: OPENAI_API_KEY,
    baseUrl: OPENAI_BASE_URL,
    model: OPENAI_MODEL,
    dailyCalls: OPENAI_DAILY_CALLS,
  }
}

function consoleOf({ CONSOLE }: Environment): Config['console'] {
  if (CONSOLE === '0') return null
  return { hears: CONSOLE === 'all' ? 'all' : 'mentions' }
}

/** Whoever is reached by others is no trial: links must be signed by a secret, and the simulator asks nobody who they are. */
function publicProblems({ PUBLIC_URL, SECRET_KEY, CONSOLE }: Environment): string[] {
  if (!PUBLIC_URL) return []
  const isTrial = CONSOLE !== undefined && CONSOLE !== '0' && loopback.includes(hostOf(PUBLIC_URL))
  if (isTrial) return []
  return [
    ...(CONSOLE === '0' ? [] : ['设了 PUBLIC_URL 就是对外服务，模拟群聊谁都能用，请设 CONSOLE=0']),
    ...(SECRET_KEY ? [] : ['设了 PUBLIC_URL 就要设 SECRET_KEY，可用 openssl rand -hex 32 生成']),
  ]
}

function hostOf(url: string): string {
  return new URL(url).hostname.replace(/^\[|\]$/gu, '')
}

function consoleProblems({ HOST }: Environment, console: Config['console']): string[] {
  return console && !loopback.includes(HOST)
    ? ['CONSOLE 打开时 HOST 只能是本机地址（127.0.0.1、::1 或 localhost）；对外服务请设 CONSOLE=0']
    : []
}

function secretProblems({ SECRET_KEY, PUBLIC_URL }: Environment, console: Config['console']): string[] {
  return SECRET_KEY || PUBLIC_URL || console
    ? []
    : ['SECRET_KEY：正式使用必须设置，可用 openssl rand -hex 32 生成']
}
