import type { DailySpan } from './clocks.ts'
import { nextOutside } from './clocks.ts'

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
