import type { PolicySettings } from '../domain/policy/index.ts'
import type { CloseReason, TicketStatus } from '../domain/ticket-flow.ts'
import { isActive } from '../domain/ticket-flow.ts'
import { answerChanges, clockChanges, lookAgain } from './clock-changes.ts'
import type { HistoryEvent } from './history.ts'
import { addEvent, literals } from './history.ts'

/** What an update pipeline sets. */
type Changes = Record<string, unknown>

/** What is written with an event. */
interface Written {
  set?: object | undefined
  /** A person has answered. */
  isAnswer?: boolean | undefined
  /** When that was, where it is told of afterwards. */
  answerAt?: Date | undefined
}

/** What one atomic update of a ticket sets: the change, the clocks, the next look of the ladder, and the event that tells of it. */
export function recordChanges(
  event: HistoryEvent,
  { set, isAnswer, answerAt }: Written,
  move?: { to: TicketStatus; more: Changes },
): Changes {
  return {
    ...(move?.more ?? {}),
    ...literals(set ?? {}),
    ...(isAnswer ? answerChanges(answerAt ?? event.at) : {}),
    ...(move ? { status: { $literal: move.to } } : {}),
    ...(move || set || isAnswer ? lookAgain(event.at, move?.to) : {}),
    ...addEvent(event, move ? { from: '$status', to: { $literal: move.to } } : {}),
  }
}

/** What a move sets besides what was asked for. */
export function moveChanges(
  move: { to: TicketStatus; at: Date; closeReason?: CloseReason; isHandBack?: boolean },
  settings: PolicySettings | null,
): Changes {
  const { to, at, closeReason, isHandBack } = move
  return {
    ...clockChanges(to, at, settings),
    ...(closeReason ? { closeReason: { $literal: closeReason } } : {}),
    ...(isHandBack ? { handBacks: { $add: ['$handBacks', 1] } } : {}),
    // What somebody was to decide about is over with it.
    ...(isActive(to) ? {} : { request: null }),
  }
}
