import type { Category, Location } from '../triage.ts'
import { categoryWords } from './category-words.ts'
import { matterPhrases } from './matter-phrases.ts'
import { formatPublicPlace } from './place.ts'

const longest = 60

/** Writes the ticket's line: a public place and a phrase of our own tables, so that no name, number or room can slip in. */
export function summarise(normal: string, location: Location, category: Category | null): string {
  const phrase = category ? phraseOf(normal, category) : '诉求'
  // 电梯停运 says 电梯 itself.
  const isSaid = location.place !== null && phrase.includes(location.place)
  const where = formatPublicPlace(isSaid ? { ...location, place: null } : location)
  return (where + phrase).slice(0, longest)
}

function phraseOf(normal: string, category: Category): string {
  const found = matterPhrases[category].find(([, words]) => words.test(normal))
  return found?.[0] ?? categoryWords[category].label
}
