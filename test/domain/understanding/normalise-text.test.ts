import { describe, expect, it } from 'vitest'
import { normaliseText, readLimit, readNumber } from '../../../domain/understanding/normalise-text.ts'

describe('normaliseText', () => {
  it.each([
    ['１２＃楼　ｂ座', '12#楼 B座'],
    ['十二号楼三单元', '12号楼3单元'],
    ['东区七号楼一门洞', '东区7号楼1门洞'],
    ['二十栋一百零三', '20栋一百零三'],
    ['三零二漏水', '302漏水'],
    ['电\u200b梯\ufeff坏\u0000了', '电梯坏了'],
    ['俺家木有水', '我家没有水'],
    ['3—2—501', '3-2-501'],
    ['电踢坏了', '电梯坏了'],
    ['屋企冇水，唔知点解', '家里没有水,不知为什么'],
    ['屋头莫得电咯', '家里没有电咯'],
  ])('reads %j as %j', (text, expected) => {
    const normal = normaliseText(text)

    expect(normal).toBe(expected)
  })

  it.each([['二三楼都没水'], ['一座桥'], ['两点多'], ['二零二五年']])(
    'leaves the number in %s alone',
    (text) => {
      expect(normaliseText(text)).toBe(text)
    },
  )

  it('keeps line breaks and drops lone surrogates', () => {
    expect(normaliseText('灯坏了\n\ud83d电梯停了\udc00')).toBe('灯坏了\n电梯停了')
  })

  it('reads no more than the limit, even where a character unfolds into many', () => {
    expect(normaliseText('ﷺ'.repeat(readLimit)).length).toBeLessThanOrEqual(readLimit)
    expect(normaliseText('水'.repeat(1_000_000)).length).toBe(readLimit)
  })
})

describe('readNumber', () => {
  it.each([
    ['7', 7],
    ['十', 10],
    ['十二', 12],
    ['二十', 20],
    ['三十五', 35],
    ['一百零三', 103],
    ['一百二十', 120],
    ['三零二', 302],
    ['楼', null],
  ])('reads %s as %s', (spoken, expected) => {
    expect(readNumber(spoken)).toBe(expected)
  })
})
