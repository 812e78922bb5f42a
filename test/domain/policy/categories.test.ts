import { describe, expect, it } from 'vitest'
import { categoryTable, isSameMatter, severities, severityOf } from '../../../domain/policy/categories.ts'
import { categories } from '../../../domain/triage.ts'

describe('the table of the 27 codes', () => {
  it.each(categories)('has a complete row for %s', (code) => {
    const { name, group, severity, classes, accused, owner } = categoryTable[code]

    expect(name).not.toBe('')
    expect(group).not.toBe('')
    expect(severities).toContain(severity)
    expect(classes.length).toBeGreaterThan(0)
    expect(owner).toBe(accused ? 'district' : 'property')
  })

  it('has 27 rows, each under a name of its own', () => {
    expect(Object.keys(categoryTable).sort()).toEqual([...categories].sort())
    expect(new Set(categories.map((code) => categoryTable[code].name)).size).toBe(27)
  })

  it('sends what is said about 物业, money or 业委会 to 社区', () => {
    const toDistrict = categories.filter((code) => categoryTable[code].owner === 'district')

    expect(toDistrict).toEqual(['fee', 'public_revenue', 'service_attitude', 'committee'])
  })

  it('knows what suppliers answer for', () => {
    const utilities = categories.filter((code) => categoryTable[code].isUtility)

    expect(utilities).toEqual(['heating', 'gas', 'water_supply', 'power_supply', 'telecom'])
  })

  it('knows where whoever finds it dissuades first', () => {
    const dissuaded = categories.filter((code) => categoryTable[code].needsDissuasion)

    expect(dissuaded).toEqual([
      'greening',
      'parking',
      'ev_charging',
      'fire_safety',
      'noise',
      'illegal_building',
      'pets',
      'high_throwing',
      'decoration',
    ])
  })

  it('knows what can be the same matter in other words', () => {
    expect(isSameMatter('repair.electric', 'power_supply')).toBe(true)
    expect(isSameMatter('repair.water', 'water_supply')).toBe(false)
  })
})

describe('severity', () => {
  it.each([
    ['cleaning', 'normal', 'S3'],
    ['cleaning', 'urgent', 'S2'],
    ['repair.elevator', 'normal', 'S2'],
    ['high_throwing', 'urgent', 'S1'],
    ['other', 'emergency', 'S1'],
  ] as const)('of %s, %s, is %s', (code, urgency, severity) => {
    expect(severityOf(code, urgency)).toBe(severity)
  })
})
