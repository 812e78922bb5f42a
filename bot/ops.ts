import process from 'node:process'
import { joinDatabase } from './database.ts'
import { readDotEnv } from './dot-env.ts'
import { createLogger } from './log.ts'
import { runOps } from './ops/run.ts'

const { stdout, stderr, exitCode } = await runOps(process.argv.slice(2), {
  readEnv() {
    readDotEnv()
    return process.env
  },
  now: new Date(),
  join: joinDatabase,
  // Stdout belongs to the answer.
  log: (level) => createLogger(level, process.stderr),
})
// A reader that has seen enough, such as `head`, is no failure.
process.stdout.on('error', () => process.exit(exitCode))
process.stderr.write(stderr)
// Drivers leave timers behind, so the process ends itself once everything is written.
process.stdout.write(stdout, () => process.exit(exitCode))
