import process from 'node:process'
import { createApp } from './app.ts'
import { createBusinessClock, fixedClock } from './business-clock.ts'
import { ConfigError, loadConfig } from './config.ts'
import { DatabaseError, openDatabase } from './database.ts'
import { readDotEnv } from './dot-env.ts'
import { createLogger } from './log.ts'
import { prepareDatabase } from './prepare.ts'

/** Shutting down takes no longer than this, whatever hangs. */
const stoppingMs = 20_000

async function main(): Promise<void> {
  readDotEnv()
  const config = loadConfig(process.env)
  const logger = createLogger(config.logLevel)
  const database = await openDatabase({ uri: config.mongodbUri, dataDir: config.dataDir })
  await prepareDatabase({
    isEmbedded: database.isEmbedded,
    sample: config.console === null ? 'none' : 'history',
    at: new Date(),
  })
  const realNow = () => new Date()
  const clock = config.console ? await createBusinessClock(realNow) : fixedClock(realNow)
  const app = createApp({ config, connection: database.connection, logger, clock })
  const port = await app.start()
  logger.info({ port, database: database.place }, 'ready')
  if (config.console) console.log(`邻声已启动：在浏览器打开 http://${config.host}:${port}/ 就能试`)

  let isStopping = false
  async function stop(signal: string): Promise<void> {
    if (isStopping) return
    isStopping = true
    logger.info({ signal }, 'stopping')
    setTimeout(() => process.exit(1), stoppingMs).unref()
    await app.stop()
    await database.close()
    logger.info('stopped')
    // Agenda leaves a timer behind, so the process ends itself.
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop(signal))
}

main().catch((error: unknown) => {
  const isKnown = error instanceof ConfigError || error instanceof DatabaseError
  console.error(isKnown || error instanceof Error ? error.message : error)
  if (!isKnown && error instanceof Error) console.error(error.stack)
  process.exit(1)
})
