import { describe, expect, it } from 'vitest'
import { splitMatters } from '../../../domain/understanding/split-matters.ts'

describe('splitMatters', () => {
  it.each([
    [
      '3号楼2单元灯坏了；5-1-301厨房漏水；老张问物业费',
      ['3号楼2单元灯坏了', '5-1-301厨房漏水', '老张问物业费'],
    ],
    ['1.3号楼电梯坏了 2.5号楼没水 3.东门路灯不亮', ['3号楼电梯坏了', '5号楼没水', '东门路灯不亮']],
    ['①3号楼楼道灯坏②垃圾桶满了', ['3号楼楼道灯坏', '垃圾桶满了']],
    ['3号楼2单元灯坏了，5号楼1单元漏水', ['3号楼2单元灯坏了', '5号楼1单元漏水']],
  ])('gives every matter of %s a text of its own', (text, expected) => {
    expect(splitMatters(text)).toEqual(expected)
  })

  it.each([
    ['3号楼2单元灯坏了；电梯也不动了', ['3号楼2单元灯坏了', '3号楼2单元电梯也不动了']],
    ['3栋灯坏了，还有2单元门禁刷不开', ['3栋灯坏了', '3号楼2单元门禁刷不开']],
    ['12号楼：1单元灯不亮；101说下水堵了', ['12号楼：1单元灯不亮', '12号楼101说下水堵了']],
    ['3号楼2单元灯坏了；大门口垃圾没人清', ['3号楼2单元灯坏了', '大门口垃圾没人清']],
  ])('carries the shared place over in %s', (text, expected) => {
    expect(splitMatters(text)).toEqual(expected)
  })

  it.each([
    ['我家厨房漏水，都流到客厅了，物业快来'],
    ['您好。3号楼2单元电梯坏了。老人下不来。请尽快修。'],
    ['6号楼2单元1402卫生间滴水，楼上1502敲门没人'],
    ['17栋停电半天了，隔壁18栋有电'],
    ['在吗\n家里突然没电了\n就我一家\n7-1-1302'],
    ['15号楼楼道灯不亮，1单元2/5/9/14，2单元3/8'],
    ['接龙\n1. A座1502 两箱\n2. B座802 一箱'],
    ['满意'],
  ])('leaves %j whole', (text) => {
    expect(splitMatters(text)).toEqual([text])
  })

  it('gives nothing for nothing', () => {
    expect(splitMatters('  \n ')).toEqual([])
  })

  it('never gives more than twenty', () => {
    const relay = Array.from({ length: 60 }, (_, at) => `${at + 1}号楼电梯坏了`).join('；')

    expect(splitMatters(relay).length).toBeLessThanOrEqual(20)
  })
})
