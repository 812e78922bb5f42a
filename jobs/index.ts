import { callDuty } from './call-duty.ts'
import { chaseForwarded } from './chase-forwarded.ts'
import { chaseReports } from './chase-reports.ts'
import { climbLadder } from './climb-ladder.ts'
import { closeSilentTickets } from './close-silent-tickets.ts'
import { endWaiting } from './end-waiting.ts'
import { followMediations } from './follow-mediations.ts'
import { followOutages } from './follow-outages.ts'
import type { Job } from './job.ts'
import { postAuditHead } from './post-audit-head.ts'
import { remindPromises } from './remind-promises.ts'
import { removeEndedSessions } from './remove-ended-sessions.ts'
import { removeUnusedPictures } from './remove-unused-pictures.ts'
import { sealEvents } from './seal-events.ts'
import { sendBriefs } from './send-briefs.ts'
import { sendStreetLists } from './send-street-lists.ts'

/** All jobs; one line each. */
export const jobs: readonly Job[] = [
  callDuty,
  closeSilentTickets,
  endWaiting,
  chaseForwarded,
  chaseReports,
  remindPromises,
  followOutages,
  followMediations,
  climbLadder,
  sendBriefs,
  sendStreetLists,
  sealEvents,
  postAuditHead,
  removeEndedSessions,
  removeUnusedPictures,
]
