import { describe, expect, it } from 'vitest'
import {
  addHours,
  addMonths,
  isWithin,
  nextClock,
  nextOutside,
  sayDate,
  sayDayAndTime,
  sayTime,
  startOfDay,
  startOfWeek,
} from '../../domain/clocks.ts'

const at = (text: string) => new Date(`${text}:00+08:00`)
const now = at('2026-06-01T09:00')

describe('saying a time', () => {
  it.each([
    ['2026-06-01T09:00', '09:00', '今天09:00'],
    ['2026-06-01T23:59', '23:59', '今天23:59'],
    ['2026-06-02T00:00', '明天00:00', '明天00:00'],
    ['2026-06-03T14:05', '后天14:05', '后天14:05'],
    ['2026-05-31T23:59', '昨天23:59', '昨天23:59'],
    ['2026-06-11T08:00', '6月11日08:00', '6月11日08:00'],
    ['2027-01-01T00:00', '1月1日00:00', '1月1日00:00'],
  ])('%s is %s', (time, said, withDay) => {
    expect(sayTime(at(time), now)).toBe(said)
    expect(sayDayAndTime(at(time), now)).toBe(withDay)
  })
})

describe('daily spans', () => {
  const night = { from: '22:00', to: '08:00' }
  const noon = { from: '12:30', to: '14:00' }

  it.each([
    ['21:59', night, false],
    ['22:00', night, true],
    ['00:00', night, true],
    ['07:59', night, true],
    ['08:00', night, false],
    ['12:29', noon, false],
    ['12:30', noon, true],
    ['13:59', noon, true],
    ['14:00', noon, false],
  ])('%s in %j is %s', (clock, span, inside) => {
    expect(isWithin(at(`2026-06-01T${clock}`), span)).toBe(inside)
  })

  it.each([
    ['2026-06-01T22:00', '2026-06-02T08:00'],
    ['2026-06-02T03:00', '2026-06-02T08:00'],
    ['2026-06-01T12:30', '2026-06-01T14:00'],
    ['2026-06-01T09:00', '2026-06-01T09:00'],
  ])('%s is free again at %s', (from, to) => {
    expect(nextOutside(at(from), [night, noon])).toEqual(at(to))
  })

  it('goes through spans that meet', () => {
    const spans = [
      { from: '22:00', to: '08:00' },
      { from: '08:00', to: '09:00' },
    ]

    expect(nextOutside(at('2026-06-01T23:00'), spans)).toEqual(at('2026-06-02T09:00'))
  })

  it('comes to an end where no time is free', () => {
    const spans = [
      { from: '00:00', to: '12:00' },
      { from: '12:00', to: '00:00' },
    ]

    expect(nextOutside(now, spans)).toBeInstanceOf(Date)
  })
})

describe('arithmetic', () => {
  it.each([
    ['2026-06-01T00:00', '2026-06-01T00:00', '2026-06-01T00:00'],
    ['2026-06-07T23:59', '2026-06-07T00:00', '2026-06-01T00:00'],
    ['2026-06-08T07:00', '2026-06-08T00:00', '2026-06-08T00:00'],
    ['2027-01-01T12:00', '2027-01-01T00:00', '2026-12-28T00:00'],
  ])('%s is of the day %s and the week %s', (time, day, week) => {
    expect(startOfDay(at(time))).toEqual(at(day))
    expect(startOfWeek(at(time))).toEqual(at(week))
  })

  it('counts 24 hours by the wall clock, over midnight and the end of the year', () => {
    expect(addHours(at('2026-12-31T14:05'), 24)).toEqual(at('2027-01-01T14:05'))
  })

  it.each([
    ['2026-06-15T09:30', 6, '2026-12-15T09:30'],
    ['2026-08-31T23:30', 6, '2027-02-28T23:30'],
    ['2028-01-31T00:00', 1, '2028-02-29T00:00'],
    ['2026-01-31T00:30', -1, '2025-12-31T00:30'],
  ])('%s moved by %d months is %s', (time, months, moved) => {
    expect(addMonths(at(time), months)).toEqual(at(moved))
  })

  it('says a date as it is in China', () => {
    expect(sayDate(at('2026-06-24T00:00'))).toBe('2026年6月24日')
    expect(sayDate(at('2026-12-31T23:59'))).toBe('2026年12月31日')
  })

  it('finds the next clock time strictly after', () => {
    expect(nextClock(at('2026-06-01T08:00'), '08:00')).toEqual(at('2026-06-02T08:00'))
    expect(nextClock(at('2026-06-01T07:59'), '08:00')).toEqual(at('2026-06-01T08:00'))
  })
})
