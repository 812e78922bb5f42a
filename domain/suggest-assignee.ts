/** Somebody who could take a ticket. */
export interface Colleague {
  id: string
  isOnDuty: boolean
  /** How many tickets are in hand now. */
  load: number
}

/** Who is proposed for a new ticket: on duty first, then whoever has the fewest in hand; null where nobody can be chosen. */
export function suggestAssignee<C extends Colleague>(colleagues: readonly C[]): C | null {
  const sorted = [...colleagues].sort((a, b) => Number(b.isOnDuty) - Number(a.isOnDuty) || a.load - b.load)
  return sorted[0] ?? null
}
