import type { Category } from '../triage.ts'
import type { Conflict } from './conflicts.ts'
import { conflicts } from './conflicts.ts'
import { namedPacks } from './index.ts'
import type { RoutingRow } from './routing.ts'
import { partOf, routes, routingRows } from './routing.ts'
import type { Reader } from './standing.ts'

const rowById = new Map(routingRows.map((row) => [row.id, row]))

/** A row of the table, its issue narrowed to the matter at hand, and whether one of the community's own papers says it. */
export type RoutedRow = RoutingRow & { isOwn: boolean }

/**
 * Which authorities answer for a matter: what the community's own packs say, in their order, then what the other
 * papers say by default; and the contradictions between papers. Staff also get the rows that are of no use to a resident.
 */
export function authorityFor(
  category: Category,
  packIds: readonly string[],
  reader: Reader = 'staff',
): { rows: RoutedRow[]; conflicts: Conflict[] } {
  const { everybody, staff = [] } = routes[category]
  const all = reader === 'staff' ? [...everybody, ...staff] : everybody
  const rows = all.flatMap((id) => {
    const row = rowById.get(id)
    return row ? [{ ...row, issue: partOf[id]?.[category] ?? row.issue }] : []
  })
  const order = namedPacks(packIds).map((pack) => pack.id)
  const own = order.flatMap((id) => rows.filter((row) => row.pack === id))
  const others = rows.filter((row) => !order.includes(row.pack))
  return {
    rows: [
      ...own.map((row) => ({ ...row, isOwn: true })),
      ...others.map((row) => ({ ...row, isOwn: false })),
    ],
    conflicts: conflicts.filter(({ categories }) => categories.includes(category)),
  }
}
