import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readComingSpan, readComingTime } from '../../domain/coming-time.ts'

/** A Friday. */
const now = new Date('2026-11-20T10:00:00+08:00')

function at(text: string): Date {
  return new Date(`${text}:00+08:00`)
}

describe('a time that lies ahead', () => {
  it.each([
    ['11月25日17点前修好', '2026-11-25T17:00', '修好'],
    ['11月25日17点半前修好', '2026-11-25T17:30', '修好'],
    ['到 11月25日 等配件', '2026-11-25T09:00', '等配件'],
    ['等配件，到11月25号', '2026-11-25T09:00', '等配件'],
    ['25号下午3点修', '2026-11-25T15:00', '修'],
    ['5号楼25号来修', '2026-11-25T09:00', '5号楼 来修'],
    ['1月5日', '2027-01-05T09:00', ''],
    ['5日', '2026-12-05T09:00', ''],
    ['2027年2月3日 9:30', '2027-02-03T09:30', ''],
    ['2027-02-03 等厂家', '2027-02-03T09:00', '等厂家'],
    ['明天下午5点修好', '2026-11-21T17:00', '修好'],
    ['今晚8点', '2026-11-20T20:00', ''],
    ['今晚修好', '2026-11-20T20:00', '修好'],
    ['明早', '2026-11-21T08:00', ''],
    ['大后天中午', '2026-11-23T12:00', ''],
    ['周三', '2026-11-25T09:00', ''],
    ['周五', '2026-11-20T09:00', ''],
    ['下周三上午10点', '2026-11-25T10:00', ''],
    ['下周五', '2026-11-27T09:00', ''],
    ['3天后', '2026-11-23T09:00', ''],
    ['两天内修好', '2026-11-22T09:00', '修好'],
    ['一周内', '2026-11-27T09:00', ''],
    ['2小时内到场', '2026-11-20T12:00', '到场'],
    ['5点前修好', '2026-11-20T17:00', '修好'],
    ['17点修好', '2026-11-20T17:00', '修好'],
    ['上午9点', '2026-11-21T09:00', ''],
    ['晚上12点前', '2026-11-21T00:00', ''],
    ['十一月二十五日', '2026-11-25T09:00', ''],
  ])('%s', (words, expected, rest) => {
    expect(readComingTime(words, now, '09:00')).toEqual({ at: at(expected), rest })
  })

  it.each([
    '昨天8点',
    '昨天 下午3点',
    '到上周三 等配件',
    '上个星期五',
    '2126年1月1日',
    '2020年1月1日',
    '999周后',
  ])('is none that is over or in another life: %s', (words) => {
    expect(readComingTime(words, now, '09:00')).toBeNull()
  })

  it.each(['早上周三', '马上周三', '晚上8点'])('is ahead all the same: %s', (words) => {
    expect(readComingTime(words, now, '09:00')?.at.getTime()).toBeGreaterThan(now.getTime())
  })

  it.each(['等配件', '3-2电梯', '5号楼', '11月31日', '13月1日', '2月30日', '明天25点', '明天8点70分', ''])(
    'is not said in “%s”',
    (words) => {
      expect(readComingTime(words, now, '09:00')).toBeNull()
    },
  )
})

describe('a span that lies ahead', () => {
  it.each([
    ['5号楼 明天8点到18点 换阀门', '2026-11-21T08:00', '2026-11-21T18:00', '5号楼 换阀门'],
    ['明天8:00-18:00', '2026-11-21T08:00', '2026-11-21T18:00', ''],
    ['11月25日8点到11月26日18点 检修', '2026-11-25T08:00', '2026-11-26T18:00', '检修'],
    ['今晚10点至6点 割接', '2026-11-20T22:00', '2026-11-21T06:00', '割接'],
    ['8点到明天18点', '2026-11-20T20:00', '2026-11-21T18:00', ''],
    ['全小区 现在起到20点 抢修', '2026-11-20T10:00', '2026-11-20T20:00', '全小区 抢修'],
    ['5号楼 到下午3点 抢修', '2026-11-20T10:00', '2026-11-20T15:00', '5号楼 抢修'],
    ['明天到后天', '2026-11-21T08:00', '2026-11-22T18:00', ''],
  ])('%s', (words, from, to, rest) => {
    const found = readComingSpan(words, now, { from: '08:00', to: '18:00' })

    expect(found).toEqual({ from: at(from), to: at(to), rest })
  })

  it.each([
    '5号楼 换阀门',
    '明天8点换阀门',
    '明天18点到明天8点',
    '昨天8点到18点',
    '今天8点到2099年1月1日',
    '到2099年1月1日',
  ])('is not said in “%s”', (words) => {
    expect(readComingSpan(words, now, { from: '08:00', to: '18:00' })).toBeNull()
  })
})

it('reads any words without failing, in no time', () => {
  const piece = fc.constantFrom(
    '11月',
    '25日',
    '明天',
    '8点',
    '半',
    '到',
    '-',
    '周三',
    '下',
    '3',
    '十',
    '楼',
    ' ',
    '前',
    '号',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      const words = pieces.join('')
      const found = readComingTime(words, now, '09:00')
      if (found) expect(found.at.getTime()).not.toBeNaN()
      const span = readComingSpan(words, now, { from: '08:00', to: '18:00' })
      if (span) expect(span.to > span.from).toBe(true)
    }),
  )
})
