import { type Appeal, appealAnswer } from '../../domain/appeal-words.ts'
import { addHours } from '../../domain/clocks.ts'
import type { ThreadTicket } from '../../domain/conversation/thread-ticket.ts'
import { solvedAnswer, urgedAnswer, withdrawnAnswer } from '../../domain/follow-up-words.ts'
import { hazardAdvice } from '../../domain/hazard-advice.ts'
import { categoryTable } from '../../domain/policy/categories.ts'
import { policyFor } from '../../domain/policy/index.ts'
import { replayThread, type ThreadMessage, type ThreadStep } from '../../domain/replay-thread.ts'
import { isUnsure } from '../../domain/triage.ts'
import { formatPublicPlace } from '../../domain/understanding/place.ts'
import { triageByRules } from '../../domain/understanding/triage-by-rules.ts'
import type { ReadChat } from './chat.ts'

const firstNumber = 1001

/** A ticket with the number it would have got, and the messages that belong to it. */
export interface ToldTicket {
  number: number
  ticket: ThreadTicket
  messages: ThreadMessage[]
}

/** What became of a message: a new ticket, part of one, held for somebody to look at, or nothing. */
export type Fate = 'opened' | 'merged' | 'followed' | 'held' | 'ignored'

/** A message with what became of it, the numbers it touched, and what would be answered. */
export interface ToldMessage {
  message: ThreadMessage
  fate: Fate
  numbers: number[]
  answers: string[]
  /** Understood so poorly that a person should look. */
  isUnsure: boolean
  intent: string
}

/** One chat, replayed. */
export interface Story {
  title: string
  tickets: ToldTicket[]
  messages: ToldMessage[]
}

/** Replays the chats of a file one after the other; numbers go on from chat to chat. */
export async function tellStories(chats: readonly ReadChat[]): Promise<Story[]> {
  const stories: Story[] = []
  let next = firstNumber
  for (const chat of chats) {
    const { title, messages, ...place } = chat
    const { tickets, steps } = await replayThread(messages, { ...place, triage: triageByRules })
    const standing = tickets.filter(({ isHeld }) => !isHeld)
    const numbers = new Map(standing.map(({ id }, at) => [id, next + at]))
    next += standing.length
    const byId = new Map(messages.map((message) => [message.id, message]))
    stories.push({
      title,
      tickets: standing.map((ticket) => ({
        number: numbers.get(ticket.id) ?? 0,
        ticket,
        messages: ticket.messageIds.flatMap((id) => byId.get(id) ?? []),
      })),
      messages: [...messages]
        .sort((a, b) => a.at.getTime() - b.at.getTime())
        .map((message) => tell(message, steps, numbers)),
    })
  }
  return stories
}

function tell(
  message: ThreadMessage,
  all: readonly ThreadStep[],
  numbers: ReadonlyMap<string, number>,
): ToldMessage {
  const steps = all.filter(({ messageId }) => messageId === message.id)
  const touched = steps.flatMap(({ ticket }) => (ticket ? (numbers.get(ticket.id) ?? []) : []))
  return {
    message,
    fate: fateOf(steps, numbers),
    numbers: [...new Set(touched)],
    answers: answersTo(message, steps, numbers),
    isUnsure: steps.some(({ triage, text }) => text !== '' && isUnsure(triage)),
    intent: steps[0]?.triage.intent ?? 'other',
  }
}

function fateOf(steps: readonly ThreadStep[], numbers: ReadonlyMap<string, number>): Fate {
  const standing = steps.filter(({ ticket }) => ticket && numbers.has(ticket.id))
  const kinds = standing.map(({ placement }) => placement.kind)
  // What was held and borne out later is a ticket as well.
  if (kinds.includes('open') || kinds.includes('ignore')) return 'opened'
  if (kinds.some((kind) => kind === 'join' || kind === 'amend' || kind === 'reopen')) return 'merged'
  if (kinds.length > 0) return 'followed'
  return steps.some(({ ticket }) => ticket !== null) ? 'held' : 'ignored'
}

function answersTo(
  { at, hasImage }: ThreadMessage,
  steps: readonly ThreadStep[],
  numbers: ReadonlyMap<string, number>,
): string[] {
  const appeals = steps.map((step) => appealOf(step, numbers))
  const answer = appealAnswer(appeals, { now: at, phones: {}, isGroup: true, hasImage, recordLines: 0 })
  const follow = steps.length === 1 ? followUpAnswer(steps[0], numbers, at) : null
  return [...steps.flatMap(dangerAnswer), ...(answer ? [answer.text] : []), ...(follow ? [follow] : [])]
}

/** Told once, to whoever tells of the danger first. */
function dangerAnswer({ triage, placement }: ThreadStep): string[] {
  if (triage.hazard === null || placement.kind !== 'open') return []
  return [hazardAdvice(triage.hazard, formatPublicPlace({ ...triage, place: null }), {})]
}

function appealOf(step: ThreadStep, numbers: ReadonlyMap<string, number>): Appeal {
  const { placement, ticket, text, triage } = step
  const number = ticket ? numbers.get(ticket.id) : undefined
  const { kind } = placement
  const isAppeal = kind === 'open' || kind === 'join' || kind === 'amend' || kind === 'reopen'
  if (!ticket || !number || !isAppeal) return { kind: 'none', text, triage, ticket: null }
  return { kind, text, triage: { ...triage, missing: ticket.missing }, ticket: wordsOf(ticket, number) }
}

function wordsOf(ticket: ThreadTicket, number: number) {
  const { id, summary, status, urgency, category, openedAt } = ticket
  const answerBy = addHours(openedAt, policyFor(null, 'answerHours'))
  const team = urgency === 'emergency' ? ('property' as const) : categoryTable[category].owner
  return { _id: id, number, summary, status, urgency, answerBy, team, answeredAt: null }
}

function followUpAnswer(
  step: ThreadStep | undefined,
  numbers: ReadonlyMap<string, number>,
  at: Date,
): string | null {
  const number = step?.ticket ? numbers.get(step.ticket.id) : undefined
  if (!step?.ticket || !number) return null
  switch (step.placement.kind) {
    case 'confirm':
    case 'resolve':
      return solvedAnswer(number)
    case 'withdraw':
      return withdrawnAnswer(number, step.ticket.status === 'withdrawn' ? 0 : step.ticket.reporters.length)
    case 'urge':
      return urgedAnswer(wordsOf(step.ticket, number), null, at)
    default:
      return null
  }
}
