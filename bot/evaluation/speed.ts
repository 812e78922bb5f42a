import { performance } from 'node:perf_hooks'

/** How fast messages were understood. */
export interface Speed {
  messagesPerSecond: number
  p50: number
  p99: number
}

/** Results and how long they took; percentiles are microseconds for one message. */
export interface Timed<Result> {
  result: Result
  performance: Speed
}

/** Runs one piece of work that understands so many messages, and notes how long it took. */
export type Clocked = <T>(messages: number, work: () => T | Promise<T>) => Promise<T>

const micro = 1000

/** Runs all work and says how fast it went. */
export async function timed<Result>(run: (clocked: Clocked) => Promise<Result>): Promise<Timed<Result>> {
  const samples: number[] = []
  let messages = 0
  const begun = performance.now()
  const result = await run(async (said, work) => {
    const from = performance.now()
    const done = await work()
    messages += said
    samples.push((performance.now() - from) / Math.max(1, said))
    return done
  })
  const seconds = (performance.now() - begun) / 1000
  samples.sort((a, b) => a - b)
  return {
    result,
    performance: {
      messagesPerSecond: Math.round(messages / seconds),
      p50: percentile(samples, 0.5),
      p99: percentile(samples, 0.99),
    },
  }
}

function percentile(sorted: readonly number[], share: number): number {
  return Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * micro)
}
