import mongoose from 'mongoose'
import { expect } from 'vitest'
import { createLogger } from '../../bot/log.ts'
import type { Door } from '../../bot/ops/command.ts'
import { runOps } from '../../bot/ops/run.ts'
import { schemaVersion } from '../../models/migrate.ts'
import { engineUri, testDatabase } from './db.ts'

/** The operator's door on the test's database, at a time. */
export function opsDoor(now: Date, env: Record<string, string> = {}): Door {
  return {
    readEnv: () => ({
      SECRET_KEY: 'a-secret-of-these-tests-and-nothing-else',
      PORT: '0',
      CONSOLE: '1',
      ...env,
    }),
    now,
    join: () =>
      Promise.resolve({
        uri: engineUri(),
        name: testDatabase(),
        place: 'the test database',
        isEmbedded: false,
        connection: mongoose.connection,
        close: () => Promise.resolve(),
      }),
    log: () => createLogger('silent'),
  }
}

/** Says that the test's database is of this version; its indexes are there already. */
export async function setVersion(version = schemaVersion): Promise<void> {
  const meta = mongoose.connection.collection<{ _id: string; version: number }>('meta')
  await meta.updateOne({ _id: 'schema' }, { $set: { version } }, { upsert: true })
}

/** Words of a command line; quotes keep a value with a blank together. */
export function split(line: string): string[] {
  return [...line.matchAll(/"(?<quoted>[^"]*)"|(?<plain>\S+)/gu)].map(
    ({ groups }) => groups?.quoted ?? groups?.plain ?? '',
  )
}

/** Runs a command line; returns its words for people, and its one document. */
export async function runLine(line: string, door: Door) {
  const { stdout, stderr, exitCode } = await runOps(split(`${line} --json`), door)
  expect(stderr).toBe('')
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  return { exitCode, json: JSON.parse(stdout) as any }
}
