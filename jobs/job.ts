import type { Logger } from 'pino'

/** What a job may use besides the models: the time it is for, and the log. */
export interface JobTools {
  now: Date
  logger: Logger
}

/** What happens without anyone asking. `run` does what is due at `now` and returns how much that was. */
export interface Job {
  name: string
  /** How often the clock looks whether something is due. */
  everyMs: number
  /** Whatever time it is makes no difference to it, so that a clock that is put forward need not wait for it. */
  isTimeless?: true
  run(tools: JobTools): Promise<number>
}

/** Declares a job. */
export function defineJob(job: Job): Job {
  return job
}
