import { categoryTable, isSameMatter } from '../policy/categories.ts'
import type { Category, Location, Triage } from '../triage.ts'
import { type Address, readAddress } from '../understanding/address.ts'
import { normaliseText } from '../understanding/normalise-text.ts'
import { readCorrection } from './correction.ts'

/** What runs through the flats of one unit, so that where several live it is tells which. */
const risers: readonly Category[] = ['repair.water', 'heating']

/** A ticket's place after its reporter has said more: what was missing is filled in, a correction replaces what was wrong. */
export function amendedPlace(known: Location & { category: Category }, said: Triage, text: string): Location {
  const { building, unit, room, place, category } = known
  const corrected = readCorrection(text)
  if (corrected) return { ...replaced(known, corrected), place }
  // 楼下来敲门了 is no news of where the pipe leaks.
  const isAboutIt = building === null || said.category === null || isSameMatter(said.category, category)
  const where = place ?? (isAboutIt ? said.place : null)
  if (contradicts(known, said)) return { building, unit, room, place: where }
  return {
    building: building ?? said.building,
    unit: unit ?? said.unit,
    room: room ?? said.room,
    place: where,
  }
}

/**
 * A ticket's place after one more household has joined: building and unit are filled in where they were missing, by the
 * words or, where they have to be known, by where the household lives; a matter of several households is no single flat's.
 */
export function joinedPlace(
  known: Location & { category: Category; missing: readonly ('building' | 'unit')[] },
  said: { text: string; place: string | null },
  home: Pick<Location, 'building' | 'unit'> | null,
  households: number,
): Location {
  const { building, unit, room, place, category, missing } = known
  const row = categoryTable[category]
  const kept = { building, unit, room: households > 1 && !row.isInHome ? null : room, place }
  const named = readAddress(normaliseText(said.text), {})
  if (row.isCommunityWide || contradicts(known, named)) return kept
  const isNear = !home || building === null || home.building === building
  // Which unit the neighbour lives in tells nothing of a shed on the roof.
  const lived = (level: 'building' | 'unit') =>
    isNear && (missing.includes(level) || risers.includes(category)) ? (home?.[level] ?? null) : null
  return {
    ...kept,
    building: building ?? named.building ?? lived('building'),
    unit: unit ?? named.unit ?? lived('unit'),
    place: building === null ? (place ?? said.place) : place,
  }
}

/** Whether somebody who went to the first place has to be told of the second. */
export function isMoved(from: Location, to: Location): boolean {
  return (
    from.building !== to.building || from.unit !== to.unit || (from.room !== null && from.room !== to.room)
  )
}

function replaced(
  known: Location,
  { building, unit, room }: Omit<Location, 'place'>,
): Omit<Location, 'place'> {
  return {
    building: building ?? known.building,
    unit: unit ?? known.unit,
    room: room ?? known.room,
  }
}

function contradicts(known: Address, said: Address): boolean {
  const differs = (a: string | null, b: string | null) => a !== null && b !== null && a !== b
  return differs(known.building, said.building) || differs(known.unit, said.unit)
}
