import { MongoBackend } from '@agendajs/mongo-backend'
import { Agenda } from 'agenda'
import type { Connection } from 'mongoose'
import type { Logger } from 'pino'
import type { Job } from '../jobs/job.ts'
import { ticksCollection } from '../models/job-tick.ts'
import { pausedJobs } from '../models/paused-job.ts'

interface SchedulerParts {
  jobs: readonly Job[]
  connection: Connection
  now(): Date
  logger: Logger
  /** Called after a job did something, because it may have queued messages. */
  onDone(): void
}

/** The clock that ticks the jobs. What is due is a matter of the documents, so a tick too many or too few changes nothing. */
export interface Scheduler {
  start(): Promise<void>
  stop(): Promise<void>
  /** Runs every job once; for simulations and tests. */
  runAll(): Promise<void>
  /** Runs the jobs that would have ticked since a time on the business clock, side by side as they always do. */
  runSince(time: Date): Promise<void>
  isUp(): boolean
}

/** Agenda takes a string of words for something else, so this is a number on purpose. */
const processEveryMs = 1_000
/** A job whose process died is run by another after this long. */
const lockMs = 60_000
const drainMs = 10_000

/** Makes the scheduler around agenda; several processes may run it on one database. */
export function createScheduler({ jobs, connection, now, logger, onDone }: SchedulerParts): Scheduler {
  let agenda: Agenda | undefined

  async function run(job: Job): Promise<void> {
    const did = await job.run({ now: now(), logger })
    if (did > 0) {
      logger.info({ job: job.name, did }, 'job ran')
      onDone()
    }
  }

  /** Those that no operator has stopped. */
  async function running(): Promise<Job[]> {
    const paused = await pausedJobs()
    return jobs.filter(({ name }) => !paused.has(name))
  }

  async function tick(job: Job): Promise<void> {
    if ((await running()).includes(job)) await run(job)
  }

  return {
    async start() {
      const { db } = connection
      if (!db) throw new Error('the scheduler needs an open connection')
      agenda = new Agenda({
        // The driver is one copy; agenda only names its own type of it.
        backend: new MongoBackend({ mongo: db as never, collection: ticksCollection }),
        processEvery: processEveryMs,
        defaultLockLifetime: lockMs,
      })
      agenda.on('error', (error) => logger.error({ err: error }, 'the job clock failed'))
      agenda.on('fail', (error, { attrs }) =>
        logger.error({ err: error, job: attrs.name }, 'a job failed, its next tick goes on'),
      )
      for (const job of jobs) agenda.define(job.name, () => tick(job))
      await agenda.start()
      for (const job of jobs) await agenda.every(job.everyMs, job.name)
    },
    async stop() {
      await agenda?.drain({ timeout: drainMs })
      agenda = undefined
    },
    async runAll() {
      for (const job of await running()) await run(job)
    },
    async runSince(time) {
      const tick = (at: Date, { everyMs }: Job) => Math.floor(at.getTime() / everyMs)
      const due = (await running()).filter((job) => !job.isTimeless && tick(now(), job) > tick(time, job))
      await Promise.all(due.map(run))
    },
    isUp: () => agenda !== undefined,
  }
}
