import type { Category } from '../triage.ts'
import type { Team } from './categories.ts'
import { categoryTable } from './categories.ts'
import type { Profile } from './profile.ts'

/** Who is turned to first for a matter. */
export type Owner = Team

/** How residents know them. */
export const ownerName: Record<Owner, string> = {
  property: '物业',
  committee: '业委会（物管会）',
  district: '社区',
  street: '街道',
}

/** Who runs the place, and is turned to for whatever nobody is accused of. */
export const runnerOf: Record<Profile, Owner> = {
  professional: 'property',
  semi: 'property',
  district_run: 'district',
  self_run: 'committee',
}

/** Who is above those who run the place; where 社区 runs it, that is 街道. */
const above: Record<Profile, Owner> = {
  professional: 'district',
  semi: 'district',
  district_run: 'street',
  self_run: 'district',
}

/**
 * Who is turned to first for a matter in a community of this profile. Whoever is complained about is never it: such
 * matters go to whoever supervises. `accused` is given where it is not the one the category names.
 */
export function firstOwner(
  category: Category,
  profile: Profile,
  accused = categoryTable[category].accused,
): Owner {
  if (accused === 'property') return above[profile]
  if (accused === 'committee') return 'district'
  // A 准物业 is there for cleaning, order and upkeep; the rest stays with 社区.
  const isBeyond = profile === 'semi' && categoryTable[category].service === null
  return isBeyond ? 'district' : runnerOf[profile]
}
