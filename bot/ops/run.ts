import { isDatabaseFault } from '../../models/database-fault.ts'
import { ConfigError } from '../config.ts'
import { DatabaseError } from '../database.ts'
import { SchemaError } from '../prepare.ts'
import { readWords } from './arguments.ts'
import type { Door, Result } from './command.ts'
import { overview, unknownCommand } from './help.ts'
import { commands } from './index.ts'
import { OpsError } from './ops-error.ts'
import { harmless } from './say.ts'

/** What a run leaves to be written, and how the process ends. */
export interface Written {
  stdout: string
  stderr: string
  exitCode: number
}

/** Runs one command line: with --json exactly one document on stdout, an error's as well. */
export async function runOps(argv: readonly string[], door: Door): Promise<Written> {
  const words = argv.filter((word) => word !== '--json')
  const write = words.length === argv.length ? forPeople : asJson
  try {
    return write(await execute(words, door))
  } catch (error) {
    return write(failureOf(error))
  }
}

async function execute(words: readonly string[], door: Door): Promise<Result> {
  const plain = words.filter((word) => word !== '--help' && word !== '-h')
  const isHelp = plain.length < words.length || plain.length === 0
  if (isHelp) return overview(commands, plain)
  if (plain[0] === 'help') return overview(commands, plain.slice(1))
  const [noun, verb] = plain
  const command =
    commands.find(({ name }) => name === `${noun} ${verb}`) ?? commands.find(({ name }) => name === noun)
  if (!command) throw unknownCommand(commands, plain)
  const rest = plain.slice(command.name.split(' ').length)
  const act = command.prepare(readWords(command, rest))
  return act(door)
}

interface Failure {
  code: string
  message: string
  exitCode: number
  /** For whoever looks into a bug. */
  stack?: string | undefined
}

function failureOf(error: unknown): Failure {
  if (error instanceof OpsError) {
    return { code: error.code, message: error.message, exitCode: error.exitCode }
  }
  const message = error instanceof Error ? error.message : String(error)
  const code = codeOf(error)
  if (code === 'database_lost') {
    return { code, message: `和数据库的连接中途断了：${message}。请确认它还在运行，再试一次。`, exitCode: 1 }
  }
  if (code) return { code, message, exitCode: 1 }
  const stack = error instanceof Error ? error.stack : undefined
  return { code: 'internal', message: `程序出错：${message}`, exitCode: 1, stack }
}

function codeOf(error: unknown): string | null {
  if (error instanceof ConfigError) return 'config'
  if (error instanceof DatabaseError) return `database_${error.code.replaceAll('-', '_')}`
  if (error instanceof SchemaError) return 'schema'
  return isDatabaseFault(error) ? 'database_lost' : null
}

function isFailure(what: Result | Failure): what is Failure {
  return 'exitCode' in what
}

function exitCodeOf(what: Result | Failure): number {
  if (isFailure(what)) return what.exitCode
  return what.needsAttention ? 1 : 0
}

function asJson(what: Result | Failure): Written {
  const document = isFailure(what) ? { error: { code: what.code, message: what.message } } : what.data
  const stderr = isFailure(what) && what.stack ? `${what.stack}\n` : ''
  return { stdout: `${JSON.stringify(document, null, 2)}\n`, stderr, exitCode: exitCodeOf(what) }
}

function forPeople(what: Result | Failure): Written {
  const exitCode = exitCodeOf(what)
  if (!isFailure(what)) return { stdout: `${harmless(what.text)}\n`, stderr: '', exitCode }
  const stack = what.stack ? `${what.stack}\n` : ''
  return { stdout: '', stderr: harmless(`${what.message}\n${stack}`), exitCode }
}
