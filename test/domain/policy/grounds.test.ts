import { describe, expect, it } from 'vitest'
import { answerGround, grounds, groundsFor } from '../../../domain/policy/grounds.ts'
import { packs } from '../../../domain/policy/index.ts'
import { ruleOf } from '../../../domain/policy/rules/index.ts'
import { categories } from '../../../domain/triage.ts'

const all = packs.map(({ id }) => id)
const days = ['2018-10-01', '2020-06-01', '2026-06-23', '2026-07-01', '2029-06-24', '2040-01-01']
const inForce = new Date('2026-07-01T09:00:00+08:00')

describe('what a resident reads as 依据', () => {
  it.each(days)('on %s is never a draft, a paper that is over, or one that has not begun', (day) => {
    const view = { reader: 'resident', at: new Date(`${day}T12:00:00+08:00`) } as const
    const cited = categories.flatMap((code) => [
      ...groundsFor(code, all, view),
      ...[answerGround(code, { packs: all }, view).citation ?? []].flat(),
    ])

    expect(cited.filter(({ standing }) => standing !== 'in_force')).toEqual([])
    expect(cited.length > 0).toBe(day === '2026-07-01')
  })

  it('names document, section and a few of its words', () => {
    const [place] = groundsFor('parking', all, { reader: 'resident', at: inForce })

    expect(place).toMatchObject({
      pack: { document: '包府办发〔2026〕38号' },
      section: '三(六)',
      phrase: '理顺停车秩序',
    })
  })
})

describe('what staff read as 依据', () => {
  it('has drafts and old papers too, with what they are worth', () => {
    const standings = groundsFor('fee', all, { reader: 'staff', at: inForce }).map(({ standing }) => standing)

    expect(new Set(standings)).toEqual(new Set(['in_force', 'draft', 'expired']))
  })

  it('is only what the community names', () => {
    const places = groundsFor('fee', ['kundulun-2025'], { reader: 'staff', at: inForce })

    expect(new Set(places.map(({ pack }) => pack.id))).toEqual(new Set(['kundulun-2025']))
  })
})

describe('the time for an answer', () => {
  const view = { reader: 'resident', at: inForce } as const

  it('rests on the paper in force', () => {
    expect(answerGround(null, { packs: all }, view)).toMatchObject({
      hours: 24,
      citation: { section: '七(一)', phrase: '24小时内响应并办结' },
      decision: null,
    })
  })

  it('rests on no paper where the community decided itself, or where the product promises', () => {
    const decision = { value: 12, by: '杨书记', at: '2026-07-01', reason: '居民会议议定' }
    const own = answerGround(null, { packs: all, overrides: { answerHours: decision } }, view)
    const promised = answerGround(null, { packs: ['zhoukou-draft'] }, view)

    expect(own).toEqual({ hours: 12, citation: null, decision })
    expect(promised).toEqual({ hours: 24, citation: null, decision: null })
  })

  it('is that of the supplier for what a supplier answers for', () => {
    const decision = { value: 48, by: '杨书记', at: '2026-07-01', reason: '供水管网改造' }
    const settings = { packs: all, overrides: { utilityHours: decision } }

    expect(answerGround('water_supply', settings, view).hours).toBe(48)
    expect(answerGround('cleaning', settings, view).hours).toBe(24)
  })
})

describe('the places themselves', () => {
  it('are short and belong to rules that are there', () => {
    for (const { rule, phrase, categories: codes } of grounds) {
      expect(ruleOf(rule).id).toBe(rule)
      expect(phrase.length).toBeLessThanOrEqual(24)
      expect(codes.length).toBeGreaterThan(0)
    }
  })
})
