import type { DailySpan } from './clocks.ts'
import { dayNumber, isWithin, nextClock, startOfDay } from './clocks.ts'

/** Which days are worked on in China, 调休 included. Days are numbered as in `dayNumber`. */
export interface WorkCalendar {
  isWorkday(day: number): boolean
  /** Whether the State Council's plan for the year of this day is known; where not, Monday to Friday are guessed. */
  isKnown(day: number): boolean
}

const dayMs = 86_400_000
/** No run of holidays is longer than this. */
const mostDays = 4_000

/**
 * The same clock time `count` working days later; from a day off it is counted from the last working day before, so
 * that one working day from Saturday ends on Monday. `isCertain` is false where a year on the way is not planned yet.
 */
export function addWorkingDays(
  at: Date,
  count: number,
  calendar: WorkCalendar,
): { at: Date; isCertain: boolean } {
  let day = dayNumber(at)
  let left = count
  let isCertain = calendar.isKnown(day)
  for (let steps = 0; left > 0 && steps < mostDays; steps++) {
    day += 1
    isCertain &&= calendar.isKnown(day)
    if (calendar.isWorkday(day)) left -= 1
  }
  return { at: new Date(at.getTime() + (day - dayNumber(at)) * dayMs), isCertain }
}

/** The first working day on or after the day of `at`, at the same clock time. */
export function onWorkday(at: Date, calendar: WorkCalendar): Date {
  let day = dayNumber(at)
  for (let steps = 0; !calendar.isWorkday(day) && steps < mostDays; steps++) day += 1
  return new Date(at.getTime() + (day - dayNumber(at)) * dayMs)
}

/** Working days after the day of `from` up to and including the day of `to`; zero when `to` is not later. */
export function workingDaysBetween(from: Date, to: Date, calendar: WorkCalendar): number {
  let count = 0
  for (let day = dayNumber(from) + 1; day <= dayNumber(to); day++) if (calendar.isWorkday(day)) count += 1
  return count
}

/** The first time not before `at` that lies in the office hours of a working day. */
export function nextOfficeTime(at: Date, office: DailySpan, calendar: WorkCalendar): Date {
  const day = onWorkday(at, calendar)
  if (day.getTime() === at.getTime() && isWithin(at, office)) return at
  const isLater = day > at
  const opening = openingOf(isLater ? day : at, office)
  if (isLater || opening > at) return opening
  return openingOf(onWorkday(new Date(startOfDay(at).getTime() + dayMs), calendar), office)
}

function openingOf(day: Date, { from }: DailySpan): Date {
  return nextClock(new Date(startOfDay(day).getTime() - 1), from)
}
