import type { Deed, Heard, People } from './people.ts'
import type { Gap } from './time.ts'
import { createAgenda, whenUp } from './time.ts'

/** A bot as simulated people know it, with or without a database. */
export interface Bot {
  /** Takes what somebody does; what it leads to is heard when it is settled. */
  act(deed: Deed): void | Promise<void>
  /** Does all that is due at a time; returns what people heard. */
  settle(now: Date): Heard[] | Promise<Heard[]>
  /** When something is due next without anybody doing anything. */
  nextDue(): Date | null | Promise<Date | null>
}

/** A stretch of time in which people live with a bot. */
export interface Stretch {
  from: Date
  to: Date
  /** So many are reported in it. */
  reports: number
  /** When the service is away. */
  gaps: readonly Gap[]
  /** Time goes on in steps of at least so many minutes. */
  stepMinutes: number
  /** Looks on after each step, in which people heard something. */
  look?(now: Date, heard: readonly Heard[]): void
}

const minuteMs = 60_000

/** Lets people live with a bot for a while. What they do while the service is away reaches it when it is back. */
export async function live(bot: Bot, people: People, stretch: Stretch): Promise<void> {
  const { from, to, reports, gaps, stepMinutes, look } = stretch
  const deeds = createAgenda<Deed>()
  for (const deed of people.reports(reports, from, to)) deeds.add(deed.at, deed)
  for (let now = from; now < to; ) {
    const times = [deeds.next(), await bot.nextDue()].filter((at) => at !== null)
    if (times.length === 0) return
    const next = new Date(Math.max(now.getTime(), Math.min(...times.map((at) => at.getTime()))))
    now = whenUp(roundUp(next, stepMinutes), gaps)
    if (now >= to) return
    for (let deed = deeds.take(now); deed; deed = deeds.take(now)) await bot.act({ ...deed, at: now })
    const heard = await bot.settle(now)
    for (const deed of heard.flatMap(people.react)) deeds.add(deed.at, deed)
    look?.(now, heard)
  }
}

function roundUp(at: Date, minutes: number): Date {
  const step = minutes * minuteMs
  return step > 0 ? new Date(Math.ceil(at.getTime() / step) * step) : at
}
