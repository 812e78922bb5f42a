import { describe, expect, it } from 'vitest'
import { withoutPersons } from '../../domain/wording.ts'

describe('free words of staff, before other households read them', () => {
  it.each([
    ['等2单元501的钥匙', '等2单元某室的钥匙'],
    ['3号楼2单元501王大爷家漏水', '3号楼2单元某住户家漏水'],
    ['去501李阳家，电话13812345678', '去某住户家，电话（电话略）'],
    ['等501李阳13812345678', '等某住户（电话略）'],
    ['张阿姨说楼下没水', '某住户说楼下没水'],
    ['<@all> 换阀门', ' 换阀门'],
    ['@所有人 换阀门', ' 换阀门'],
  ])('name nobody and no room: %s', (words, shown) => {
    expect(withoutPersons(words)).toBe(shown)
  })

  it.each([
    '换了110管',
    '王工明天来',
    '380伏线路烧了',
    '供热公司0472-5550150',
    '11月25日17:00修好',
    '等厂家发货',
  ])('keep what is no neighbour: %s', (words) => {
    expect(withoutPersons(words)).toBe(words)
  })
})
