import type { Location } from './triage.ts'
import { formatPublicPlace } from './understanding/place.ts'

/** A ticket's title with its new place in front instead of the old one. */
export function retitled(ticket: Location & { summary: string }, place: Location): string {
  const { summary } = ticket
  const before = formatPublicPlace(ticket)
  if (summary.startsWith(before)) return formatPublicPlace(place) + summary.slice(before.length)
  // A phrase that names the place itself stands behind the numbers alone: 9号楼4单元 and 单元门关不上.
  const numbers = formatPublicPlace({ ...ticket, place: null })
  const rest = summary.startsWith(numbers) ? summary.slice(numbers.length) : summary
  return formatPublicPlace({ ...place, place: null }) + rest
}
