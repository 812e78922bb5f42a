import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '../../bot/database.ts'
import { migrate } from '../../models/migrate.ts'
import { gaps, quarter as stretch, tableOf } from '../simulation/quarter.ts'
import { liveStored } from '../simulation/stored-weeks.ts'

// Some are joined to what others have reported, so that 2,000 tickets come of them.
const reports = 2_200

/** A quarter of three communities through the whole bot with the engine inside: how long it takes, and what came of it. */
export async function quarter(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'linsheng-bench-'))
  const database = await openDatabase({ dataDir })
  try {
    await migrate()
    const startedAt = performance.now()
    const calm = { repeats: 0, deaths: 0 }
    const all = { seed: 2026, ...stretch, gaps, reports, stepMinutes: 60 }
    const lived = await liveStored(database.connection, all, calm)
    const seconds = (performance.now() - startedAt) / 1_000
    const broken = lived.checks.flatMap((check) => check.broken.map((what) => `${check.rule}: ${what}`))
    const events = lived.tickets.reduce((sum, ticket) => sum + ticket.events.length, 0)
    console.log(
      [
        `a quarter in ${seconds.toFixed(0)} s: ${lived.tickets.length} tickets, ${events} events, ${lived.messages.length} messages, ${lived.steps} steps`,
        tableOf(lived),
        broken.length === 0 ? 'every rule is kept' : broken.join('\n'),
      ].join('\n'),
    )
  } finally {
    await database.close()
    rmSync(dataDir, { recursive: true, force: true })
  }
}
