import { addHours, startOfDay } from './clocks.ts'

/** A time that was said to have been, and the words after it. */
export interface PastTime {
  at: Date
  rest: string
}

const pattern =
  /^(?:于|在)?(?<day>今天|昨天|前天|今早|今晚|昨晚)?(?<part>凌晨|早上|上午|中午|下午|傍晚|晚上)?(?<hour>[01]?\d|2[0-3])(?:[:：点时](?<minute>[0-5]\d|半)?分?)[\s，,：:。]*(?<rest>.*)$/su

const daysBack: Record<string, number> = { 今天: 0, 今早: 0, 今晚: 0, 昨天: 1, 昨晚: 1, 前天: 2 }
/** Said with these, three is fifteen. */
const inTheAfternoon = /中午|下午|傍晚|晚/u

/**
 * Reads 昨天下午3点, 15:20 or 今早9点半 at the beginning of words; a clock time without a day is the last such time.
 * Null where there is none, or it is still to come.
 */
export function readPastTime(words: string, now: Date): PastTime | null {
  const found = pattern.exec(words.trim())?.groups
  if (!found) return null
  const { day = '', part = '', hour = '', minute, rest = '' } = found
  const isLate =
    inTheAfternoon.test(day + part) && Number(hour) < 12 && !(part === '中午' && Number(hour) > 10)
  const minutes = minute === '半' ? 30 : Number(minute ?? 0)
  const hours = Number(hour) + (isLate ? 12 : 0) + minutes / 60
  const at = addHours(startOfDay(now), hours - 24 * (daysBack[day] ?? 0))
  if (at <= now) return { at, rest }
  return day === '' ? { at: addHours(at, -24), rest } : null
}
