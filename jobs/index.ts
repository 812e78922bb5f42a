import { chaseForwarded } from './chase-forwarded.ts'
import { closeSilentTickets } from './close-silent-tickets.ts'
import { endWaiting } from './end-waiting.ts'
import type { Job } from './job.ts'
import { postAuditHead } from './post-audit-head.ts'
import { removeEndedSessions } from './remove-ended-sessions.ts'
import { removeUnusedPictures } from './remove-unused-pictures.ts'
import { sealEvents } from './seal-events.ts'

/** All jobs; one line each. */
export const jobs: readonly Job[] = [
  closeSilentTickets,
  endWaiting,
  chaseForwarded,
  sealEvents,
  postAuditHead,
  removeEndedSessions,
  removeUnusedPictures,
]
