import { closeSilentTickets } from './close-silent-tickets.ts'
import type { Job } from './job.ts'
import { removeEndedSessions } from './remove-ended-sessions.ts'

/** All jobs; one line each. */
export const jobs: readonly Job[] = [closeSilentTickets, removeEndedSessions]
