import process from 'node:process'
import { runReplay } from './replay/run.ts'

const { stdout, stderr, exitCode } = await runReplay(process.argv.slice(2))
// A reader that has seen enough, such as `head`, is no failure.
process.stdout.on('error', () => process.exit(exitCode))
process.stderr.write(stderr)
process.stdout.write(stdout, () => process.exit(exitCode))
