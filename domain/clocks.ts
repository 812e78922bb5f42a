/** All business times are said and reckoned in China's one time zone. */
export const timeZone = 'Asia/Shanghai'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
/** China keeps UTC+8 all year; used for whole-day arithmetic only. */
const offset = 8 * hour

/** A daily span "HH:mm"–"HH:mm"; it may cross midnight. */
export interface DailySpan {
  from: string
  to: string
}

const parts = new Intl.DateTimeFormat('zh-CN', {
  timeZone,
  hourCycle: 'h23',
  month: 'numeric',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
})

function read(at: Date): { month: string; day: string; clock: string } {
  const found = new Map(parts.formatToParts(at).map((part) => [part.type, part.value]))
  return {
    month: found.get('month') ?? '',
    day: found.get('day') ?? '',
    clock: `${found.get('hour')}:${found.get('minute')}`,
  }
}

/** Whole days since 1970 in China; two times on the same Chinese date have the same number. */
export function dayNumber(at: Date): number {
  return Math.floor((at.getTime() + offset) / day)
}

/** The midnight at which the Chinese date of `at` began. */
export function startOfDay(at: Date): Date {
  return new Date(dayNumber(at) * day - offset)
}

/** The midnight at which the week of `at` began, on a Monday. */
export function startOfWeek(at: Date): Date {
  // Day 0 was a Thursday.
  const sinceMonday = (dayNumber(at) + 3) % 7
  return new Date(startOfDay(at).getTime() - sinceMonday * day)
}

/** `at` moved by whole or broken hours of wall clock. */
export function addHours(at: Date, hours: number): Date {
  return new Date(at.getTime() + hours * hour)
}

/** `at` moved by whole months of the calendar, at the same clock time; the 31st becomes the last day of a shorter month. */
export function addMonths(at: Date, months: number): Date {
  const local = new Date(at.getTime() + offset)
  const date = local.getUTCDate()
  local.setUTCDate(1)
  local.setUTCMonth(local.getUTCMonth() + months)
  const lastDate = new Date(Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + 1, 0)).getUTCDate()
  local.setUTCDate(Math.min(date, lastDate))
  return new Date(local.getTime() - offset)
}

/** Says a date with its year: "2026年6月24日". */
export function sayDate(at: Date): string {
  const local = new Date(at.getTime() + offset)
  return `${local.getUTCFullYear()}年${local.getUTCMonth() + 1}月${local.getUTCDate()}日`
}

/** Says a time the same way whenever it is read: "11月22日14:05". */
export function sayMoment(at: Date): string {
  const { month, day: date, clock } = read(at)
  return `${month}月${date}日${clock}`
}

/** Says a time as people do: "14:05", "明天14:05", "昨天14:05", "11月22日14:05". */
export function sayTime(at: Date, now: Date): string {
  const { month, day: date, clock } = read(at)
  const distance = dayNumber(at) - dayNumber(now)
  const near: Record<number, string> = { [-1]: '昨天', 0: '', 1: '明天', 2: '后天' }
  return `${near[distance] ?? `${month}月${date}日`}${clock}`
}

/** Says a time of today with 今天 before it, for sentences in which a bare clock time would be unclear. */
export function sayDayAndTime(at: Date, now: Date): string {
  return dayNumber(at) === dayNumber(now) ? `今天${sayTime(at, now)}` : sayTime(at, now)
}

function minutesOfDay(clock: string): number {
  const [h = '0', m = '0'] = clock.split(':')
  return Number(h) * 60 + Number(m)
}

/** Whether the clock time of `at` lies in the span; the start belongs to it, the end does not. */
export function isWithin(at: Date, span: DailySpan): boolean {
  const now = Math.floor(((at.getTime() + offset) % day) / minute)
  const [from, to] = [minutesOfDay(span.from), minutesOfDay(span.to)]
  return from <= to ? now >= from && now < to : now >= from || now < to
}

/** The next time, strictly after `at`, at which it is `clock` in China. */
export function nextClock(at: Date, clock: string): Date {
  const today = new Date(startOfDay(at).getTime() + minutesOfDay(clock) * minute)
  return today > at ? today : new Date(today.getTime() + day)
}

/** The first time not before `at` that lies in none of the spans. */
export function nextOutside(at: Date, spans: readonly DailySpan[]): Date {
  let time = at
  for (let i = 0; i <= spans.length; i++) {
    const span = spans.find((s) => isWithin(time, s))
    if (!span) return time
    time = nextClock(time, span.to)
  }
  return time
}
