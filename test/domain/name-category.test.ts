import { describe, expect, it } from 'vitest'
import { nameCategory } from '../../domain/name-category.ts'
import { categoryTable } from '../../domain/policy/categories.ts'
import { categories } from '../../domain/triage.ts'

describe('naming a kind of matter', () => {
  it.each([
    ['停车', 'parking'],
    ['噪音', 'noise'],
    ['电梯', 'repair.elevator'],
    ['停水', 'water_supply'],
    ['飞线充电', 'ev_charging'],
    ['治安', 'security'],
    ['物业费', 'fee'],
    ['养狗', 'pets'],
    ['其他', 'other'],
  ])('takes %s for %s', (words, code) => {
    expect(nameCategory(words)).toBe(code)
  })

  it.each(['天气', '你好', '公共', '', 'x'])('finds none in “%s”', (words) => {
    expect(nameCategory(words)).toBeNull()
  })

  it.each(categories)('understands the name that the bot itself uses for %s', (code) => {
    expect(nameCategory(categoryTable[code].name)).toBe(code)
  })
})
