import type { Location } from '../triage.ts'
import { normaliseText } from '../understanding/normalise-text.ts'
import { parsePlace } from '../understanding/place.ts'

/** A number, as somebody who was asked 几单元 or 几号楼 says it. */
const bareNumber = /^(?<n>[0-9一二三四五六七八九十]{1,3})(?:号|栋|楼|号院)?$/u
const pair = /^(?<building>\d{1,3})-(?<unit>\d{1,2})$/u
const longest = 20

/** Whether words are nothing but a place, or the number that a question asked for. */
export function isPlaceAnswer(text: string): boolean {
  const words = text.trim()
  if (bareNumber.test(words) || pair.test(normaliseText(words))) return true
  const { building, unit } = parsePlace(words, {})
  return Boolean(building ?? unit) && words.length <= longest
}

/** The place with what an answer adds to it; a bare number counts as what was needed. */
export function answeredPlace(place: Location, words: string, need: 'building' | 'unit'): Location {
  const said = readAnswer(words.trim(), need)
  return {
    building: said.building ?? place.building,
    unit: said.unit ?? place.unit,
    room: place.room,
    place: place.place,
  }
}

function readAnswer(words: string, need: 'building' | 'unit'): Partial<Location> {
  const both = pair.exec(normaliseText(words))?.groups
  if (both) return { building: both.building ?? null, unit: both.unit ?? null }
  const measure = need === 'unit' ? '单元' : '号楼'
  const isBare = bareNumber.test(words)
  return parsePlace(isBare ? `${words.replace(/(?:号院|[号栋楼])$/u, '')}${measure}` : words, {})
}
