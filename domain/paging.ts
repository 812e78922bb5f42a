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
