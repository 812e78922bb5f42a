import { describe, expect, it } from 'vitest'
import { dayNumber } from '../../domain/clocks.ts'
import { workCalendar } from '../../models/work-calendar.ts'

const number = (date: string) => dayNumber(new Date(`${date}T12:00:00+08:00`))

describe('the calendar of China', () => {
  it.each([
    ['2026-01-01', false],
    ['2026-01-04', true],
    ['2026-02-14', true],
    ['2026-02-17', false],
    ['2026-10-07', false],
    ['2026-10-10', true],
    ['2026-11-20', true],
    ['2026-11-21', false],
  ])('%s: worked on %s', (date, isWorked) => {
    expect(workCalendar.isWorkday(number(date))).toBe(isWorked)
    expect(workCalendar.isKnown(number(date))).toBe(true)
  })

  it('guesses Monday to Friday for a year nobody has planned, and says so', () => {
    expect(workCalendar.isKnown(number('2049-03-01'))).toBe(false)
    expect(workCalendar.isWorkday(number('2049-03-01'))).toBe(true)
    expect(workCalendar.isWorkday(number('2049-03-06'))).toBe(false)
  })

  it('turns over at midnight in China', () => {
    expect(workCalendar.isWorkday(dayNumber(new Date('2026-11-20T15:59:59Z')))).toBe(true)
    expect(workCalendar.isWorkday(dayNumber(new Date('2026-11-20T16:00:00Z')))).toBe(false)
  })
})
