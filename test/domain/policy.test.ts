import { describe, expect, it } from 'vitest'
import { categoryTable, isSameMatter } from '../../domain/policy/categories.ts'
import { packs, policyFor, policyValue } from '../../domain/policy/index.ts'
import { categories } from '../../domain/triage.ts'

describe('policy packs', () => {
  it('takes the first pack that has a value, and the product default last', () => {
    expect(policyValue(['baotou-2026'], 'answerHours')).toMatchObject({
      value: 24,
      source: { rule: 'S0-53', section: '七(一)' },
      pack: { document: '包府办发〔2026〕38号' },
    })
    expect(policyValue(['linsheng-defaults', 'baotou-2026'], 'answerHours').pack.id).toBe('baotou-2026')
    expect(policyFor([], 'reopenDays')).toBe(7)
    expect(policyFor(['no-such-pack'], 'answerHours')).toBe(24)
  })

  it('gives every value its rule and section', () => {
    for (const pack of packs) {
      for (const value of Object.values(pack.values)) {
        expect(value.rule).toMatch(/^(?:S\d-\d\d|L-\d\d)$/u)
        expect(value.section).not.toBe('')
      }
    }
  })
})

describe('categories', () => {
  it('sends what is said about 物业, money or 业委会 to 社区', () => {
    const toDistrict = categories.filter((code) => categoryTable[code].owner === 'district')

    expect(toDistrict).toEqual(['fee', 'public_revenue', 'service_attitude', 'committee'])
  })

  it('knows what can be the same matter in other words', () => {
    expect(isSameMatter('repair.electric', 'power_supply')).toBe(true)
    expect(isSameMatter('repair.water', 'water_supply')).toBe(false)
  })
})
