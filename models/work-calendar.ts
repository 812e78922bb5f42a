import chineseDays from 'chinese-days'
import type { WorkCalendar } from '../domain/working-days.ts'

// Node finds no names in this package but the whole.
const { getHolidaysInRange, isWorkday } = chineseDays

const dayMs = 86_400_000

function dateOf(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10)
}

const plannedYears = new Map<string, boolean>()

/** A year without a single legal holiday in the package is one whose plan is not published or not shipped yet. */
function isPlanned(year: string): boolean {
  const known = plannedYears.get(year)
  if (known !== undefined) return known
  const isPlannedYear = getHolidaysInRange(`${year}-01-01`, `${year}-12-31`, false).length > 0
  plannedYears.set(year, isPlannedYear)
  return isPlannedYear
}

/** The working days of mainland China as published each year; in a year that is not published Monday to Friday. */
export const workCalendar: WorkCalendar = {
  isWorkday: (day) => isWorkday(dateOf(day)),
  isKnown: (day) => isPlanned(dateOf(day).slice(0, 4)),
}
