import { writeFile } from 'node:fs/promises'
import type { Logger } from 'pino'
import { z } from 'zod'
import { triageByRules } from '../../domain/understanding/triage-by-rules.ts'
import { ConfigError, loadConfig } from '../config.ts'
import { limitOf, readWords } from '../ops/arguments.ts'
import { checkInput } from '../ops/check-input.ts'
import { OpsError, wrongUsage } from '../ops/ops-error.ts'
import { harmless } from '../ops/say.ts'
import { table } from '../ops/table.ts'
import { type Baseline, readBaseline, worseThan } from './baseline.ts'
import { GoldMessage, GoldThread } from './gold.ts'
import { createModelReader, type Usage } from './model-reader.ts'
import { predictMessages, type Reader } from './predict-messages.ts'
import { predictThreads } from './predict-threads.ts'
import { readLines, readText } from './read-lines.ts'
import { messageDetails, messageLines } from './report-messages.ts'
import { threadDetails, threadLines } from './report-threads.ts'
import { pairUp, scoreMessages } from './score-messages.ts'
import { judgeThreads, scoreThreads } from './score-threads.ts'
import type { Speed } from './speed.ts'

/** Messages that a model reads at once. */
const askedAtOnce = 4

const manual = `用法：npm run eval -- messages|threads FILE [--json] [--out FILE] [--baseline FILE] [--limit 20]
messages：一行一条消息；threads：一行一段对话。设了 OPENAI_* 时规则和模型各跑一遍，并排报告。`

/** What comes from outside; tests bring their own. */
export interface EvaluationDoor {
  readEnv(): Record<string, string | undefined>
  logger: Logger
}

/** What a run leaves to be written, and how the process ends: 1 when something fell below the baseline, 2 for wrong usage. */
export interface Written {
  stdout: string
  stderr: string
  exitCode: number
}

/** One way of understanding, and how it did. */
interface Outcome {
  name: string
  scores: object
  lines: [string, string][]
  details: string
  predictions: readonly object[]
  performance: Speed
  usage: Usage | null
}

/** Judges one way of understanding against what is expected. */
type Judge = (read: Reader, atOnce: number) => Promise<Omit<Outcome, 'name' | 'usage'>>

const command = {
  name: 'eval',
  example: 'npm run eval -- messages test/fixtures/messages.jsonl',
  positionals: ['kind', 'file'] as const,
  input: z.object({
    kind: z.enum(['messages', 'threads']),
    file: z.string(),
    json: z.boolean().default(false),
    out: z.string().optional(),
    baseline: z.string().optional(),
    limit: limitOf(20),
  }),
}

/** Evaluates understanding on a file of examples; with --json exactly one document on stdout. */
export async function runEvaluation(argv: readonly string[], door: EvaluationDoor): Promise<Written> {
  try {
    if (argv.length === 0 || argv.includes('--help'))
      return { stdout: `${manual}\n`, stderr: '', exitCode: 0 }
    return await evaluate(argv, door)
  } catch (error) {
    if (error instanceof OpsError || error instanceof ConfigError) {
      return { stdout: '', stderr: harmless(`${error.message}\n`), exitCode: 2 }
    }
    throw error
  }
}

async function evaluate(argv: readonly string[], door: EvaluationDoor): Promise<Written> {
  const { kind, file, json, out, baseline, limit } = checkInput(command, readWords(command, argv))
  const least = baseline ? await readBaseline(baseline) : null
  const { judge, remarks } = await judgeOf(kind, file, limit)
  const outcomes = await bothWays(judge, door)
  const [rules] = outcomes
  if (out && rules) await write(out, rules.predictions)
  const worse = least && rules ? worseThan(least, rules.scores) : []
  return {
    stdout: `${json ? asJson(outcomes) : harmless(forPeople(outcomes))}\n`,
    stderr: harmless(warnings(remarks, worse, least)),
    exitCode: worse.length > 0 ? 1 : 0,
  }
}

