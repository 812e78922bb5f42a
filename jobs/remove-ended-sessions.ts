import { addHours } from '../domain/clocks.ts'
import { removeExpiredLinks } from '../models/link.ts'
import { removeEndedSessions as removeStored } from '../models/session.ts'
import { defineJob } from './job.ts'

const dayMs = 86_400_000
/** Until then who taps an old link reads that it is used or expired; afterwards it is unknown. */
const linkHours = 30 * 24

/** Removes sessions that have ended, and links that expired a month ago. */
export const removeEndedSessions = defineJob({
  name: 'remove-ended-sessions',
  everyMs: dayMs,
  async run({ now }) {
    const sessions = await removeStored(now)
    return sessions + (await removeExpiredLinks(addHours(now, -linkHours)))
  },
})
