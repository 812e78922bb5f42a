import { dayNumber, startOfDay } from './clocks.ts'
import { readNumber } from './understanding/normalise-text.ts'

const minute = 60_000
const dayMs = 1_440 * minute
const offset = 480 * minute

const number = '(?:\\d{1,3}|[一二两三四五六七八九十]{1,3})'
const date = [
  `(?:(?<year>\\d{4})\\s?年\\s?)?(?<month>${number})\\s?月\\s?(?<day>${number})\\s?[日号]?`,
  '(?<isoYear>\\d{4})[-/.](?<isoMonth>\\d{1,2})[-/.](?<isoDay>\\d{1,2})',
  `(?<alone>\\d{1,2})[日号](?!楼|院|线|门|机|车)`,
  '(?<near>今[天日晚]|明[天日早晚]|大后天|后[天日])',
  '(?<week>下个?|[这本])?(?:周|星期|礼拜)(?<weekday>[一二三四五六日天])',
  `(?<count>${number})\\s?个?(?<unit>小时|天|日|周|星期)(?:之?[后内]|以[后内])`,
].join('|')
const half = '凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里'

function clock(mark: string): string {
  const minutes = `(?<half${mark}>半)|(?<minute${mark}>\\d{1,2})分?`
  const said = `(?<hour${mark}>${number})(?:[点时](?:${minutes})?[整钟]?|[:：](?<exact${mark}>[0-5]\\d))`
  return `(?:(?<part${mark}>${half})\\s?)?${said}|(?<noon${mark}>中午)`
}

const time = `(?:(?:${date})(?:[\\s，,的]*(?:${clock('A')}))?|${clock('B')})(?:\\s?(?:之前|以前|前))?`
const anywhere = new RegExp(time, 'u')
/** What comes before a time that is over: 昨天8点, 上周三. */
const over = /(?:昨[天日晚]?|前[天日晚]|(?<![早晚马])上个?|去年|大前天)[\s，,的]*$/u
/** A time further off than this is a slip of the tongue, or a joke; before and after now. */
const farthest = 366 * dayMs
const afterwards = new RegExp(`^\\s*(?:到|至|[-—–~～]{1,2})\\s*(?:${time})`, 'u')
const untilOnly = new RegExp(`^(?<before>.*?)(?:现在|即日|即时|马上|立即)?起?[到至]\\s*(?:${time})`, 'su')

type Groups = Record<string, string | undefined>

/** A time that lies ahead, and what was said besides. */
export interface ComingTime {
  at: Date
  rest: string
}

/** From when to when, and what was said besides. */
export interface ComingSpan {
  from: Date
  to: Date
  rest: string
}

/**
 * Reads a time that lies ahead as people say it: 11月25日17点, 明天下午5点半, 下周三, 3天后. Without a clock time it is at
 * `usual`; a date without a year is the next one there is. Null where no such time is said.
 */
export function readComingTime(words: string, now: Date, usual: string): ComingTime | null {
  const match = first(words)
  const at = match?.groups ? timeOf(match.groups, { now, usual, base: null }) : null
  return match && at && isNear(at, now) ? { at, rest: besides(words, match.index, match[0].length) } : null
}

/** The first time that is said; none where it is one that is over. */
function first(words: string): RegExpExecArray | null {
  const match = anywhere.exec(words)
  return match && !over.test(words.slice(0, match.index)) ? match : null
}

function isNear(at: Date, now: Date): boolean {
  return Math.abs(at.getTime() - now.getTime()) <= farthest
}

/**
 * Reads a span that lies ahead: 明天8点到18点, 11月25日8:00-11月26日12:00, 现在到20点. An end without a date is on the day of
 * the beginning, or after midnight. Null where none is said.
 */
export function readComingSpan(
  words: string,
  now: Date,
  usual: { from: string; to: string },
): ComingSpan | null {
  const begin = first(words)
  if (!begin?.groups) return null
  const second = afterwards.exec(words.slice(begin.index + begin[0].length))
  if (!second?.groups) return untilSpan(words, now, usual.to)
  const from = timeOf(begin.groups, { now, usual: usual.from, base: null })
  const to = from && timeOf(second.groups, { now, usual: usual.to, base: from })
  if (!from || !to) return null
  const end = to <= from && !hasDate(second.groups) ? new Date(to.getTime() + dayMs) : to
  const rest = besides(words, begin.index, begin[0].length + second[0].length)
  return end > from && isNear(end, now) ? { from, to: end, rest } : null
}

function untilSpan(words: string, now: Date, usual: string): ComingSpan | null {
  const match = untilOnly.exec(words)
  const to = match?.groups ? timeOf(match.groups, { now, usual, base: now }) : null
  if (!match || !to || to <= now || !isNear(to, now)) return null
  const before = match.groups?.before ?? ''
  return { from: now, to, rest: besides(words, before.length, match[0].length - before.length) }
}

function besides(words: string, start: number, length: number): string {
  return [words.slice(0, start), words.slice(start + length)]
    .map((part) => part.replace(/^[\s，,：:。]+|[\s，,：:。到至]+$/gu, ''))
    .filter(Boolean)
    .join(' ')
}

interface Frame {
  now: Date
  usual: string
  /** The beginning, where this is the end of a span. */
  base: Date | null
}

