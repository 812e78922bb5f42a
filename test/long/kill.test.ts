import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Aftermath, Storm } from '../kill/storm.ts'
import { printAftermath, runStorm } from '../kill/storm.ts'
import type { BotBuild } from '../support/bot-process.ts'
import { buildBot } from '../support/bot-process.ts'
import { engineUri, testDatabase } from '../support/db.ts'

let build: BotBuild

beforeAll(async () => {
  build = await buildBot()
})

afterAll(() => build.remove())

describe('a bot that is killed for minutes', () => {
  it('loses and doubles nothing with the engine inside it', async () => {
    expectNothingBroken('engine inside', await storm({ seed: 101, kills: 20, bots: 1 }))
  })

  it('loses and doubles nothing with the engine outside', async () => {
    expectNothingBroken('engine outside', await storm({ seed: 202, kills: 20, bots: 1, database: outside() }))
  })

  it('loses and doubles nothing while leases run out by themselves', async () => {
    const settings = { seed: 303, kills: 8, bots: 1, database: outside(), waitsForLeases: true } as const
    expectNothingBroken('waiting for leases', await storm(settings))
  })

  it('loses and doubles nothing beside another on one database', async () => {
    const settings = { seed: 404, kills: 12, bots: 2, database: outside(), waitsForLeases: true } as const
    expectNothingBroken('two bots', await storm(settings))
  })
})

function outside(): { uri: string; name: string } {
  return { uri: engineUri(), name: `${testDatabase()}_kill` }
}

function storm(parameters: Omit<Storm, 'messages'>): Promise<Aftermath> {
  return runStorm({ messages: 500, ...parameters }, build)
}

function expectNothingBroken(title: string, aftermath: Aftermath): void {
  printAftermath(title, aftermath)
  expect(aftermath.checks.filter(({ broken }) => broken.length > 0)).toEqual([])
  for (const { code, milliseconds } of aftermath.stops) {
    expect(code).toBe(0)
    expect(milliseconds).toBeLessThan(10_000)
  }
}
