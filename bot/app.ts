import { randomUUID } from 'node:crypto'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Connection } from 'mongoose'
import type { Logger } from 'pino'
import { handlers } from '../handlers/index.ts'
import { jobs } from '../jobs/index.ts'
import { takeDailyCall } from '../models/daily-calls.ts'
import { nextDueDelivery } from '../models/delivery.ts'
import { inboundBacklog } from '../models/inbound.ts'
import { nextTicketDue } from '../models/ticket.ts'
import { createAsk } from '../prompts/create-ask.ts'
import type { ModelCall } from '../prompts/endpoint.ts'
import type { Ask } from '../prompts/prompt.ts'
import type { BusinessClock } from './business-clock.ts'
import { steppingClock } from './business-clock.ts'
import type { Config } from './config.ts'
import { createDispatch } from './dispatch.ts'
import { createInbox } from './inbox.ts'
import { closeServer, listen } from './listen.ts'
import { createMetrics } from './metrics.ts'
import { createModelMetrics } from './model-metrics.ts'
import { createOutbox } from './outbox.ts'
import type { Intake, Platform } from './platform.ts'
import { createPlatforms } from './platforms/index.ts'
import { createScheduler } from './scheduler.ts'
import type { Health } from './server.ts'
import { createServer } from './server.ts'
import { createUnderstand } from './understand.ts'

/** What an app is made of; tests and simulations bring their own clock and model. */
export interface AppParts {
  config: Config
  connection: Connection
  logger: Logger
  clock: BusinessClock
  ask?: Ask
}

/** The whole bot in one process, without the process itself. */
export interface App {
  /** The way in for whatever speaks to the bot without HTTP: the demo, simulations, tests. */
  intake: Intake
  /** Starts working and listening; returns the port. */
  start(): Promise<number>
  /** Stops intake, drains what is under way, and lets go of the clock. The database stays open. */
  stop(): Promise<void>
  /** Works until what was said is dealt with and sent; jobs stand still. */
  answer(): Promise<void>
  /** Works until nothing is left to do now, jobs included; for simulations and tests instead of `start`. */
  settle(): Promise<void>
}

/** Wires the parts together. */
export function createApp({ config, connection, logger, clock, ask }: AppParts): App {
  const { now } = clock
  const platforms = new Map<string, Platform>()
  const outbox = createOutbox({ platforms, now, logger })
  const metrics = createMetrics(now)
  const modelMetrics = createModelMetrics(metrics)
  const understand = createUnderstand(
    handlers,
    ask ?? modelAsk(config, { logger, now, onCall: modelMetrics.called }),
  )
  const inbox = createInbox({
    understand: async (row) => modelMetrics.understood(await understand(row)),
    dispatch: createDispatch(handlers, { secrets: config.secrets, publicUrl: () => publicUrl }),
    onQueued: outbox.kick,
    now,
    logger,
    holder: randomUUID(),
  })
  const scheduler = createScheduler({ jobs, connection, now, logger, onDone: outbox.kick })
  const movable = steppingClock(clock, {
    nextDue: async () => [await nextDueDelivery(now()), await nextTicketDue(now())],
    async settle(since) {
      await scheduler.runSince(since)
      await outbox.settle()
    },
  })
  for (const platform of createPlatforms(config, inbox, movable)) platforms.set(platform.name, platform)
  let server: Server | undefined
  // On this machine alone the port is known once it listens.
  let publicUrl = config.publicUrl
  let isStopping = false

  async function health(): Promise<Health> {
    const database = await connection.db
      ?.admin()
      .ping()
      .then(
        () => 'up' as const,
        () => 'down' as const,
      )
    const backlog = database === 'up' ? await inboundBacklog() : { waiting: 0, oldestAt: null }
    const age = backlog.oldestAt ? (now().getTime() - backlog.oldestAt.getTime()) / 1000 : 0
    return {
      status: database === 'up' && !isStopping ? 'ok' : 'unavailable',
      database: database ?? 'down',
      platforms: Object.fromEntries([...platforms.values()].map((one) => [one.name, one.state()])),
      jobs: scheduler.isUp() ? 'up' : 'down',
      inbound: { waiting: backlog.waiting, oldestSeconds: Math.max(0, Math.round(age)) },
    }
  }

  const koa = createServer({
    platforms: platforms.values(),
    health,
    metrics,
    logger,
    hasConsole: config.console !== null,
    intake: inbox,
    now,
    secrets: config.secrets,
    publicUrl: () => publicUrl,
    isSecure: config.publicUrl?.startsWith('https://') ?? false,
  })

  return {
    intake: inbox,
    async start() {
      await scheduler.start()
      inbox.start()
      outbox.start()
      for (const platform of platforms.values()) await platform.start()
      server = await listen(koa.callback(), config)
      const { port } = server.address() as AddressInfo
      if (config.console) publicUrl ??= `http://${config.host}:${port}`
      return port
    },
    async stop() {
      isStopping = true
      const closed = server && closeServer(server)
      for (const platform of platforms.values()) await platform.stop()
      await closed
      await scheduler.stop()
      await inbox.stop()
      await outbox.stop()
    },
    async answer() {
      await inbox.settle()
      await outbox.settle()
    },
    async settle() {
      await inbox.settle()
      await scheduler.runAll()
      await outbox.settle()
    },
  }
}

function modelAsk(
  { model }: Config,
  { now, ...parts }: { logger: Logger; now(): Date; onCall(call: ModelCall): void },
): Ask | null {
  return model && createAsk(model, { ...parts, takeCall: () => takeDailyCall(now(), model.dailyCalls) })
}
