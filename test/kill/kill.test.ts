import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BotBuild } from '../support/bot-process.ts'
import { buildBot } from '../support/bot-process.ts'
import { engineUri, testDatabase } from '../support/db.ts'
import type { Aftermath, Storm } from './storm.ts'
import { printAftermath, runStorm } from './storm.ts'

let build: BotBuild

beforeAll(async () => {
  build = await buildBot()
})

afterAll(() => build.remove())

describe('a bot that is killed again and again', () => {
  it('loses and doubles nothing', async () => {
    expectNothingBroken('engine outside', await storm({ seed: 22, kills: 6, bots: 1, database: outside() }))
  })
})

function outside(): { uri: string; name: string } {
  return { uri: engineUri(), name: `${testDatabase()}_kill` }
}

function storm(parameters: Omit<Storm, 'messages'>): Promise<Aftermath> {
  return runStorm({ messages: 100, ...parameters }, build)
}

function expectNothingBroken(title: string, aftermath: Aftermath): void {
  printAftermath(title, aftermath)
  expect(aftermath.checks.filter(({ broken }) => broken.length > 0)).toEqual([])
  for (const { code, milliseconds } of aftermath.stops) {
    expect(code).toBe(0)
    expect(milliseconds).toBeLessThan(10_000)
  }
}
