import { describe, expect, it } from 'vitest'
import { categoryTable } from '../../../domain/policy/categories.ts'
import { firstOwner, ownerName } from '../../../domain/policy/first-owner.ts'
import { profiles } from '../../../domain/policy/profile.ts'
import { categories } from '../../../domain/triage.ts'

const all = categories.flatMap((code) => profiles.map((profile) => [code, profile] as const))

describe('the first owner', () => {
  it.each(all)('of %s in a %s community is somebody, and never who is complained about', (code, profile) => {
    const owner = firstOwner(code, profile)

    expect(ownerName[owner]).toBeTruthy()
    expect(owner).not.toBe(categoryTable[code].accused)
  })

  it.each([
    ['cleaning', 'professional', 'property'],
    ['greening', 'professional', 'property'],
    ['cleaning', 'semi', 'property'],
    ['repair.electric', 'semi', 'property'],
    ['greening', 'semi', 'district'],
    ['cleaning', 'district_run', 'district'],
    ['cleaning', 'self_run', 'committee'],
    ['service_attitude', 'professional', 'district'],
    ['service_attitude', 'semi', 'district'],
    ['service_attitude', 'district_run', 'street'],
    ['service_attitude', 'self_run', 'district'],
    ['committee', 'self_run', 'district'],
  ] as const)('of %s in a %s community is %s', (code, profile, owner) => {
    expect(firstOwner(code, profile)).toBe(owner)
  })

  it('is 社区 where 物业 or 业委会 is accused of what they would handle themselves', () => {
    expect(firstOwner('illegal_building', 'professional', 'property')).toBe('district')
    expect(firstOwner('illegal_building', 'self_run', 'committee')).toBe('district')
  })
})
