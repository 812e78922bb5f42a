import { addHours } from '../domain/clocks.ts'
import { categoryTable } from '../domain/policy/categories.ts'
import type { PolicySettings } from '../domain/policy/index.ts'
import { policyFor, policyRules } from '../domain/policy/index.ts'
import { classDue, isPaused } from '../domain/ticket-clocks.ts'
import type { TicketStatus } from '../domain/ticket-flow.ts'
import { activeStatuses, isActive } from '../domain/ticket-flow.ts'
import type { Category, Urgency } from '../domain/triage.ts'
import type { TicketClock } from './ticket-clock.ts'

/** What an update pipeline sets. */
type Changes = Record<string, unknown>

const wasActive = { $in: ['$status', [...activeStatuses]] }
const minuteMs = 60_000

/** The clocks of a new ticket, all running. */
export function startClocks(
  settings: PolicySettings | null,
  { category, urgency }: { category: Category; urgency: Urgency },
  at: Date,
): Pick<TicketClock, 'accused' | 'serviceClass' | 'resolveBy' | 'ladderAt' | 'pageAt'> {
  const { accused, classes } = categoryTable[category]
  const serviceClass = classes[0] ?? 'immediate'
  const limits = policyRules(settings, ['resolveHours', 'timedDays', 'legacyReviewDays'])
  const resolveBy = classDue(at, serviceClass, limits)
  return { accused, serviceClass, resolveBy, ladderAt: at, pageAt: nextPageAt(settings, urgency, at) }
}

/** When somebody else is called to a danger that nobody has answered. */
export function nextPageAt(settings: PolicySettings | null, urgency: string, at: Date): Date | null {
  const minutes = policyFor(settings, 'emergencyAckMinutes')
  return urgency === 'emergency' ? new Date(at.getTime() + minutes * minuteMs) : null
}

/** The first answer stands, and an earlier one that is told of later comes before it; nobody else is called. */
export function answerChanges(answerAt: Date): Changes {
  const isEarlier = { $lt: [answerAt, { $ifNull: ['$answeredAt', answerAt] }] }
  return {
    answeredAt: { $cond: [isEarlier, answerAt, { $ifNull: ['$answeredAt', answerAt] }] },
    pageAt: null,
  }
}

/** Whatever changes, the ladder looks at once what is due now; a ticket nobody has to act on is on no ladder. */
export function lookAgain(at: Date, to?: TicketStatus): Changes {
  if (to) return { ladderAt: isActive(to) ? at : null }
  return { ladderAt: { $cond: [wasActive, at, null] } }
}

/** What a move does to the clocks: a pause moves the date of the solution on, a reopening starts all of them anew. */
export function clockChanges(to: TicketStatus, at: Date, settings: PolicySettings | null): Changes {
  if (!isActive(to)) return { pausedAt: null, pageAt: null, legacyRequest: null }
  const pausedAt = isPaused(to) ? { $ifNull: ['$pausedAt', at] } : null
  const isOver = { $and: [!isPaused(to), { $ne: [{ $ifNull: ['$pausedAt', null] }, null] }] }
  const movedOn = { $add: ['$resolveBy', { $subtract: [at, { $ifNull: ['$pausedAt', at] }] }] }
  const resolveBy = { $cond: [isOver, movedOn, '$resolveBy'] }
  return to === 'assigned' ? reopening(resolveBy, at, settings) : { pausedAt, resolveBy }
}

function reopening(resolveBy: unknown, at: Date, settings: PolicySettings | null): Changes {
  const ifReopened = (then: unknown, otherwise: unknown) => ({ $cond: [wasActive, otherwise, then] })
  const isDanger = { $eq: ['$urgency', 'emergency'] }
  return {
    pausedAt: null,
    resolveBy: ifReopened(addHours(at, policyFor(settings, 'resolveHours')), resolveBy),
    reopenedAt: ifReopened(at, '$reopenedAt'),
    answeredAt: ifReopened(null, '$answeredAt'),
    pageAt: ifReopened({ $cond: [isDanger, nextPageAt(settings, 'emergency', at), null] }, '$pageAt'),
    alarms: ifReopened(0, '$alarms'),
  }
}
