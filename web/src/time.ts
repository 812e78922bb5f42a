import { sayTime, timeZone } from '../../domain/clocks.ts'

export { sayDayAndTime, sayTime } from '../../domain/clocks.ts'

const full = new Intl.DateTimeFormat('zh-CN', {
  timeZone,
  month: 'numeric',
  day: 'numeric',
  weekday: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})

/** A point in time that needs no "today" to be understood: "11月21日 周五 14:05". */
export function sayFull(at: string | Date): string {
  const part = new Map(full.formatToParts(new Date(at)).map(({ type, value }) => [type, value]))
  return `${part.get('month')}月${part.get('day')}日 ${part.get('weekday')} ${part.get('hour')}:${part.get('minute')}`
}

/** As short as lists of chats have it: the clock time today, the day otherwise. */
export function sayBriefly(at: Date, now: Date): string {
  return sayTime(at, now).replace(/(?<=[天日])\d\d:\d\d$/u, '')
}
