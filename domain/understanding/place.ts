import type { Location, TriageContext } from '../triage.ts'
import { type Address, readAddress } from './address.ts'
import type { Hits } from './lexicon.ts'
import { findHits } from './lexicon.ts'
import { normaliseText } from './normalise-text.ts'

const home = /(?:我家|我们家|咱家|家里|屋里|家中|我屋|我这屋)/u
const ourBuilding = /(?:咱楼|咱们楼|我们楼|本楼|这栋楼|咱栋|我们栋|这楼|咱这楼|咱这栋|我们这栋|楼里)/u
/** 4楼西户, 负1层 */
const floor = /(?<floor>(?<!\d)\d{1,2})(?:楼|层)(?<side>[东西南北中]户)?(?!\d|单元)/u
const basement = /负(?<depth>[1-5])(?:层|楼)?/u
/** 地库E区: the part of a wide place, said right after it. */
const part = /^\s?(?:[A-Z]|[东西南北])区/u

/** Reads where something is; the group and the speaker's home fill in only what the words imply. */
export function parsePlace(text: string, context: TriageContext): Location {
  const normal = normaliseText(text)
  return locate(normal, findHits(normal), context)
}

/** As `parsePlace`, for a text that was read before. */
export function locate(normal: string, hits: Hits, context: TriageContext): Location {
  const address = besideOthers(normal, readAddress(normal, context), context)
  const place = placeOf(normal, hits)
  const isHome = home.test(normal) || hits.place.some((hit) => hit.sense.scope === 'own')
  if (!address.building && context.home && isHome && fitsHome(address, context.home))
    return { ...address, ...context.home, place }
  if (address.building || !context.building) return { ...address, place }
  const isGrounds = !address.unit && !address.room && !isHome && isOnGrounds(normal, hits)
  if (isGrounds) return { ...address, place }
  return { ...address, building: context.building, unit: address.unit ?? context.unit ?? null, place }
}

/** Writes a location the way neighbours say it: 3号楼2单元501室厨房. Empty when nothing is known. */
export function formatPlace(location: Location): string {
  const { building, unit, room, place } = location
  const parts = [building && buildingName(building), unit && `${unit}单元`, room && `${room}室`, place]
  // 5号楼 and 楼后 is 5号楼后; 1单元 and 单元门口 is 1单元门口.
  return parts
    .filter(Boolean)
    .join('')
    .replaceAll(/(?<end>楼|单元)\k<end>/gu, '$<end>')
}

/** As `formatPlace`, but without the room: this is what a group may see. */
export function formatPublicPlace(location: Location): string {
  return formatPlace({ ...location, room: null, place: withoutRoom(location.place) })
}

/** Whether the words are about the grounds all buildings share. */
export function isOnGrounds(normal: string, hits: Hits): boolean {
  if (ourBuilding.test(normal)) return false
  const scopes = hits.place.map((hit) => hit.sense.scope)
  return scopes.includes('grounds') && !scopes.includes('building')
}

// 就咱这栋楼没电，看对面11号楼亮着: the other building is only a comparison.
function besideOthers(normal: string, address: Address, context: TriageContext): Address {
  const isOurs = context.building !== undefined && ourBuilding.test(normal)
  return isOurs && address.building !== context.building ? { ...address, building: null } : address
}

function buildingName(building: string): string {
  return /^[A-Z]$/u.test(building) ? `${building}座` : `${building}号楼`
}

function withoutRoom(place: string | null): string | null {
  return place && !/\d{3}/u.test(place) ? place : null
}

function fitsHome(address: Address, own: NonNullable<TriageContext['home']>): boolean {
  return (!address.unit || address.unit === own.unit) && (!address.room || address.room === own.room)
}

// The first place named counts; a bare floor only when nothing better is said.
function placeOf(normal: string, hits: Hits): string | null {
  const first = hits.place[0]
  if (first) return first.sense.name + (part.exec(normal.slice(first.end))?.[0] ?? '').trim()
  const depth = basement.exec(normal)?.groups?.depth
  if (depth) return `负${depth}层`
  const match = floor.exec(normal)
  return match?.groups?.floor ? `${match.groups.floor}楼${match.groups.side ?? ''}` : null
}
