import { Schema } from 'mongoose'
import type { ServiceClass, Team } from '../domain/policy/categories.ts'
import { serviceClasses, teams } from '../domain/policy/categories.ts'
import type { SensitiveLead } from '../domain/sensitive-lead.ts'
import { sensitiveLeads } from '../domain/sensitive-lead.ts'

/** 社区 wants a ticket in the ledger of left-over matters; 街道 decides. Why is said by the event with id `cause`. */
export interface LegacyRequest {
  cause: string
  by: string
  /** When it is looked at again. */
  until: Date
}

/** Who must not have a ticket, its clocks, and where it stands on the ladder. */
export interface TicketClock {
  /** The side complained about: it neither handles nor sees the matter. */
  accused: Team | null
  /** Set where one named person of 社区 alone may read it. */
  lead: SensitiveLead | null
  serviceClass: ServiceClass
  /** When it is to be solved; moves on by the time it waits or is with somebody outside. */
  resolveBy: Date
  reopenedAt: Date | null
  /** Since when the clock to its solution stands still. */
  pausedAt: Date | null
  legacyRequest: LegacyRequest | null
  /** When the ladder looks at it next; null when nobody has to act any more. */
  ladderAt: Date | null
  /** The ladder counts from here at the earliest: nobody was to be told before. */
  ladderFrom: Date | null
  /** The phase in which so many rungs are done. */
  ladderKey: string | null
  ladderRung: number
  /** When the secretary was told in this phase. */
  secretaryAt: Date | null
  /** The day that the secretary has given once. */
  extendedUntil: Date | null
  /** Since when it is before 街道. */
  referredAt: Date | null
  /** When the next is called to a danger; null when somebody has answered, or all were called. */
  pageAt: Date | null
  /** How often everybody was alarmed because nobody had answered. */
  alarms: number
  /** It belongs on the agenda of the next tripartite meeting. */
  agenda: boolean
}

const date = { type: Date, default: null } as const

/** The fields of `TicketClock` in the schema of tickets. */
export const clockFields = {
  accused: { type: String, enum: [...teams, null], default: null },
  lead: { type: String, enum: [...sensitiveLeads, null], default: null },
  serviceClass: { type: String, enum: serviceClasses, default: 'immediate' },
  resolveBy: { type: Date, required: true },
  reopenedAt: date,
  pausedAt: date,
  legacyRequest: {
    type: new Schema<LegacyRequest>(
      {
        cause: { type: String, required: true },
        by: { type: String, required: true },
        until: { type: Date, required: true },
      },
      { _id: false },
    ),
    default: null,
  },
  ladderAt: date,
  ladderFrom: date,
  ladderKey: { type: String, default: null },
  ladderRung: { type: Number, default: 0 },
  secretaryAt: date,
  extendedUntil: date,
  referredAt: date,
  pageAt: date,
  alarms: { type: Number, default: 0 },
  agenda: { type: Boolean, default: false },
} as const

/** What is due is looked for among the tickets of its status only. */
export const clockIndexes = [
  { status: 1, ladderAt: 1 },
  { status: 1, pageAt: 1 },
  { assigneeId: 1, status: 1 },
  { communityId: 1, referredAt: 1 },
] as const
