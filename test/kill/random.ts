/** Random numbers that are the same in every run with the same seed (mulberry32). */
export interface Random {
  /** A whole number from `low` to `high`, both included. */
  integer(low: number, high: number): number
  pick<T>(list: readonly T[]): T
}

/** Makes a generator from a seed. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0

  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }

  function integer(low: number, high: number): number {
    return low + Math.floor(next() * (high - low + 1))
  }

  return {
    integer,
    pick(list) {
      const one = list[integer(0, list.length - 1)]
      if (one === undefined) throw new Error('nothing to pick from')
      return one
    },
  }
}
