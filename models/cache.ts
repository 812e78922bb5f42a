import { LRUCache } from 'lru-cache'

/** How long a change made by another process may go unseen; this process's own are seen at once. */
const ttlMs = 5_000
const mostEntries = 20_000

/** Remembers what was looked up a moment ago. */
export interface Cache<V extends object> {
  /** The remembered value, or what `load` finds; nothing found is not remembered. */
  get(key: string, load: () => Promise<V | null>): Promise<V | null>
  /** Must follow every write to what is remembered here; without keys, everything goes. */
  forget(...keys: string[]): void
}

const caches = new Set<{ forget(): void }>()

/** Makes a cache for things that are read with every message and hardly ever change. */
export function createCache<V extends object>(): Cache<V> {
  const known = new LRUCache<string, V>({ max: mostEntries, ttl: ttlMs })
  let writes = 0
  const cache: Cache<V> = {
    async get(key, load) {
      const remembered = known.get(key)
      if (remembered) return remembered
      const before = writes
      const loaded = await load()
      // What was read while somebody wrote may be the old state.
      if (loaded && before === writes) known.set(key, loaded)
      return loaded
    },
    forget(...keys) {
      writes += 1
      if (keys.length === 0) known.clear()
      for (const key of keys) known.delete(key)
    },
  }
  caches.add(cache)
  return cache
}

/** Forgets everything; for whoever changes the database behind the models' back. */
export function forgetEverything(): void {
  for (const cache of caches) cache.forget()
}