function timeOf(groups: Groups, frame: Frame): Date | null {
  if (groups.unit === '小时')
    return new Date(frame.now.getTime() + Number(numberIn(groups.count)) * 60 * minute)
  const minutes = clockOf(groups, frame.usual)
  if (minutes === null) return null
  if (!hasDate(groups)) return withoutDate(groups, minutes, frame)
  const day = dayOf(groups, frame)
  return day === null ? null : onDay(day, minutes)
}

function onDay(day: number, minutes: number): Date {
  return new Date(day * dayMs - offset + minutes * minute)
}

/** A bare clock time is the next one; 5点 said at ten in the morning is in the afternoon. */
function withoutDate(groups: Groups, minutes: number, { now, base }: Frame): Date {
  const today = onDay(dayNumber(base ?? now), minutes)
  const after = base ?? now
  if (today > after) return today
  const isOpen = !groups.partA && !groups.partB && minutes < 720
  const later = new Date(today.getTime() + (isOpen ? dayMs / 2 : dayMs))
  return later > after ? later : new Date(today.getTime() + dayMs)
}

function hasDate({ month, isoYear, alone, near, weekday, count }: Groups): boolean {
  return Boolean(month ?? isoYear ?? alone ?? near ?? weekday ?? count)
}

function numberIn(said: string | undefined): number | null {
  return said === undefined ? null : readNumber(said)
}

/** Minutes of the day, up to and including midnight at its end; null for a clock time that does not exist. */
function clockOf(groups: Groups, usual: string): number | null {
  const get = (name: string) => groups[`${name}A`] ?? groups[`${name}B`]
  if (get('noon')) return 720
  const hour = numberIn(get('hour'))
  if (hour === null) return usualMinutes(groups.near, usual)
  const said = get('half') ? 30 : Number(get('minute') ?? get('exact') ?? 0)
  const part = get('part') ?? (groups.near?.endsWith('晚') ? '晚上' : '')
  const minutes = (hour + shift(part, hour)) * 60 + said
  return hour > 24 || said > 59 || minutes > 1_440 ? null : minutes
}

/** 今晚 and 明早 by themselves say a part of the day, not when. */
function usualMinutes(near: string | undefined, usual: string): number {
  if (near?.endsWith('晚')) return 20 * 60
  if (near?.endsWith('早')) return 8 * 60
  const [hours = '0', minutes = '0'] = usual.split(':')
  return Number(hours) * 60 + Number(minutes)
}

/** Up to this hour the half of the day is added: 下午3点 is 15:00, 中午12点 is noon. */
const lastHour: Record<string, number> = { 中午: 2, 下午: 11, 傍晚: 11, 晚上: 12, 夜里: 12 }

function shift(part: string, hour: number): number {
  if (part === '凌晨' && hour === 12) return -12
  const last = lastHour[part]
  return last !== undefined && hour <= last ? 12 : 0
}

const ahead: Record<string, number> = { 今: 0, 明: 1, 后: 2, 大: 3 }

function dayOf(groups: Groups, { now, base }: Frame): number | null {
  const today = dayNumber(now)
  const { near, count, unit = '', weekday, alone } = groups
  if (near) return today + (ahead[near.charAt(0)] ?? 0)
  if (count) return today + Number(numberIn(count)) * (/[周期]/u.test(unit) ? 7 : 1)
  if (weekday) return weekdayAhead(groups, today)
  return alone ? nextDayOfMonth(Number(alone), base ?? now) : dateAhead(groups, now)
}

/** Day 0 was a Thursday. 下周三 is in the week that begins on the next Monday; 周三 alone is the next one there is. */
function weekdayAhead({ week, weekday = '' }: Groups, today: number): number {
  const wanted = '一二三四五六日'.indexOf(weekday.replace('天', '日'))
  const inWeek = (today + 3) % 7
  const thisWeek = today - inWeek + wanted
  if (week?.startsWith('下')) return thisWeek + 7
  return wanted < inWeek ? thisWeek + 7 : thisWeek
}

function nextDayOfMonth(day: number, now: Date): number | null {
  const local = new Date(startOfDay(now).getTime() + offset)
  const [year, month] = [local.getUTCFullYear(), local.getUTCMonth()]
  const soon = dayAt(year, month, day)
  if (soon !== null && soon >= dayNumber(now)) return soon
  return month === 11 ? dayAt(year + 1, 0, day) : dayAt(year, month + 1, day)
}

function dateAhead(groups: Groups, now: Date): number | null {
  const year = groups.isoYear ?? groups.year
  const month = (numberIn(groups.month) ?? Number(groups.isoMonth)) - 1
  const day = numberIn(groups.day) ?? Number(groups.isoDay)
  if (year) return dayAt(Number(year), month, day)
  const thisYear = new Date(startOfDay(now).getTime() + offset).getUTCFullYear()
  const found = dayAt(thisYear, month, day)
  return found !== null && found < dayNumber(now) ? dayAt(thisYear + 1, month, day) : found
}

/** Null where the calendar has no such day; months are counted from zero. */
function dayAt(year: number, month: number, day: number): number | null {
  const at = new Date(Date.UTC(year, month, day))
  return at.getUTCMonth() === month && at.getUTCDate() === day ? at.getTime() / dayMs : null
}
