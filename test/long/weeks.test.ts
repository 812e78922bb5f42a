import mongoose from 'mongoose'
import { expect, it } from 'vitest'
import { tableOf } from '../simulation/quarter.ts'
import { liveStored } from '../simulation/stored-weeks.ts'
import { useDatabase } from '../support/db.ts'
import { china } from '../support/work-calendar.ts'

useDatabase()

/** Four weeks with 中秋, 国庆 and the working weekends that make up for them; away for a night and in a morning. */
const weeks = {
  from: china('2026-09-21T08:00'),
  to: china('2026-10-19T08:00'),
  gaps: [
    { from: china('2026-09-24T21:00'), to: china('2026-09-25T06:30') },
    { from: china('2026-10-09T09:30'), to: china('2026-10-09T11:30') },
  ],
  // Some are joined to what others have reported.
  reports: 340,
  stepMinutes: 20,
}

const longestMs = 1_500_000

it(
  'keeps every rule with 300 tickets in the database, while messages come twice and jobs die',
  async () => {
    const lived = await liveStored(mongoose.connection, { seed: 2026, ...weeks }, { repeats: 50, deaths: 50 })

    console.log(tableOf(lived))
    expect(lived.tickets.length).toBeGreaterThanOrEqual(300)
    expect(lived.checks.filter(({ broken }) => broken.length > 0)).toEqual([])
  },
  longestMs,
)
