import { closeSilentTickets } from './close-silent-tickets.ts'
import type { Job } from './job.ts'

/** All jobs; one line each. */
export const jobs: readonly Job[] = [closeSilentTickets]
