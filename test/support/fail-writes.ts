import mongoose from 'mongoose'

const writes = [
  'insertOne',
  'insertMany',
  'updateOne',
  'updateMany',
  'replaceOne',
  'deleteOne',
  'deleteMany',
  'bulkWrite',
  'findOneAndUpdate',
] as const

/**
 * Runs something as if the process died after so many writes: every later one fails, those to leases apart. Returns
 * whether it came to its end without needing more.
 */
export async function failWrites(after: number, work: () => Promise<unknown>): Promise<boolean> {
  const prototype = mongoose.mongo.Collection.prototype as unknown as Record<string, unknown>
  const originals = writes.map((name) => [name, prototype[name]] as const)
  let done = 0
  for (const [name, original] of originals) {
    prototype[name] = function (this: { collectionName: string }, ...args: unknown[]) {
      if (this.collectionName !== 'leases') {
        if (done >= after) return Promise.reject(new Error('killed'))
        done += 1
      }
      return (original as (...all: unknown[]) => unknown).apply(this, args)
    }
  }
  try {
    await work()
    return true
  } catch (error) {
    if (!(error instanceof Error) || error.message !== 'killed') throw error
    return false
  } finally {
    for (const [name, original] of originals) prototype[name] = original
  }
}
