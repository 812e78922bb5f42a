import { describe, expect, it } from 'vitest'
import { dayNumber } from '../../domain/clocks.ts'
import type { WorkCalendar } from '../../domain/working-days.ts'
import { addWorkingDays, nextOfficeTime, onWorkday, workingDaysBetween } from '../../domain/working-days.ts'

const at = (text: string) => new Date(`${text}+08:00`)
const say = (date: Date) =>
  new Date(date.getTime() + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')
const number = (date: string) => dayNumber(at(`${date}T12:00`))

/** Monday to Friday, but for a week of holidays and the Saturday that makes up for it. */
const off = new Set(['2026-10-01', '2026-10-02', '2026-10-05', '2026-10-06', '2026-10-07'].map(number))
const worked = new Set(['2026-10-10'].map(number))
const calendar: WorkCalendar = {
  isWorkday: (day) => worked.has(day) || (!off.has(day) && ![2, 3].includes(day % 7)),
  isKnown: (day) => day < number('2027-01-01'),
}

describe('working days', () => {
  it.each([
    ['2026-11-20T14:05', 1, '2026-11-23 14:05'],
    ['2026-11-21T10:00', 1, '2026-11-23 10:00'],
    ['2026-11-16T23:59', 5, '2026-11-23 23:59'],
    ['2026-09-30T09:00', 1, '2026-10-08 09:00'],
    ['2026-10-08T09:00', 2, '2026-10-10 09:00'],
    ['2026-10-09T00:00', 1, '2026-10-10 00:00'],
    ['2026-11-20T14:05', 0, '2026-11-20 14:05'],
  ])('from %s, %d later is %s', (from, count, expected) => {
    const later = addWorkingDays(at(from), count, calendar)

    expect(say(later.at)).toBe(expected)
    expect(later.isCertain).toBe(true)
  })

  it('says when the plan of a year on the way is not known', () => {
    expect(addWorkingDays(at('2026-12-31T10:00'), 1, calendar)).toEqual({
      at: at('2027-01-01T10:00'),
      isCertain: false,
    })
  })

  it('moves a date to the next working day, and leaves a working day alone', () => {
    expect(say(onWorkday(at('2026-10-03T10:00'), calendar))).toBe('2026-10-08 10:00')
    expect(say(onWorkday(at('2026-10-10T10:00'), calendar))).toBe('2026-10-10 10:00')
  })

  it.each([
    ['2026-11-20T08:59', '2026-11-20 09:00'],
    ['2026-11-20T09:00', '2026-11-20 09:00'],
    ['2026-11-20T17:29', '2026-11-20 17:29'],
    ['2026-11-20T17:30', '2026-11-23 09:00'],
    ['2026-11-21T10:00', '2026-11-23 09:00'],
    ['2026-10-10T10:00', '2026-10-10 10:00'],
    ['2026-10-02T10:00', '2026-10-08 09:00'],
  ])('finds the office open from %s at %s', (from, expected) => {
    expect(say(nextOfficeTime(at(from), { from: '09:00', to: '17:30' }, calendar))).toBe(expected)
  })

  it('counts the working days between two times', () => {
    expect(workingDaysBetween(at('2026-09-30T23:00'), at('2026-10-10T01:00'), calendar)).toBe(3)
    expect(workingDaysBetween(at('2026-10-10T01:00'), at('2026-10-10T23:00'), calendar)).toBe(0)
  })
})
