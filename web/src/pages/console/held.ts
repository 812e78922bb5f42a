import type { DeliveryRow } from './types.ts'

/** Whether a delivery waits for a time that has not come yet. */
export function isHeld({ status, notBefore }: DeliveryRow, now: Date): boolean {
  return status === 'queued' && notBefore !== null && new Date(notBefore) > now
}

/** How many deliveries wait, to one chat or to all, and when the first of them may go; null when none does. */
export function heldFor(
  deliveries: readonly DeliveryRow[],
  now: Date,
  chatId?: string,
): { count: number; at: Date } | null {
  const waiting = deliveries.filter((row) => isHeld(row, now) && (!chatId || row.chatId === chatId))
  if (waiting.length === 0) return null
  const times = waiting.map(({ notBefore }) => Date.parse(notBefore ?? ''))
  return { count: waiting.length, at: new Date(Math.min(...times)) }
}
