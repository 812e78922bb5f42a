import type { DailySpan } from '../clocks.ts'

/** Every number and span that policy or a product default decides. Units are in the names. */
export interface PolicyValues {
  /** From the report to the first human answer. */
  answerHours: number
  /** How long reports of one matter join one ticket. */
  joinHours: number
  /** The same for emergencies. */
  joinEmergencyHours: number
  /** A later fragment of the same speaker within this time belongs to the same report. */
  fragmentMinutes: number
  /** How long a closed ticket can be reopened by words. */
  reopenDays: number
  /** Silence after a delivered question closes a resolved ticket. */
  silentCloseHours: number
  /** Reporters asked privately whether it is solved; the rest hear it in the group. */
  askedReporters: number
  /** Household counts that are worth a line in the group. */
  householdMilestones: readonly number[]
  /** Unasked group posts one ticket may cause. */
  groupPostsPerTicket: number
  /** Planned posts a resident group may get. */
  plannedPostsPerDay: number
  plannedPostsPerWeek: number
  /** Nothing unasked is sent in these spans; emergencies are. */
  quiet: readonly DailySpan[]
}

/** Where a value comes from. */
export interface Source {
  /** Stable id of the rule, such as "S0-53"; product defaults begin with "L-". */
  rule: string
  section: string
}

type PackValues = { [K in keyof PolicyValues]?: { value: PolicyValues[K] } & Source }

/** One government document (or the product's own defaults) as data. */
export interface Pack {
  id: string
  title: string
  document: string
  status: 'in_force' | 'draft' | 'expired' | 'product'
  values: PackValues
}