async function judgeOf(kind: 'messages' | 'threads', file: string, limit: number) {
  const content = await readText(file)
  if (kind === 'messages') {
    const { rows, remarks } = readLines(file, content, GoldMessage)
    return { remarks, judge: judgeMessages(rows, limit) }
  }
  const { rows, remarks } = readLines(file, content, GoldThread)
  return { remarks, judge: judgeThreadsBy(rows, limit) }
}

function judgeMessages(rows: readonly GoldMessage[], limit: number): Judge {
  return async (read, atOnce) => {
    const { result, performance } = await predictMessages(rows, read, atOnce)
    const scores = scoreMessages(rows, result)
    const details = messageDetails(pairUp(rows, result), scores, limit)
    return { scores, lines: messageLines(scores), details, predictions: result, performance }
  }
}

function judgeThreadsBy(rows: readonly GoldThread[], limit: number): Judge {
  return async (read, atOnce) => {
    const { result, performance } = await predictThreads(rows, read, atOnce)
    const scores = scoreThreads(rows, result)
    const details = threadDetails(judgeThreads(rows, result), scores, limit)
    return { scores, lines: threadLines(scores), details, predictions: result, performance }
  }
}

/** The rules always; the model as well where one is set. */
async function bothWays(judge: Judge, { readEnv, logger }: EvaluationDoor): Promise<Outcome[]> {
  const { model } = loadConfig(readEnv())
  const rules = { name: '规则', usage: null, ...(await judge(triageByRules, 1)) }
  if (!model) return [rules]
  const { read, usage } = createModelReader(model, logger)
  const judged = await judge(read, askedAtOnce)
  return [rules, { name: `模型 ${model.model}`, ...judged, usage: usage() }]
}

async function write(file: string, predictions: readonly object[]): Promise<void> {
  const text = predictions.map((one) => `${JSON.stringify(one)}\n`).join('')
  await writeFile(file, text).catch((cause: NodeJS.ErrnoException) => {
    const reason = cause.code === 'ENOENT' ? '没有这个目录' : cause.message
    throw wrongUsage('bad_out', `写不了 ${file}：${reason}。`)
  })
}

function asJson(outcomes: readonly Outcome[]): string {
  const [rules, model] = outcomes.map(({ scores, performance, usage: used }) => ({
    ...scores,
    performance,
    ...(used ? { usage: used } : {}),
  }))
  return JSON.stringify({ ...rules, ...(model ? { model } : {}) }, null, 2)
}

function forPeople(outcomes: readonly Outcome[]): string {
  const names = outcomes[0]?.lines.map(([name]) => name) ?? []
  const rows = names.map((name, at) => [name, ...outcomes.map(({ lines }) => lines[at]?.[1] ?? '')])
  const speeds = outcomes.map(
    ({ performance: { messagesPerSecond, p50, p99 } }) =>
      `${messagesPerSecond} 条/秒，中位 ${p50} 微秒，p99 ${p99} 微秒`,
  )
  const overall = table(['指标', ...outcomes.map(({ name }) => name)], [...rows, ['速度', ...speeds]])
  const used = outcomes.flatMap((one) => (one.usage ? [sayUsage(one.usage)] : []))
  const parts = outcomes.map(
    ({ name, details }) => `${outcomes.length > 1 ? `＝＝ ${name} ＝＝\n\n` : ''}${details}`,
  )
  return [overall, ...used, ...parts].join('\n\n')
}

function sayUsage(used: Usage): string {
  const calls = `请求 ${used.calls} 次（失败 ${used.failedCalls}），平均 ${used.secondsPerCall} 秒`
  const tokens = `输入 ${used.tokensIn} 词元，输出 ${used.tokensOut} 词元（单价未知，不折算费用）`
  return `模型：${calls}；${tokens}；模型定 ${used.byModel} 条，规则定 ${used.byRules} 条`
}

function warnings(remarks: readonly string[], worse: readonly string[], least: Baseline | null): string {
  const lines = [...remarks]
  if (worse.length > 0) lines.push(`比基线差的有 ${worse.length} 项：`, ...worse.map((line) => `  - ${line}`))
  else if (least) lines.push('没有比基线差的。')
  return lines.map((line) => `${line}\n`).join('')
}
