import process from 'node:process'
import { readDotEnv } from './dot-env.ts'
import { runEvaluation } from './evaluation/run.ts'
import { createLogger } from './log.ts'

const { stdout, stderr, exitCode } = await runEvaluation(process.argv.slice(2), {
  readEnv() {
    readDotEnv()
    return process.env
  },
  // Stdout belongs to the answer.
  logger: createLogger('error', process.stderr),
})
// A reader that has seen enough, such as `head`, is no failure.
process.stdout.on('error', () => process.exit(exitCode))
process.stderr.write(stderr)
process.stdout.write(stdout, () => process.exit(exitCode))
