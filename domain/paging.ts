import type { PolicyValues } from './policy/policy-values.ts'
import type { ClockEvent } from './ticket-clocks.ts'

/** Who is to be called next to a danger that nobody has answered: one more person, or everybody. */
export type NextCall = { kind: 'page'; personId: string } | { kind: 'alarm'; number: number }

/**
 * Whom to call next: everybody of the chain once, in its order; after the last an alarm to all, so many times. Null when
 * all of that was done.
 */
export function nextCall(
  chain: readonly string[],
  called: readonly string[],
  alarms: number,
  alarmTimes: number,
): NextCall | null {
  const personId = alarms === 0 ? chain.find((id) => !called.includes(id)) : undefined
  if (personId !== undefined) return { kind: 'page', personId }
  return alarms < alarmTimes ? { kind: 'alarm', number: alarms + 1 } : null
}

/** Since when somebody is called to a danger: its report, its last reopening, or when it was handed back last. */
export function calledSince({
  openedAt,
  reopenedAt,
  events,
}: {
  openedAt: Date
  reopenedAt: Date | null
  events: readonly ClockEvent[]
}): Date {
  const since = reopenedAt ?? openedAt
  const backAt = events.findLast(({ to }) => to === 'open')?.at
  return backAt && backAt > since ? backAt : since
}

const minuteMs = 60_000

/** What the calls to a danger go by. */
export const callRules = ['emergencyAckMinutes', 'alarmTimes', 'alarmRepeatMinutes'] as const
export type CallRules = Pick<PolicyValues, (typeof callRules)[number]>

/** When it is looked at next whether somebody has come after this call; null after the last alarm. */
export function nextLookAt(call: NextCall, rules: CallRules, now: Date): Date | null {
  const after = (minutes: number) => new Date(now.getTime() + minutes * minuteMs)
  if (call.kind === 'page') return after(rules.emergencyAckMinutes)
  return call.number >= rules.alarmTimes ? null : after(rules.alarmRepeatMinutes)
}
