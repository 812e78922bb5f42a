import { dayNumber } from '../../domain/clocks.ts'
import { figuresOf } from '../../domain/figures.ts'
import { createRandom } from '../kill/random.ts'
import { china } from '../support/work-calendar.ts'
import { places } from './cast.ts'
import type { Lived } from './invariants.ts'
import { nothingIsForgotten } from './invariants.ts'
import { live } from './live.ts'
import { createMemoryBot } from './memory-bot.ts'
import type { Heard } from './people.ts'
import { createPeople } from './people.ts'
import { printTable } from './table.ts'

/** A quarter with 中秋, 国庆 and the working weekends that make up for them. */
export const quarter = { from: china('2026-09-01T08:00'), to: china('2026-12-01T08:00') }

/** Away for a night, for the first days of a holiday, and for an hour of work. */
export const gaps = [
  { from: china('2026-09-08T20:00'), to: china('2026-09-09T07:00') },
  { from: china('2026-10-01T00:00'), to: china('2026-10-03T12:00') },
  { from: china('2026-10-20T09:30'), to: china('2026-10-20T10:30') },
]

/** A quarter that was lived through, and what was wrong on the way. */
export interface Quarter extends Lived {
  looks: number
  forgotten: string[]
}

/** Lets three communities live through a quarter with a bot that has no database; each step is looked at. */
export async function liveQuarter(seed: number, reports: number): Promise<Quarter> {
  const bot = createMemoryBot()
  const forgotten: string[] = []
  let looks = 0
  let day = 0
  function look(now: Date, heard: readonly Heard[]): void {
    const isNewDay = dayNumber(now) !== day
    day = dayNumber(now)
    const touched = heard.flatMap(({ ticketId }) => bot.ticket(ticketId) ?? [])
    for (const ticket of isNewDay ? bot.tickets() : touched) {
      looks += 1
      const complaint = nothingIsForgotten(ticket, now, 0)
      if (complaint) forgotten.push(`${now.toISOString()}: ${complaint}`)
    }
  }
  const stretch = { ...quarter, reports, gaps, stepMinutes: 0, look }
  await live(bot, createPeople(createRandom(seed)), stretch)
  const { messages } = bot
  return { tickets: bot.tickets(), messages, now: quarter.to, gaps, slackMinutes: 1, looks, forgotten }
}

/** The figures of a simulation as a table, for each community and for all of them. */
export function tableOf({ tickets, now }: Pick<Lived, 'tickets' | 'now'>): string {
  const own = places.map(({ community }) => {
    const some = tickets.filter(({ communityId }) => communityId === community._id)
    return [community._id, figuresOf(some, now)] as const
  })
  return printTable([['all', figuresOf(tickets, now)], ...own])
}
