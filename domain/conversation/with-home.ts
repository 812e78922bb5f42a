import { categoryTable } from '../policy/categories.ts'
import { retitled } from '../retitle.ts'
import type { Category, Location, Triage } from '../triage.ts'
import type { NamedHome } from './sender-name.ts'

/** What comes into every flat: without it, where the speaker lives is where it is missing. */
const piped: readonly Category[] = ['water_supply', 'power_supply', 'telecom', 'gas']

/** What was understood, with the place completed by where the speaker lives, as far as the words leave that open. */
export function withHome(triage: Triage, home: NamedHome | null): Triage {
  if (!home?.building || !triage.isComplaint || contradicts(triage, home)) return triage
  // Where nothing is missing and no building is named, it is on the grounds or everywhere.
  if (triage.building === null && triage.missing.length === 0) return triage
  const place = completed(triage, home)
  return {
    ...triage,
    ...place,
    summary: retitled(triage, place),
    missing: triage.missing.filter((level) => place[level] === null),
  }
}

function completed({ building, unit, room, place, ...triage }: Triage, home: NamedHome): Location {
  const { category, missing, urgency } = triage
  const isInHome = category !== null && (categoryTable[category].isInHome || piped.includes(category))
  const wantsUnit = isInHome || missing.includes('unit')
  // Where danger is told of, it is rarely in the speaker's own flat.
  const wantsRoom = isInHome && urgency !== 'emergency'
  return {
    building: building ?? home.building,
    unit: unit ?? (wantsUnit ? home.unit : null),
    room: room ?? (wantsRoom ? home.room : null),
    place,
  }
}

function contradicts(triage: Triage, home: NamedHome): boolean {
  const differs = (a: string | null, b: string | null) => a !== null && b !== null && a !== b
  return differs(triage.building, home.building) || differs(triage.unit, home.unit)
}
