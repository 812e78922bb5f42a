import { describe, expect, it } from 'vitest'
import { packs, policyFor, policyValue } from '../../../domain/policy/index.ts'
import { Overrides } from '../../../domain/policy/overrides.ts'
import type { Pack } from '../../../domain/policy/pack.ts'
import { PolicyValues, policyKeys } from '../../../domain/policy/policy-values.ts'
import { ruleOf } from '../../../domain/policy/rules/index.ts'
import { lastDayOf, mayCite, standingOf } from '../../../domain/policy/standing.ts'

const baotou = { packs: ['baotou-2026'] }

function packOf(id: string): Pack {
  const pack = packs.find((one) => one.id === id)
  if (!pack) throw new Error(`no pack ${id}`)
  return pack
}

describe('policy packs', () => {
  it('are the five documents and the product itself', () => {
    expect(packs.map(({ id, status }) => [id, status])).toEqual([
      ['baotou-2026', 'in_force'],
      ['kundulun-2025', 'draft'],
      ['kundulun-2020', 'expired'],
      ['zhoukou-draft', 'draft'],
      ['neimenggu-2018', 'expired'],
      ['linsheng-defaults', 'product'],
    ])
  })

  it.each(packs)('$id gives every value with a rule of its own document, in its section', (pack) => {
    for (const { rule, section } of Object.values(pack.values)) {
      expect(ruleOf(rule)).toMatchObject({ pack: pack.id, section })
    }
  })

  it.each(packs)('$id gives every value in the form that the key asks for', ({ values }) => {
    const bare = Object.fromEntries(Object.entries(values).map(([key, { value }]) => [key, value]))

    expect(PolicyValues.partial().safeParse(bare).error).toBeUndefined()
  })

  it.each(policyKeys)('answers for %s even where no document does', (key) => {
    expect(policyValue(null, key).pack?.id).toBe('linsheng-defaults')
  })
})

describe('which value holds', () => {
  it('is that of the first pack that has one, and the product default last', () => {
    expect(policyValue(baotou, 'answerHours')).toMatchObject({
      value: 24,
      source: { rule: 'S0-53', section: '七(一)' },
      pack: { document: '包府办发〔2026〕38号' },
    })
    expect(policyValue({ packs: ['linsheng-defaults', 'baotou-2026'] }, 'answerHours').pack?.id).toBe(
      'baotou-2026',
    )
    expect(policyFor(baotou, 'reopenDays')).toBe(7)
    expect(policyFor({ packs: ['no-such-pack'] }, 'answerHours')).toBe(24)
  })

  it('depends on the order in which a community names its packs', () => {
    const strict = policyFor({ packs: ['zhoukou-draft', 'baotou-2026'] }, 'committeePartyShare')
    const mild = policyFor({ packs: ['baotou-2026', 'zhoukou-draft'] }, 'committeePartyShare')

    expect(strict).toEqual({ is: 'above', value: 0.5 })
    expect(mild).toEqual({ is: 'at_least', value: 0.5 })
  })

  it('is taken from a draft or a paper that is over where a community names it', () => {
    expect(policyValue({ packs: ['kundulun-2020'] }, 'satisfactionLow')).toMatchObject({
      value: { is: 'below', value: 0.6 },
      source: { rule: 'S4-19' },
    })
    expect(policyFor({ packs: ['kundulun-2025'] }, 'administrativeMediationDays')).toBe(30)
  })

  it('is none where only a document could say it and none of the community does', () => {
    expect(policyFor(baotou, 'satisfactionLow')).toBeNull()
    expect(policyFor(baotou, 'takeoverMonths')).toBe(6)
  })

  it('is the decision of the community before all packs, with who, when and why', () => {
    const override = { value: 12, by: '杨书记', at: '2026-07-01', reason: '居民会议议定' }
    const settings = { ...baotou, overrides: { answerHours: override } }

    expect(policyValue(settings, 'answerHours')).toEqual({ value: 12, override, pack: null, source: null })
    expect(policyValue(settings, 'resolveHours').pack?.id).toBe('baotou-2026')
  })
})

describe('decisions of a community', () => {
  const decided = { by: '杨书记', at: '2026-07-01', reason: '居民会议议定' }

  it('are accepted in the form of the value', () => {
    const overrides = {
      answerHours: { value: 12, ...decided },
      satisfactionHigh: { value: { is: 'above', value: 0.85 }, ...decided },
      quiet: { value: [{ from: '21:00', to: '07:00' }], ...decided },
    }

    expect(Overrides.parse(overrides)).toEqual(overrides)
  })

  it.each([
    ['an unknown value', { answerHour: { value: 12, ...decided } }],
    ['another form', { answerHours: { value: '12', ...decided } }],
    ['no time at all', { answerHours: { value: 0, ...decided } }],
    ['nobody who decided', { answerHours: { value: 12, ...decided, by: ' ' } }],
    ['no reason', { answerHours: { value: 12, by: '杨书记', at: '2026-07-01' } }],
    ['no date', { answerHours: { value: 12, ...decided, at: '去年' } }],
  ])('are refused with %s', (_title, overrides) => {
    expect(Overrides.safeParse(overrides).success).toBe(false)
  })
})

describe('what a paper is worth', () => {
  it.each([
    ['2026-06-23T23:59:59+08:00', 'not_yet'],
    ['2026-06-24T00:00:00+08:00', 'in_force'],
    ['2029-06-23T23:59:59+08:00', 'in_force'],
    ['2029-06-24T00:00:00+08:00', 'expired'],
  ])('at %s is %s for the one in force', (at, standing) => {
    expect(standingOf(packOf('baotou-2026'), new Date(at))).toBe(standing)
  })

  it('is never more than a draft or an old paper, on whatever day', () => {
    for (const at of ['2018-10-01', '2020-06-01', '2026-07-01', '2040-01-01'].map((day) => new Date(day))) {
      expect(standingOf(packOf('kundulun-2025'), at)).toBe('draft')
      expect(standingOf(packOf('zhoukou-draft'), at)).toBe('draft')
      expect(standingOf(packOf('kundulun-2020'), at)).toBe('expired')
      expect(standingOf(packOf('neimenggu-2018'), at)).toBe('expired')
    }
  })

  it('decides who may read it as 依据', () => {
    const at = new Date('2026-07-01T00:00:00+08:00')
    const citable = (reader: 'resident' | 'staff') =>
      packs.filter((pack) => mayCite(pack, reader, at)).map(({ id }) => id)

    expect(citable('resident')).toEqual(['baotou-2026'])
    expect(citable('staff')).not.toContain('linsheng-defaults')
    expect(citable('staff')).toHaveLength(5)
  })

  it('ends with its last day', () => {
    expect(lastDayOf(packOf('baotou-2026'))).toEqual(new Date('2029-06-23T00:00:00+08:00'))
    expect(lastDayOf(packOf('zhoukou-draft'))).toBeNull()
  })
})
