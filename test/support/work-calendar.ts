import { dayNumber } from '../../domain/clocks.ts'
import type { WorkCalendar } from '../../domain/working-days.ts'

/** A time in China, as tests write it. */
export function china(text: string): Date {
  return new Date(`${text}+08:00`)
}

function number(date: string): number {
  return dayNumber(china(`${date}T12:00`))
}

const off = new Set(['2026-10-01', '2026-10-02', '2026-10-05', '2026-10-06', '2026-10-07'].map(number))
const worked = new Set(['2026-10-10'].map(number))

/** Monday to Friday, but for a week of holidays and the Saturday that makes up for it; 2027 is not planned yet. */
export const someCalendar: WorkCalendar = {
  isWorkday: (day) => worked.has(day) || (!off.has(day) && ![2, 3].includes(day % 7)),
  isKnown: (day) => day < number('2027-01-01'),
}
