import type { Logger } from 'pino'
import type { z } from 'zod'
import { type Config, loadConfig } from '../config.ts'
import type { Database, joinDatabase } from '../database.ts'
import { prepareDatabase } from '../prepare.ts'
import { checkInput } from './check-input.ts'

/** What comes in at the door; tests bring their own. */
export interface Door {
  /** Reads the environment, `.env` included; a fault there is a fault of the configuration. */
  readEnv(): Record<string, string | undefined>
  now: Date
  join: typeof joinDatabase
  /** Makes the log of a job that is run by hand; it must not write to stdout. */
  log(level: string): Logger
}

/** What a command works with once the database is open. */
export interface Tools {
  config: Config
  now: Date
  database: Database
  logger: Logger
}

/** What a command found or did: one JSON document, and the same for people. */
export interface Result {
  data: object
  text: string
  /** Something has to be looked at: the exit code is 1. */
  needsAttention?: boolean
}

/** What is the same for every command, whatever its input. */
interface Described<Input extends z.ZodObject> {
  /** As it is typed: "noun verb", or one word. */
  name: string
  help: string
  example: string
  /** Fields of the input that are written without their name, in this order. */
  positionals?: readonly (keyof Input['shape'] & string)[]
  input: Input
}

/** One command of the operator's door. */
export interface Command extends Described<z.ZodObject> {
  /** Checks the words given, before anything is opened, and returns what then does it. */
  prepare(given: Record<string, string | boolean>): (door: Door) => Promise<Result>
}

/** Declares a command that needs the database, in the version of this program. */
export function defineCommand<Input extends z.ZodObject>(
  declared: Described<Input> & { run(input: z.output<Input>, tools: Tools): Promise<Result> },
): Command {
  const { run, ...described } = declared
  return defineBareCommand({
    ...described,
    run: (input, door) =>
      withDatabase(door, loadConfig(door.readEnv()), async (tools) => {
        // A new database gets its indexes here as it does at the bot's start; an older one is left to `migrate`.
        await prepareDatabase({ isEmbedded: false, sample: 'none', at: door.now })
        return run(input, tools)
      }),
  })
}

/** Declares a command that opens what it needs itself. */
export function defineBareCommand<Input extends z.ZodObject>(
  declared: Described<Input> & { run(input: z.output<Input>, door: Door): Promise<Result> },
): Command {
  const { run, ...described } = declared
  return {
    ...described,
    prepare(given) {
      const input = checkInput(described, given)
      return (door) => run(input, door)
    },
  }
}

/** Joins the database of the running bot for as long as the work takes. */
export async function withDatabase<T>(
  door: Door,
  config: Config,
  work: (tools: Tools) => Promise<T>,
): Promise<T> {
  const database = await door.join({ uri: config.mongodbUri, dataDir: config.dataDir })
  try {
    return await work({ config, now: door.now, database, logger: door.log(config.logLevel) })
  } finally {
    await database.close()
  }
}
