import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { get } from 'node:http'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { joinDatabase } from '../../bot/database.ts'
import { triageByRules } from '../../domain/understanding/triage-by-rules.ts'
import { putConsoleChat } from '../../models/console-world.ts'
import { knowPerson, settlePerson } from '../../models/person.ts'
import { closedLoop, createClient, openLoop, percentile } from './load.ts'
import { quarter } from './quarter.ts'

interface Running {
  port: number
  dataDir: string
  stop(): Promise<void>
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' && address ? address.port : 0
}

async function start(script: string[], path: string): Promise<Running> {
  const dataDir = mkdtempSync(join(tmpdir(), 'linsheng-bench-'))
  const port = await freePort()
  const env = { ...process.env, DATA_DIR: dataDir, PORT: String(port), LOG_LEVEL: 'warn', MONGODB_URI: '' }
  const child = spawn(process.execPath, script, { env, stdio: ['ignore', 'ignore', 'inherit'] })
  for (let ok = false; !ok; ) {
    ok = await new Promise((resolve) => {
      get({ port, path, host: '127.0.0.1' }, (answer) => resolve(answer.resume().statusCode === 200)).on(
        'error',
        () => setTimeout(() => resolve(false), 20),
      )
    })
  }
  return {
    port,
    dataDir,
    async stop() {
      child.kill('SIGTERM')
      await once(child, 'exit')
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

const texts = readFileSync('test/fixtures/messages.jsonl', 'utf8')
  .split('\n')
  .filter(Boolean)
  .map((line) => JSON.parse(line) as { text: string; sender_role: string; group: { building?: string } })

function line(name: string, value: string, budget: string, isMet: boolean): void {
  console.log(`${isMet ? 'met   ' : 'MISSED'}  ${name.padEnd(58)} ${value.padStart(14)}   budget ${budget}`)
}

async function acknowledge(): Promise<void> {
  const bot = await start(['dist/bot/main.js'], '/healthz')
  const bare = await start(['--import', 'tsx', 'test/bench/bare-koa.ts'], '/')
  const toBot = createClient(bot.port, 32)
  const toBare = createClient(bare.port, 32)
  const say = (round: string) => (i: number) =>
    toBot('/console/api/messages', {
      chatId: 'g-jinxiu',
      senderId: 'liyang',
      text: `@小邻 谢谢大家${i}`,
      key: `${round}-${i}`,
    })
  const insert = (round: string) => (i: number) =>
    toBare('/', { chatId: 'g-jinxiu', senderId: 'liyang', text: `@小邻 谢谢大家${i}`, key: `${round}-${i}` })
  const ratios: number[] = []
  const rates: [number, number][] = []
  for (let round = 0; round < 6; round++) {
    const ours = await closedLoop(600, 1, say(`r${round}`))
    const theirs = await closedLoop(600, 1, insert(`r${round}`))
    await drained(bot.port)
    // The first round warms both up.
    if (round > 0) {
      ratios.push(ours / theirs)
      rates.push([ours, theirs])
    }
  }
  const ratio = percentile(ratios, 0.5)
  const spread = `${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)}`
  const [ours, theirs] = [0, 1].map((k) =>
    percentile(
      rates.map((pair) => pair[k] ?? 0),
      0.5,
    ),
  )
  console.log(
    `        one after the other: ${ours?.toFixed(0)}/s against ${theirs?.toFixed(0)}/s, ratios ${spread}`,
  )
  line('callback to durable ack, against bare Koa + one insert', ratio.toFixed(2), '≥ 0.6', ratio >= 0.6)
  const saturated = await closedLoop(3000, 32, say('s'))
  await drained(bot.port)
  const bareSaturated = await closedLoop(3000, 32, insert('s'))
  console.log(
    `        32 at once, understanding and applying meanwhile: ${saturated.toFixed(0)}/s against ${bareSaturated.toFixed(0)}/s`,
  )
  const paced = await openLoop(2000, 100, say('p'))
  const p99 = percentile(
    paced.map(({ ms }) => ms),
    0.99,
  )
  const refused = paced.filter(({ status }) => status !== 202).length
  line('the same at 100 messages/s, p99', `${p99.toFixed(1)} ms`, '< 100 ms', p99 < 100 && refused === 0)
  await bot.stop()
  await bare.stop()
}

async function drained(port: number): Promise<void> {
  for (let waiting = 1; waiting > 0; ) {
    const health = (await (await fetch(`http://127.0.0.1:${port}/healthz`)).json()) as {
      inbound: { waiting: number }
    }
    waiting = health.inbound.waiting
    if (waiting > 0) await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

function triage(): void {
  const contexts = texts.map(({ group }) => (group.building ? { building: group.building } : {}))
  const rates = Array.from({ length: 6 }, () => {
    const startedAt = performance.now()
    let read = 0
    while (performance.now() - startedAt < 1000) {
      for (const [i, { text }] of texts.entries()) triageByRules(text, contexts[i] ?? {})
      read += texts.length
    }
    return (read * 1000) / (performance.now() - startedAt)
  }).slice(1)
  const rate = percentile(rates, 0.5)
  line('rules triage on one core', `${Math.round(rate)}/s`, '≥ 20000/s', rate >= 20_000)
  const all = texts.map(({ text }) => text).join('，')
  const times = [1_000, 2_000, 5_000, 10_000].map((length) => {
    const samples = Array.from({ length: 30 }, (_, i) => {
      const startedAt = performance.now()
      triageByRules(all.slice(i * 10, i * 10 + length), {})
      return performance.now() - startedAt
    })
    return `${length}: ${percentile(samples, 0.5).toFixed(2)} ms`
  })
  console.log(`        characters and median time: ${times.join(', ')}`)
  const worst = Math.max(...['3号楼', '1-', '不', '没有煤气味，', '@小邻 ', '漏水', 'a1'].map(timeOf))
  line('10,000 characters, worst of seven patterns (median)', `${worst.toFixed(2)} ms`, '< 5 ms', worst < 5)
}

function timeOf(pattern: string): number {
  const text = pattern.repeat(10_000).slice(0, 10_000)
  const samples = Array.from({ length: 20 }, () => {
    const startedAt = performance.now()
    triageByRules(text, {})
    return performance.now() - startedAt
  })
  return percentile(samples, 0.5)
}

/** From the request to the reply as the person sees it, which is later than queued. */
async function reply(): Promise<void> {
  const total = 1000
  const residents = 200
  const bot = await start(['dist/bot/main.js'], '/healthz')
  const database = await joinDatabase({ dataDir: bot.dataDir })
  for (let i = 0; i < residents; i++) {
    const person = { id: `bench${i}`, name: `住户${i}`, role: 'resident' }
    await putConsoleChat({ _id: `dm-${person.id}`, kind: 'private', title: person.name, members: [person] })
    const { _id } = await knowPerson({ platform: 'console', externalId: person.id }, person.name, new Date())
    await settlePerson(_id, 'jinxiu')
  }
  await database.close()
  const answered = new Map<string, (() => void)[]>()
  const events = get(`http://127.0.0.1:${bot.port}/console/api/events`, (answer) => {
    let rest = ''
    answer.setEncoding('utf8').on('data', (chunk: string) => {
      const blocks = `${rest}${chunk}`.split('\n\n')
      rest = blocks.pop() ?? ''
      for (const block of blocks) {
        const data = /^data: (?<json>.*)$/mu.exec(block)?.groups?.json
        const message = data ? (JSON.parse(data) as { chatId: string; senderId: string }) : null
        if (message?.senderId === 'xiaolin') answered.get(message.chatId)?.shift()?.()
      }
    })
  })
  const post = createClient(bot.port, 64)
  const matters = ['楼道灯坏了', '厨房下水堵了', '电梯不动了', '楼上半夜吵', '单元门锁坏了']
  const times = await openLoop(total, 50, async (i) => {
    const startedAt = performance.now()
    const chatId = `dm-bench${i % residents}`
    const seen = new Promise<number>((resolve) => {
      const waiting = answered.get(chatId) ?? []
      answered.set(chatId, [...waiting, () => resolve(performance.now() - startedAt)])
    })
    const text = `${(i % 41) + 1}号楼${(i % 3) + 1}单元${matters[i % matters.length]}`
    await post('/console/api/messages', { chatId, senderId: `bench${i % residents}`, text })
    return seen
  })
  const p99 = percentile(times, 0.99)
  console.log(
    `        median ${percentile(times, 0.5).toFixed(0)} ms, longest ${Math.max(...times).toFixed(0)} ms`,
  )
  line(
    'message to reply seen, rules only, at 50 messages/s, p99',
    `${p99.toFixed(0)} ms`,
    '< 300 ms',
    p99 < 300,
  )
  events.destroy()
  await bot.stop()
}

const parts: Record<string, () => unknown> = { acknowledge, triage, reply, quarter }
const chosen = process.argv.slice(2)
for (const [name, part] of Object.entries(parts)) {
  if (chosen.length === 0 || chosen.includes(name)) await part()
}
process.exit(0)
