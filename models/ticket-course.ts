import { Schema } from 'mongoose'

/** Until when a ticket waits; why is said by the event with id `cause`. */
export interface Wait {
  cause: string
  until: Date
}

/** Something that a second person, of 社区, decides; the reason is in the event with id `cause`. */
export interface TicketRequest {
  cause: string
  kind: 'wait' | 'decline'
  by: string
  /** Until when it is to wait. */
  until: Date | null
  /** Who is responsible instead, and how to reach them. */
  responsible: string | null
  phone: string | null
}

/** Who outside has a ticket, by the event with id `cause`; whoever stays on it is its assignee. */
export interface Forward {
  cause: string
  to: string
  phone: string | null
  /** A supplier has its own time, which is not counted against 物业. */
  isUtility: boolean
  at: Date
  /** When the answer is due. */
  dueAt: Date
  /** When whoever stays on it is reminded next. */
  remindAt: Date
}

/** What was arranged about a ticket on its way. Words of people are in the history only. */
export interface TicketCourse {
  /** Holds while the status is `waiting`. */
  wait: Wait | null
  request: TicketRequest | null
  /** Holds while the status is `forwarded`. */
  forward: Forward | null
  /** The ticket that goes on for this one, since they were found to be one matter. */
  mergedInto: string | null
}

const cause = { type: String, required: true } as const

/** The fields of `TicketCourse` in the schema of tickets. */
export const courseFields = {
  wait: {
    type: new Schema<Wait>({ cause, until: { type: Date, required: true } }, { _id: false }),
    default: null,
  },
  request: {
    type: new Schema<TicketRequest>(
      {
        cause,
        kind: { type: String, enum: ['wait', 'decline'] as const, required: true },
        by: { type: String, required: true },
        until: { type: Date, default: null },
        responsible: { type: String, default: null },
        phone: { type: String, default: null },
      },
      { _id: false },
    ),
    default: null,
  },
  forward: {
    type: new Schema<Forward>(
      {
        cause,
        to: { type: String, required: true },
        phone: { type: String, default: null },
        isUtility: { type: Boolean, required: true },
        at: { type: Date, required: true },
        dueAt: { type: Date, required: true },
        remindAt: { type: Date, required: true },
      },
      { _id: false },
    ),
    default: null,
  },
  mergedInto: { type: String, default: null },
} as const

/** Due times are looked for among the tickets of one status only. */
export const courseIndexes: readonly Record<string, 1>[] = [
  { mergedInto: 1 },
  { status: 1, 'wait.until': 1 },
  { status: 1, 'forward.remindAt': 1 },
]
