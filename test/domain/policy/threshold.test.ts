import { describe, expect, it } from 'vitest'
import { policyFor } from '../../../domain/policy/index.ts'
import type { Threshold } from '../../../domain/policy/threshold.ts'
import { meets, satisfactionBand } from '../../../domain/policy/threshold.ts'

describe('a threshold', () => {
  it.each<[Threshold['is'], boolean, boolean, boolean]>([
    ['below', true, false, false],
    ['at_most', true, true, false],
    ['at_least', false, true, true],
    ['above', false, false, true],
  ])('%s says so under, at and over its number', (is, under, at, over) => {
    expect([0.49, 0.5, 0.51].map((measured) => meets(measured, { is, value: 0.5 }))).toEqual([
      under,
      at,
      over,
    ])
  })

  it.each([
    ['selfRunSatisfactionLow', 59 / 100, 60 / 100],
    ['collectionLow', 49 / 100, 50 / 100],
  ] as const)('of 包头 leaves the number itself out: %s', (key, below, at) => {
    const threshold = policyFor({ packs: ['baotou-2026'] }, key)

    expect(threshold && [meets(below, threshold), meets(at, threshold)]).toEqual([true, false])
  })

  it('of the resolved rate takes the number in, of the price leaves it out', () => {
    const resolved = policyFor({ packs: ['baotou-2026'] }, 'resolvedRate')
    const price = policyFor({ packs: ['baotou-2026'] }, 'priceToCalculate')

    expect([meets(9 / 10, resolved), meets(89 / 100, resolved)]).toEqual([true, false])
    expect(price && [meets(2, price), meets(2.01, price)]).toEqual([false, true])
  })
})

describe('satisfaction bands', () => {
  const old = { packs: ['kundulun-2020'] }
  const low = policyFor(old, 'satisfactionLow')
  const high = policyFor(old, 'satisfactionHigh')
  if (!low || !high) throw new Error('the paper has both')

  it.each([
    [599 / 1000, 'low'],
    [60 / 100, 'middle'],
    [849 / 1000, 'middle'],
    [17 / 20, 'high'],
    [1, 'high'],
  ])('put %d into %s', (rate, band) => {
    expect(satisfactionBand(rate, { low, high })).toBe(band)
  })

  it('leave exactly 85% in the middle where a community decides so', () => {
    expect(satisfactionBand(0.85, { low, high: { is: 'above', value: 0.85 } })).toBe('middle')
  })
})
