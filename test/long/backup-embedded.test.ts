import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { until } from '../support/bot-process.ts'

const root = resolve(import.meta.dirname, '../..')
const children: ChildProcess[] = []
let home: string
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'ls-'))
})
afterAll(async () => {
  for (const child of children) {
    if (child.exitCode !== null) continue
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  rmSync(home, { recursive: true, force: true })
})

function start(script: string, args: string[], dataDir: string) {
  const { PATH, HOME } = process.env
  const env = { PATH, HOME, TMPDIR: home, LOG_LEVEL: 'warn', PORT: '0', DATA_DIR: join(home, dataDir) }
  const child = spawn(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), join(root, script), ...args],
    { cwd: home, env },
  )
  children.push(child)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  return { child, output: () => output }
}

async function ops(line: string, dataDir: string) {
  const { child, output } = start('bot/ops.ts', [...line.split(' '), '--json'], dataDir)
  const [exitCode] = await once(child, 'close')
  return { exitCode, json: JSON.parse(output()) }
}

async function startBot(dataDir: string) {
  const bot = start('bot/main.ts', [], dataDir)
  const url = await until('the bot to listen', () => /http:\/\/127\.0\.0\.1:\d+/u.exec(bot.output())?.[0], {
    seen: bot.output,
  })
  const tickets = async () => {
    const { tickets: found } = (await (await fetch(`${url}/console/api/tickets`)).json()) as {
      tickets: { number: number; status: string }[]
    }
    return found.map(({ number, status }) => [number, status]).sort()
  }
  const stop = async () => {
    bot.child.kill('SIGTERM')
    await once(bot.child, 'exit')
  }
  return { tickets, stop }
}

it('takes a backup from a running bot with the engine inside, and brings it back into another directory', async () => {
  const bot = await startBot('first')
  const before = await bot.tickets()
  const made = await ops('backup backup', 'first')
  await bot.stop()
  const restored = await ops('restore backup --moved', 'second')
  const verified = await ops('audit verify', 'second')
  const refused = await ops('restore backup', 'second')
  const again = await startBot('second')

  expect(made.exitCode).toBe(0)
  expect(before.length).toBeGreaterThan(5)
  expect(restored).toMatchObject({ exitCode: 0, json: { documents: made.json.documents } })
  expect(verified).toMatchObject({ exitCode: 0, json: { ok: true } })
  expect(refused).toMatchObject({ exitCode: 1, json: { error: { code: 'not_empty' } } })
  expect(await again.tickets()).toEqual(before)
  await again.stop()
})
