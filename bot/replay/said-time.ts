import { timeZone } from '../../domain/clocks.ts'

const day = 86_400_000
const china = '+08:00'
const date = String.raw`(?<year>\d{4})\s?[-/.年]\s?(?<month>\d{1,2})\s?[-/.月]\s?(?<day>\d{1,2})日?`
const shortDate = String.raw`(?<month2>\d{1,2})\s?[-/.月]\s?(?<day2>\d{1,2})日?`
const relative = '(?<relative>今天|昨天|前天|(?:星期|周|礼拜)[一二三四五六日天])'
const clock = String.raw`(?<half>凌晨|早上|上午|中午|下午|傍晚|晚上)?\s?(?<hour>[01]?\d|2[0-4])[:：](?<minute>[0-5]\d)(?:[:：](?<second>[0-5]\d))?`

/** A date or a time, as chats write them: 2025/11/1 07:41:00, 11月1日 下午3:05, 昨天 07:41, 07:41. */
export const timePattern = `(?:(?:${date}|${shortDate}|${relative})(?:\\s*(?:星期|周)[一二三四五六日天])?[\\sT,，]*)?${clock}`
const weekday = '(?:\\s*(?:星期|周)[一二三四五六日天])?'
const wholeTime = new RegExp(`^${timePattern}$`, 'u')
/** —— 11-01 —— stands between the days of a record; 11-01 by itself may be an address. */
const ruledDate = new RegExp(
  `^[-—–=─*]{2,}\\s*(?:${date}|${shortDate}|${relative})${weekday}\\s*[-—–=─*]{2,}$`,
  'u',
)
const plainDate = new RegExp(`^${date}${weekday}$`, 'u')
const namedDate = /^(?<month2>\d{1,2})月(?<day2>\d{1,2})日(?:\s*(?:星期|周)[一二三四五六日天])?$/u
const weekdays = '日一二三四五六'

/** What a date lacks is taken from here: the day the text was copied, and the last time that was read. */
export interface TimeFrame {
  copiedAt: Date
  last: Date | null
  /** The day a divider named, as "2025-11-01". */
  today: string | null
}

/** Reads a time; a bare clock belongs to the day named before it, and goes on to the next day past midnight. */
export function readTime(text: string, frame: TimeFrame): Date | null {
  const groups = wholeTime.exec(text.trim())?.groups
  if (!groups) return null
  const named = readDay(groups, frame)
  const at = atClock(named ?? frame.today ?? dayOf(frame.last ?? frame.copiedAt), groups)
  const isPastMidnight = !named && frame.last !== null && frame.last.getTime() - at.getTime() > day / 2
  return isPastMidnight ? new Date(at.getTime() + day) : at
}

/** Whether a text is nothing but a time. */
export function isTime(text: string): boolean {
  return wholeTime.test(text.trim())
}

/** Whether a time names its day as well. */
export function hasDate(text: string): boolean {
  const { year, month2, relative: word } = wholeTime.exec(text.trim())?.groups ?? {}
  return Boolean(year ?? month2 ?? word)
}

/** Reads the date of a line that stands between the days of a record, as "2025-11-01"; null when the line is none. */
export function readDivider(line: string, frame: TimeFrame): string | null {
  const groups = [ruledDate, plainDate, namedDate].map((form) => form.exec(line.trim())?.groups).find(Boolean)
  return groups ? readDay(groups, frame) : null
}

type Groups = Record<string, string | undefined>

function readDay(groups: Groups, { copiedAt }: TimeFrame): string | null {
  if (groups.year) return isoDay(Number(groups.year), groups.month, groups.day)
  if (groups.month2) return withoutYear(groups, copiedAt)
  return groups.relative ? daysBack(groups.relative, copiedAt) : null
}

// A date without a year is of the last twelve months.
function withoutYear({ month2, day2 }: Groups, copiedAt: Date): string {
  const year = Number(dayOf(copiedAt).slice(0, 4))
  const thisYear = isoDay(year, month2, day2)
  return thisYear > dayOf(new Date(copiedAt.getTime() + day)) ? isoDay(year - 1, month2, day2) : thisYear
}

function daysBack(word: string, copiedAt: Date): string {
  const fixed: Record<string, number> = { 今天: 0, 昨天: 1, 前天: 2 }
  const wanted = weekdays.indexOf((word.at(-1) ?? '').replace('天', '日'))
  const now = new Date(`${dayOf(copiedAt)}T12:00:00Z`).getUTCDay()
  const back = fixed[word] ?? ((now - wanted + 6) % 7) + 1
  return dayOf(new Date(copiedAt.getTime() - back * day))
}

function isoDay(year: number, month: string | undefined, dayOfMonth: string | undefined): string {
  return `${year}-${(month ?? '').padStart(2, '0')}-${(dayOfMonth ?? '').padStart(2, '0')}`
}

function atClock(onDay: string, { half, hour, minute, second }: Groups): Date {
  const given = Number(hour)
  const isAfternoon = /下午|傍晚|晚上/u.test(half ?? '') && given < 12
  const plain = String(isAfternoon ? given + 12 : given % 24).padStart(2, '0')
  return new Date(`${onDay}T${plain}:${minute}:${second ?? '00'}${china}`)
}

// Sweden writes dates as ISO does.
const dayFormat = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' })

function dayOf(at: Date): string {
  return dayFormat.format(at)
}
