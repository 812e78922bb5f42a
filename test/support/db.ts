import mongoose from 'mongoose'
import { afterAll, beforeAll, beforeEach, inject } from 'vitest'
import { forgetEverything } from '../../models/cache.ts'

/** Gives the address of the run's shared engine, for a process a test starts; add a database name of its own. */
export function engineUri(): string {
  return inject('engineUri')
}

/** Names the database of this worker; no two tests running at the same time share one. */
export function testDatabase(): string {
  return `test_${process.env.VITEST_POOL_ID ?? process.pid}`
}

/**
 * Connects the models of the calling test file to an empty database with all indexes, empty again before
 * each test. Call it once, at the top of the file or of a `describe`.
 */
export function useDatabase(): void {
  beforeAll(async () => {
    await mongoose.connect(engineUri(), {
      dbName: testDatabase(),
      autoIndex: false,
      autoCreate: false,
      bufferCommands: false,
      serverSelectionTimeoutMS: 5_000,
      maxPoolSize: 10,
    })
    await empty()
    await buildIndexes()
  })
  beforeEach(empty)
  afterAll(() => mongoose.disconnect())
}

const indexed = new Set<string>()

/** Once per worker: an index that exists costs a round trip each time it is asked for. */
async function buildIndexes(): Promise<void> {
  const models = Object.values(mongoose.models).filter(({ modelName }) => !indexed.has(modelName))
  await Promise.all(models.map((model) => model.createIndexes()))
  for (const { modelName } of models) indexed.add(modelName)
}

/** Empties, never drops: the engine keeps the files of a dropped collection until it closes. */
async function empty(): Promise<void> {
  const collections = (await mongoose.connection.db?.collections()) ?? []
  await Promise.all(collections.map((collection) => collection.deleteMany({})))
  forgetEverything()
}
