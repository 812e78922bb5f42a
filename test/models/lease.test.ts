import { describe, expect, it } from 'vitest'
import { acquireLease, releaseLease } from '../../models/lease.ts'
import { useDatabase } from '../support/db.ts'

useDatabase()

describe('a lease', () => {
  it('has one holder at a time, who may renew it', async () => {
    expect(await acquireLease('l', 'a', 60_000)).toBe(1)
    expect(await acquireLease('l', 'b', 60_000)).toBeNull()
    expect(await acquireLease('l', 'a', 60_000)).toBe(1)
  })

  it('passes on when it is over or given back, with a higher epoch', async () => {
    await acquireLease('l', 'a', -1)
    expect(await acquireLease('l', 'b', 60_000)).toBe(2)
    await releaseLease('l', 'b')
    expect(await acquireLease('l', 'c', 60_000)).toBe(3)
  })

  it('is not given back by somebody who no longer has it', async () => {
    await acquireLease('l', 'a', -1)
    await acquireLease('l', 'b', 60_000)
    await releaseLease('l', 'a')
    expect(await acquireLease('l', 'c', 60_000)).toBeNull()
  })

  it('goes to exactly one of many who ask at once', async () => {
    const holders = Array.from({ length: 20 }, (_, i) => `h${i}`)
    const epochs = await Promise.all(holders.map((holder) => acquireLease('l', holder, 60_000)))

    expect(epochs.filter((epoch) => epoch !== null)).toEqual([1])
  })
})
