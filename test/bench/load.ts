import { Agent, request } from 'node:http'

/** One POST over a kept-alive connection; resolves with the status and the milliseconds it took. */
export function createClient(port: number, connections: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  return function post(path: string, body: object): Promise<{ status: number; ms: number }> {
    const payload = JSON.stringify(body)
    const startedAt = performance.now()
    return new Promise((resolve, reject) => {
      const sent = request(
        {
          agent,
          port,
          host: '127.0.0.1',
          path,
          method: 'POST',
          headers: { 'content-type': 'application/json' },
        },
        (answer) => {
          answer.resume()
          answer.on('end', () =>
            resolve({ status: answer.statusCode ?? 0, ms: performance.now() - startedAt }),
          )
        },
      )
      sent.on('error', reject)
      sent.end(payload)
    })
  }
}

/** As many at once as there are workers, each starting its next when its last is answered. Returns requests per second. */
export async function closedLoop(
  total: number,
  workers: number,
  one: (i: number) => Promise<unknown>,
): Promise<number> {
  let next = 0
  const startedAt = performance.now()
  await Promise.all(
    Array.from({ length: workers }, async () => {
      while (next < total) await one(next++)
    }),
  )
  return (total * 1000) / (performance.now() - startedAt)
}

/** One every so often, whether the last was answered or not: what a vendor does. Returns all results. */
export async function openLoop<T>(
  total: number,
  perSecond: number,
  one: (i: number) => Promise<T>,
): Promise<T[]> {
  const startedAt = performance.now()
  const results: Promise<T>[] = []
  for (let i = 0; i < total; i++) {
    const wait = startedAt + (i * 1000) / perSecond - performance.now()
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
    results.push(one(i))
  }
  return Promise.all(results)
}

/** The value below which this share of the values lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}
