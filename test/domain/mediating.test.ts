import { describe, expect, it } from 'vitest'
import type { Mediated } from '../../domain/mediating.ts'
import { daysOf, mediationSteps, saysBoth, stepText, stepTimes, whoMediates } from '../../domain/mediating.ts'

const community: Mediated = {
  name: '锦绣家园',
  districtName: '迎宾社区',
  streetName: '前进街道',
  packs: ['baotou-2026', 'kundulun-2025'],
  phones: { district: { number: '0472-555-0102' }, street: { number: '0472-555-0103' } },
}
const start = new Date('2026-11-20T09:00:00+08:00')

function day(count: number): Date {
  return new Date(start.getTime() + count * 86_400_000)
}

describe('the steps of a dispute', () => {
  it('are those of the papers, without the side complained about', () => {
    expect(mediationSteps(community, null)).toEqual(['district', 'administrative', 'judicial'])
    expect(mediationSteps(community, 'district')).toEqual(['administrative', 'judicial'])
    expect(mediationSteps({ ...community, packs: ['zhoukou-draft'] }, 'committee')).toEqual([
      'district',
      'street',
      'county_committee',
      'city_committee',
    ])
  })

  it('have 30 days each, but for the courts', () => {
    expect(daysOf('district', community)).toBe(30)
    expect(daysOf('administrative', community)).toBe(30)
    expect(daysOf('judicial', community)).toBeNull()
    expect(stepTimes('court', start, community, start)).toBeNull()
  })

  it('are brought to mind on the days policy gives, and at their end', () => {
    const check = (now: Date) => stepTimes('district', start, community, now)?.checkAt

    expect(check(start)).toEqual(day(20))
    expect(check(day(20))).toEqual(day(27))
    expect(check(day(27))).toEqual(day(30))
    expect(stepTimes('district', start, community, start)?.dueAt).toEqual(day(30))
  })

  it.each([
    'committee',
    'district',
    'street',
    'administrative',
    'county_committee',
    'city_committee',
    'judicial',
    'arbitration',
    'court',
  ] as const)('%s has somebody who can be reached', (step) => {
    expect(whoMediates(step, community).phone).not.toBeNull()
    expect(stepText(step, community, null)).toContain('电话')
  })
})

it.each([
  ['双方同意十点后不装修', true],
  ['两家都签了字', true],
  ['大家都同意', true],
  ['他同意了', false],
  ['', false],
])('“%s” says that both agree: %s', (words, both) => {
  expect(saysBoth(words)).toBe(both)
})
