import { describe, expect, it } from 'vitest'
import { isInDoubt, numberOf, phoneBoard } from '../../domain/phones.ts'

const checkedAt = new Date('2026-01-31T10:00:00+08:00')
const phone = { number: '0472-555-0101', checkedAt }

describe('a telephone number', () => {
  it.each([
    ['2026-07-31T09:59:59+08:00', false],
    ['2026-07-31T10:00:00+08:00', true],
  ])('checked in January is in doubt at %s: %s', (now, isOld) => {
    expect(isInDoubt(phone, 6, new Date(now))).toBe(isOld)
  })

  it('that nobody ever checked is in doubt', () => {
    expect(isInDoubt({ number: '1', checkedAt: null }, 6, checkedAt)).toBe(true)
  })

  it('that was not given is none', () => {
    expect(numberOf({ gas: null }, 'gas')).toBeNull()
    expect(numberOf({}, 'gas')).toBeNull()
  })
})

describe('the board', () => {
  it('shows the day each was checked and marks what is in doubt', () => {
    const phones = {
      gas: { number: '0472-555-0110', checkedAt: new Date('2026-06-30T00:00:00+08:00') },
      property: phone,
      lift: { number: '0472-555-0120', checkedAt: null },
    }

    expect(phoneBoard(phones, 6, new Date('2026-08-01T00:00:00+08:00'))?.split('\n')).toEqual([
      '物业　0472-555-0101（2026年1月31日核对，请核对）',
      '电梯维保　0472-555-0120（没有核对过，请核对）',
      '燃气抢修　0472-555-0110（2026年6月30日核对）',
    ])
  })

  it('is none where no number was given', () => {
    expect(phoneBoard({ gas: null }, 6, checkedAt)).toBeNull()
  })
})
