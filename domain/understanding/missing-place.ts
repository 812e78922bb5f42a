import type { Category, Location } from '../triage.ts'
import type { Hits } from './lexicon.ts'
import { isOnGrounds } from './place.ts'

/** Categories in which nobody can go anywhere without this much of an address. */
const needed: Partial<Record<Category, readonly ('building' | 'unit')[]>> = {
  'repair.elevator': ['building', 'unit'],
  'repair.door_access': ['building', 'unit'],
  'repair.electric': ['building', 'unit'],
  'repair.water': ['building'],
  'repair.structure': ['building'],
  heating: ['building'],
  gas: ['building'],
  water_supply: ['building'],
  power_supply: ['building'],
  telecom: ['building'],
  noise: ['building'],
  decoration: ['building'],
  illegal_building: ['building'],
  high_throwing: ['building'],
}

/** Matters of the whole community need no address. */
const everywhere = /小区|全院|院里|院子|各楼|全部楼|所有楼|每栋|每个单元/u

/** Names what must be asked before anyone can go where a complaint of this category is about. */
export function missingPlace(
  normal: string,
  hits: Hits,
  category: Category | null,
  location: Location,
): ('building' | 'unit')[] {
  const wanted = (category && needed[category]) ?? []
  if (wanted.length === 0 || everywhere.test(normal) || isOnGrounds(normal, hits)) return []
  // Towers named by a letter rarely have units; a room without a unit is found as well.
  const needsNoUnit = location.room !== null || /^[A-Z]/u.test(location.building ?? '')
  return wanted.filter((part) => location[part] === null && !(part === 'unit' && needsNoUnit))
}
