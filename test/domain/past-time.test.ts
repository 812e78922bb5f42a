import { describe, expect, it } from 'vitest'
import { readPastTime } from '../../domain/past-time.ts'
import { china } from '../support/work-calendar.ts'

const now = china('2026-06-02T10:00')

describe('a time that was', () => {
  it.each([
    ['9:30', '2026-06-02T09:30', ''],
    ['今早8点半 打过电话', '2026-06-02T08:30', '打过电话'],
    ['昨天18:30，约了明天上门', '2026-06-01T18:30', '约了明天上门'],
    ['昨天下午3点', '2026-06-01T15:00', ''],
    ['昨晚8点见过面', '2026-06-01T20:00', '见过面'],
    ['前天中午12点', '2026-05-31T12:00', ''],
    ['20:15', '2026-06-01T20:15', ''],
    ['10:00', '2026-06-02T10:00', ''],
  ])('%s', (words, at, rest) => {
    expect(readPastTime(words, now)).toEqual({ at: china(at), rest })
  })

  it.each(['', '约了明天上门', '今天15:00', '今晚8点', '502住户', '3号楼'])('is none in: %s', (words) => {
    expect(readPastTime(words, now)).toBeNull()
  })
})
