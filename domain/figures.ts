import { handlingRoles } from './access.ts'
import { addHours } from './clocks.ts'
import type { RungTo } from './ladder.ts'
import { rungNote } from './ladder.ts'
import type { ClockEvent, ClockedTicket } from './ticket-clocks.ts'
import { isCounted, resolutionClock, solvedAt } from './ticket-clocks.ts'
import type { CloseReason } from './ticket-flow.ts'
import { closeReasons } from './ticket-flow.ts'

/** What figures read of a ticket. */
export interface FigureTicket extends ClockedTicket {
  answerBy: Date
  closeReason: CloseReason | null
  events: readonly (ClockEvent & { kind: string; role: string; note?: string | null })[]
}

/** Part of some things; `of` leaves out what nobody can know yet. */
export interface Share {
  part: number
  of: number
}

/** The middle of some hours, and what nine of ten do not exceed; null where there are none. */
export interface Spread {
  median: number | null
  p90: number | null
}

/** What became of tickets. */
export interface Figures {
  /** All but those that count in no rate: taken back, merged into another, or declined by two people. */
  counted: number
  leftOut: number
  /** First answer of a person in the time that was promised then, over those that were answered or are past it. */
  answeredInTime: Share
  /** 办结 that nobody undid, over all. */
  solved: Share
  /** Opened again at least once, over those that were settled at least once. */
  reopened: Share
  /** On how many each rung was heard. */
  escalated: Record<RungTo, number>
  hoursToAnswer: Spread
  /** Without the time it waited or was with somebody outside. */
  hoursToSolution: Spread
  /** Of all tickets, those left out included. */
  closed: Record<CloseReason, number>
}

const hourMs = 3_600_000
const rungs = Object.keys(rungNote) as RungTo[]

/** Counts what has become of tickets until now. The same tickets always give the same figures. */
export function figuresOf(tickets: readonly FigureTicket[], now: Date): Figures {
  const counted = tickets.filter(isCounted)
  const settled = counted.filter((ticket) => ticket.reopenedAt !== null || isSettled(ticket))
  const solutions = counted
    .filter((ticket) => solvedAt(ticket) !== null)
    .map((ticket) => resolutionClock(ticket, now).ms)
  return {
    counted: counted.length,
    leftOut: tickets.length - counted.length,
    answeredInTime: answeredInTime(counted, now),
    solved: { part: solutions.length, of: counted.length },
    reopened: {
      part: settled.filter(({ reopenedAt }) => reopenedAt !== null).length,
      of: settled.length,
    },
    escalated: countBy(rungs, (rung) => counted.filter((ticket) => isHeard(ticket, rung)).length),
    hoursToAnswer: spreadOf(counted.flatMap(msToAnswer)),
    hoursToSolution: spreadOf(solutions),
    closed: countBy(
      closeReasons,
      (reason) => tickets.filter(({ closeReason }) => closeReason === reason).length,
    ),
  }
}

function isSettled({ status }: FigureTicket): boolean {
  return status === 'resolved' || status === 'closed'
}

function isHeard({ events }: FigureTicket, rung: RungTo): boolean {
  return events.some(({ kind, note }) => kind === 'escalated' && note === rungNote[rung])
}

function countBy<K extends string>(keys: readonly K[], count: (key: K) => number): Record<K, number> {
  return Object.fromEntries(keys.map((key) => [key, count(key)])) as Record<K, number>
}

/** What people write into a history when they answer whoever reported it. */
const answers: readonly string[] = ['contacted', 'promised', 'classed', 'dissuaded']
const answeringMoves: readonly string[] = ['accepted', 'forwarded', 'resolved', 'declined']

/** When a person first answered: a reopening asks for another answer, and the first is in the history only. */
export function firstAnsweredAt({ reopenedAt, answeredAt, events }: FigureTicket): Date | null {
  if (!reopenedAt) return answeredAt
  const first = events.find(
    ({ kind, to, role }) =>
      handlingRoles.some((one) => one === role) &&
      (answers.includes(kind) || (kind === 'moved' && answeringMoves.includes(to ?? ''))),
  )
  return first?.at ?? answeredAt
}

/** Until when the first answer was promised; the time of a reopening is as long. */
function firstAnswerBy({ openedAt, reopenedAt, answerBy }: FigureTicket): Date {
  return addHours(openedAt, (answerBy.getTime() - (reopenedAt ?? openedAt).getTime()) / hourMs)
}

function answeredInTime(tickets: readonly FigureTicket[], now: Date): Share {
  const times = tickets.map((ticket) => ({ at: firstAnsweredAt(ticket), by: firstAnswerBy(ticket) }))
  const known = times.filter(({ at, by }) => at !== null || by < now)
  return { part: known.filter(({ at, by }) => at !== null && at <= by).length, of: known.length }
}

function msToAnswer(ticket: FigureTicket): number[] {
  const at = firstAnsweredAt(ticket)
  return at ? [at.getTime() - ticket.openedAt.getTime()] : []
}

function spreadOf(milliseconds: readonly number[]): Spread {
  const sorted = [...milliseconds].sort((a, b) => a - b)
  const hoursAt = (share: number) => {
    const ms = sorted[Math.ceil(sorted.length * share) - 1]
    return ms === undefined ? null : Math.round((ms / hourMs) * 10) / 10
  }
  return { median: hoursAt(0.5), p90: hoursAt(0.9) }
}
