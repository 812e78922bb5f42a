import type { DailySpan } from './clocks.ts'
import { nextOutside } from './clocks.ts'
import type { PolicyValues } from './policy/policy-values.ts'
import type { WorkCalendar } from './working-days.ts'
import { nextOfficeTime } from './working-days.ts'

/** How a community lets the bot speak: `shadow` records and stays silent, `listening` never speaks in resident groups. */
export const communityModes = ['shadow', 'listening', 'live'] as const
export type CommunityMode = (typeof communityModes)[number]

/** Ordered by what goes out first. `reply` answers somebody who has just spoken. */
export const priorities = ['emergency', 'reply', 'notice', 'planned'] as const
export type Priority = (typeof priorities)[number]

/** Who hears it: a resident group, one resident, people of 物业, 业委会, 社区 or 街道. */
export type Audience = 'group' | 'resident' | 'property' | 'committee' | 'district' | 'street'

/** Whether a community in this mode lets this be said at all. Danger calls to those on duty always pass. */
export function maySpeak(mode: CommunityMode, audience: Audience, priority: Priority): boolean {
  if (mode === 'live' || audience === 'district') return true
  if (mode === 'listening') return audience !== 'group' || priority === 'emergency'
  const isHandler = audience === 'property' || audience === 'committee'
  return isHandler && (priority === 'emergency' || priority === 'reply')
}

/** The earliest time something may go out: emergencies and answers at once, the rest outside quiet spans and a silenced chat. */
export function earliest(
  at: Date,
  priority: Priority,
  quiet: readonly DailySpan[],
  silentUntil?: Date | null,
): Date {
  if (priority === 'emergency' || priority === 'reply') return at
  const awake = silentUntil && silentUntil > at ? silentUntil : at
  return nextOutside(awake, quiet)
}

/** What is to be said, as far as it decides when. */
interface Timed {
  priority: Priority
  /** Waits for the office hours of a working day. */
  inOffice?: boolean
}

/** When something may go out that waits for the end of quiet spans and, if so, for the office hours of a working day. */
export function firstFree(
  at: Date,
  { priority, inOffice }: Timed,
  { quiet, officeHours }: Pick<PolicyValues, 'quiet' | 'officeHours'>,
  calendar: WorkCalendar,
  silentUntil?: Date | null,
): Date {
  const free = earliest(at, priority, quiet, silentUntil)
  if (!inOffice || priority === 'emergency' || priority === 'reply') return free
  return earliest(nextOfficeTime(free, officeHours, calendar), priority, quiet, silentUntil)
}

/** What is to be said, as far as it decides whether it may be. */
interface Unasked {
  audience: Audience
  priority: Priority
  ticketId?: string | null
  /** It must not use up the last group post of its ticket. */
  leavesRoom?: boolean
}

/** Whether something counts against the group posts of its ticket. */
export function isUnaskedPost({ audience, priority, ticketId }: Unasked): boolean {
  return audience === 'group' && priority === 'notice' && Boolean(ticketId)
}

/** Why something is not said at all, after so many group posts of its ticket; null where it may be. */
export function whyWithheld(
  unasked: Unasked,
  mode: CommunityMode,
  { posts, budget }: { posts: number; budget: number },
): string | null {
  if (!maySpeak(mode, unasked.audience, unasked.priority)) return `mode ${mode}`
  const left = budget - (unasked.leavesRoom ? 1 : 0)
  return isUnaskedPost(unasked) && posts >= left ? 'group posts of this ticket used up' : null
}

/** Whether a group has had its planned posts of the day or of the week. */
export function isPlannedFull(
  had: { day: number; week: number },
  rules: Pick<PolicyValues, 'plannedPostsPerDay' | 'plannedPostsPerWeek'>,
): boolean {
  return had.day >= rules.plannedPostsPerDay || had.week >= rules.plannedPostsPerWeek
}
