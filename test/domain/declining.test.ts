import { describe, expect, it } from 'vitest'
import { readDeclining } from '../../domain/declining.ts'
import type { Phones } from '../../domain/phones.ts'
import { likelyResponsible, readResponsible } from '../../domain/responsible.ts'

const phones: Phones = {
  heat: { number: '0472-555-0150' },
  market: { number: '0472-555-0170' },
  city_management: { number: '0472-555-0160' },
  street: { number: '0472-555-0103' },
}
const packs = ['baotou-2026', 'kundulun-2025']
const nothing = { reason: null, responsible: null, phone: null }

describe('who is responsible', () => {
  it('is the supplier first where one brings it to the house', () => {
    expect(likelyResponsible('heating', { packs, phones })[0]).toEqual({
      name: '供暖单位',
      phone: '0472-555-0150',
      isUtility: true,
    })
  })

  it('is each authority once, with its number where there is one', () => {
    const names = likelyResponsible('illegal_building', { packs, phones }).map(({ name }) => name)

    expect(new Set(names).size).toBe(names.length)
    expect(likelyResponsible('repair.elevator', { packs, phones })).toMatchObject([
      { name: '市场监管部门', phone: '0472-555-0170', isUtility: false },
    ])
  })

  it.each([
    ['供热公司 0472-5550150', '供热公司', '0472-5550150', true],
    ['供热公司', '供热公司', '0472-555-0150', true],
    ['由城管负责', '城管', '0472-555-0160', false],
    ['自来水公司，电话 96116', '自来水公司', '96116', true],
    ['开发商 13812345678', '开发商', '13812345678', false],
    ['开发商', '开发商', null, false],
  ])('is read from “%s”', (words, name, phone, isUtility) => {
    expect(readResponsible(words, phones)).toEqual({ name, phone, isUtility })
  })
})

describe('what is said of a matter that is not for 物业', () => {
  const likely = likelyResponsible('heating', { packs, phones })

  it.each([
    ['管线归供热公司管，没移交', '管线，没移交', '供热公司', '0472-555-0150'],
    ['由城管负责，电话0472-5551111', '由城管负责，电话0472-5551111', '城管', '0472-5551111'],
    ['保修期内，由开发商负责', '保修期内', '开发商', null],
    ['不是我们的管线', '不是我们的管线', null, null],
  ])('%s', (words, reason, responsible, phone) => {
    expect(readDeclining(nothing, words, { likely, phones })).toEqual({ reason, responsible, phone })
  })

  it('goes on where something was missing: by the number in the list, by name, by telephone', () => {
    const known = { reason: '没移交', responsible: null, phone: null }

    expect(readDeclining(known, '1', { likely, phones })).toMatchObject({ responsible: '供暖单位' })
    expect(readDeclining(known, '9', { likely, phones })).toEqual(known)
    expect(readDeclining(known, '开发商', { likely, phones })).toMatchObject({
      responsible: '开发商',
      phone: null,
    })
    expect(
      readDeclining({ ...known, responsible: '开发商' }, '电话是0472-5552222', { likely, phones }),
    ).toMatchObject({ phone: '0472-5552222' })
  })
})
