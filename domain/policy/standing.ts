import type { Pack } from './pack.ts'

/** What a paper is worth on a day. */
export type Standing = 'in_force' | 'not_yet' | 'draft' | 'expired' | 'product'

const dayMs = 86_400_000

function startOf(date: string): number {
  return new Date(`${date}T00:00:00+08:00`).getTime()
}

/** What a pack is worth at a time; its first and its last day belong to it. */
export function standingOf({ status, validFrom, validTo }: Pack, at: Date): Standing {
  if (status !== 'in_force') return status
  if (validFrom && at.getTime() < startOf(validFrom)) return 'not_yet'
  return validTo && at.getTime() >= startOf(validTo) + dayMs ? 'expired' : 'in_force'
}

/** The last day of a paper, if it has one. */
export function lastDayOf({ validTo }: Pack): Date | null {
  return validTo ? new Date(startOf(validTo)) : null
}

/** Who reads a 依据: residents see what is in force; staff also what is only a draft, not in force yet, or over. */
export type Reader = 'resident' | 'staff'

/** Whether a paper may be named as 依据 to this reader at this time; the product's own defaults are no paper. */
export function mayCite(pack: Pack, reader: Reader, at: Date): boolean {
  const standing = standingOf(pack, at)
  return standing === 'in_force' || (reader === 'staff' && standing !== 'product')
}
