import { sealSome, withChain } from '../models/audit-chain.ts'
import { defineJob } from './job.ts'

/** What is still left then waits for the next tick. */
const mostMs = 20_000

/** Appends what happened to the audit chain; one process seals at a time. How much it did is counted in documents. */
export const sealEvents = defineJob({
  name: 'seal-events',
  everyMs: 10_000,
  isTimeless: true,
  run: async () => (await withChain(sealForAWhile)) ?? 0,
})

async function sealForAWhile(): Promise<number> {
  const startedAt = performance.now()
  let done = 0
  while (performance.now() - startedAt < mostMs) {
    const documents = await sealSome()
    if (documents === 0) break
    done += documents
  }
  return done
}
