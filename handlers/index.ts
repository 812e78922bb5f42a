import { acceptTicket } from './accept-ticket.ts'
import { agreeRequest } from './agree-request.ts'
import { amendAppeal } from './amend-appeal.ts'
import { announceOutage } from './announce-outage.ts'
import { answerPlace } from './answer-place.ts'
import { bindGroup } from './bind-group.ts'
import { claimHousehold } from './claim-household.ts'
import { confirmSolved } from './confirm-solved.ts'
import { contactReporter } from './contact-reporter.ts'
import { decideLegacy } from './decide-legacy.ts'
import { decideOwner } from './decide-owner.ts'
import { declineTicket } from './decline-ticket.ts'
import { endOutage } from './end-outage.ts'
import { failMediation } from './fail-mediation.ts'
import { fallBack } from './fall-back.ts'
import { forwardTicket } from './forward-ticket.ts'
import { grantDay } from './grant-day.ts'
import { handBackTicket } from './hand-back-ticket.ts'
import type { Handler } from './handler.ts'
import { joinIn } from './join-in.ts'
import { judgeCandidate } from './judge-candidate.ts'
import { listBuilding } from './list-building.ts'
import { listCandidates } from './list-candidates.ts'
import { listDueToday } from './list-due-today.ts'
import { listMyAppeals } from './list-my-appeals.ts'
import { listMyTickets } from './list-my-tickets.ts'
import { listOverdue } from './list-overdue.ts'
import { mergeTickets } from './merge-tickets.ts'
import { openMyPage } from './open-my-page.ts'
import { promiseDate } from './promise-date.ts'
import { proposeLegacy } from './propose-legacy.ts'
import { reassignTicket } from './reassign-ticket.ts'
import { recordDissuasion } from './record-dissuasion.ts'
import { recordReply } from './record-reply.ts'
import { recordReport } from './record-report.ts'
import { referToStreet } from './refer-to-street.ts'
import { rejectRequest } from './reject-request.ts'
import { reportAppeal } from './report-appeal.ts'
import { reportDefiance } from './report-defiance.ts'
import { reportOverrun } from './report-overrun.ts'
import { reportUnsolved } from './report-unsolved.ts'
import { requestCoordination } from './request-coordination.ts'
import { requestMediation } from './request-mediation.ts'
import { resolveTicket } from './resolve-ticket.ts'
import { resumeTicket } from './resume-ticket.ts'
import { setCommunityMode } from './set-community-mode.ts'
import { setDeadline } from './set-deadline.ts'
import { settleEscalation } from './settle-escalation.ts'
import { settleMediation } from './settle-mediation.ts'
import { showDossier } from './show-dossier.ts'
import { showGrounds } from './show-grounds.ts'
import { showHelp } from './show-help.ts'
import { showPhones } from './show-phones.ts'
import { showProgress } from './show-progress.ts'
import { showResponsible } from './show-responsible.ts'
import { showTicketGrounds } from './show-ticket-grounds.ts'
import { showTicketResponsible } from './show-ticket-responsible.ts'
import { silenceChat } from './silence-chat.ts'
import { splitTicket } from './split-ticket.ts'
import { suspendTicket } from './suspend-ticket.ts'
import { undoMerge } from './undo-merge.ts'
import { urgeTicket } from './urge-ticket.ts'
import { withdrawAppeal } from './withdraw-appeal.ts'

/** All behaviours in the order they are tried; the fallback is the last. */
export const handlers: readonly Handler[] = [
  bindGroup,
  showHelp,
  showProgress,
  showTicketGrounds,
  showGrounds,
  showTicketResponsible,
  showResponsible,
  showPhones,
  listMyTickets,
  listMyAppeals,
  listDueToday,
  listOverdue,
  listBuilding,
  listCandidates,
  judgeCandidate,
  amendAppeal,
  openMyPage,
  acceptTicket,
  contactReporter,
  resolveTicket,
  reassignTicket,
  handBackTicket,
  requestCoordination,
  setDeadline,
  referToStreet,
  grantDay,
  settleEscalation,
  decideOwner,
  proposeLegacy,
  decideLegacy,
  suspendTicket,
  resumeTicket,
  declineTicket,
  agreeRequest,
  rejectRequest,
  forwardTicket,
  recordReply,
  mergeTickets,
  undoMerge,
  splitTicket,
  promiseDate,
  recordDissuasion,
  reportDefiance,
  recordReport,
  showDossier,
  requestMediation,
  settleMediation,
  failMediation,
  announceOutage,
  endOutage,
  reportOverrun,
  claimHousehold,
  setCommunityMode,
  silenceChat,
  answerPlace,
  confirmSolved,
  reportUnsolved,
  withdrawAppeal,
  urgeTicket,
  reportAppeal,
  joinIn,
  fallBack,
]
