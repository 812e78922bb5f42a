import type { ChildProcess } from 'node:child_process'
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'

const root = resolve(import.meta.dirname, '../..')
const pollMs = 20
const startMs = 30_000
/** A client that hears nothing for so long has lost its bot for good. */
const patienceMs = 90_000
const requestMs = 10_000

/** Calls `look` until it gives something; the error says what was waited for and what was seen last. */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined | false> | T | undefined | false,
  { withinMs = startMs, seen = () => '' }: { withinMs?: number; seen?: () => string } = {},
): Promise<T> {
  const deadline = performance.now() + withinMs
  for (;;) {
    const found = await look()
    if (found !== undefined && found !== false) return found
    if (performance.now() > deadline) throw new Error(`waited ${withinMs} ms for ${what}: ${seen()}`)
    await delay(pollMs)
  }
}

/** A compiled bot: it starts twice as fast as from source, and edits during a run do not reach it. */
export interface BotBuild {
  main: string
  remove(): void
}

/** Compiles the bot into a folder of its own inside the project, from where it finds its packages. */
export async function buildBot(): Promise<BotBuild> {
  mkdirSync(join(root, '.cache'), { recursive: true })
  const folder = mkdtempSync(join(root, '.cache', 'bot-'))
  const compiler = join(root, 'node_modules/typescript/bin/tsc')
  const args = [compiler, '-p', join(root, 'tsconfig.build.json'), '--outDir', folder, '--sourceMap', 'false']
  await promisify(execFile)(process.execPath, args, { cwd: root })
  return {
    main: join(folder, 'bot/main.js'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** A running bot in a process of its own. */
export interface BotProcess {
  url: string
  pid: number
  isRunning(): boolean
  /** Ends it the way a power cut does. */
  kill(): Promise<void>
  /** Ends it the way an operator does. */
  stop(): Promise<{ code: number | null; milliseconds: number }>
  /** Everything it has written so far. */
  output(): string
  residentBytes(): number
}

export interface BotSettings {
  build: BotBuild
  /** Its working directory, its data (without `mongodbUri`) and its temporary files. */
  home: string
  mongodbUri?: string
}

/** Starts the real bot on a free port and waits until it is healthy. */
export async function startBot(settings: BotSettings): Promise<BotProcess> {
  const { child, output } = spawnBot(settings)
  const exited = once(child, 'exit') as Promise<[number | null]>
  const isRunning = () => child.exitCode === null && child.signalCode === null
  const url = await until('the bot to be healthy', () => healthyAddress(output(), isRunning()), {
    seen: output,
  })
  return {
    url,
    pid: child.pid ?? 0,
    isRunning,
    output,
    residentBytes: () => residentBytes(child.pid ?? 0),
    async kill() {
      child.kill('SIGKILL')
      await exited
    },
    async stop() {
      const startedAt = performance.now()
      child.kill('SIGTERM')
      const [code] = await exited
      return { code, milliseconds: Math.round(performance.now() - startedAt) }
    },
  }
}

/** Starts the bot and returns without waiting for anything; for those who kill it while it starts. */
export function spawnBot({ build, home, mongodbUri }: BotSettings): {
  child: ChildProcess
  output(): string
} {
  let written = ''
  const child = spawn(process.execPath, [build.main], {
    cwd: home,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      HOME: home,
      TMPDIR: home,
      PORT: '0',
      LOG_LEVEL: 'warn',
      ...(mongodbUri ? { MONGODB_URI: mongodbUri } : { DATA_DIR: join(home, 'data') }),
    },
  })
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      written += text
    })
  }
  return { child, output: () => written }
}

async function healthyAddress(output: string, isRunning: boolean): Promise<string | undefined> {
  if (!isRunning) throw new Error(`the bot ended before it was healthy:\n${output}`)
  const url = /http:\/\/127\.0\.0\.1:\d+/u.exec(output)?.[0]
  if (!url) return undefined
  const response = await fetch(`${url}/healthz`)
  return response.status === 200 ? url : undefined
}

/** Linux only; elsewhere zero. */
function residentBytes(pid: number): number {
  try {
    const kilobytes = /^VmRSS:\s+(?<kb>\d+) kB/mu.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.groups
      ?.kb
    return Number(kilobytes ?? 0) * 1024
  } catch {
    return 0
  }
}

/** The live address of the engine inside a running bot. */
export function embeddedUri(home: string): string {
  const { uri } = JSON.parse(readFileSync(join(home, 'data', 'mongodb.uri'), 'utf8')) as { uri: string }
  return uri
}

export interface ShownButton {
  action: string
  label: string
}

export interface ShownMessage {
  id: string
  seq: number
  senderId: string
  text: string
  buttons?: ShownButton[]
}

/** Speaks to whichever bot is there, and does not give up while none is. */
export interface BotClient {
  /** Says something once, however often it has to be sent; resolves with the message's id when a bot has taken it. */
  say(chatId: string, senderId: string, text: string, key: string): Promise<string>
  click(click: {
    chatId: string
    userId: string
    messageId: string
    action: string
    key: string
  }): Promise<void>
  read(chatId: string): Promise<ShownMessage[]>
  /** How many requests had to be sent again. */
  repeats(): number
}

/** A client that sends the same key again as long as it does not know whether its request arrived. */
export function createBotClient(where: () => string | undefined): BotClient {
  let repeats = 0

  async function insist(path: string, body?: object): Promise<unknown> {
    const attempt = async () => {
      const url = where()
      if (!url) return undefined
      const answer = await send(`${url}/console/api/${path}`, body)
      if (!answer) repeats += 1
      return answer
    }
    return (await until(`an answer from ${path}`, attempt, { withinMs: patienceMs })).answer
  }

  return {
    async say(chatId, senderId, text, key) {
      const { messageId } = (await insist('messages', { chatId, senderId, text, key })) as {
        messageId: string
      }
      return messageId
    },
    async click(click) {
      await insist('clicks', click)
    },
    async read(chatId) {
      const { messages } = (await insist(`chats/${chatId}/messages`)) as { messages: ShownMessage[] }
      return messages
    },
    repeats: () => repeats,
  }
}

/** One request; undefined when nobody knows what became of it. A refusal is the caller's mistake and ends the test. */
async function send(url: string, body?: object): Promise<{ answer: unknown } | undefined> {
  const request = body
    ? { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
    : {}
  try {
    const response = await fetch(url, { ...request, signal: AbortSignal.timeout(requestMs) })
    if (response.status >= 500) return undefined
    const answer: unknown = await response.json()
    if (response.ok) return { answer }
    throw new Refused(`${url} answered ${response.status}: ${JSON.stringify(answer)}`)
  } catch (error) {
    if (error instanceof Refused) throw error
    return undefined
  }
}

class Refused extends Error {}
