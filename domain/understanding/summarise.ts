import type { Category, Location } from '../triage.ts'
import { categoryWords } from './category-words.ts'
import type { Matter, MatterHit } from './choose-category.ts'
import { formatPublicPlace } from './place.ts'

const longest = 60
/** Words that fit a public line badly; the ticket keeps them, the line does not. */
const unfit = /垃圾物业|物业垃圾|破物业|装死|脏死|冻死|冷死|吵死|太脏|度|味|元|收|交|车|水|钱|费|路|气|电/u

/** Writes the ticket's line: a public place and what is wrong, in words of the tables only, so no name, number or room can slip in. */
export function summarise(location: Location, matter: Matter | null): string {
  const place = formatPublicPlace(location)
  if (!matter) return place ? `${place}诉求` : '诉求'
  return (place + phrase(place, matter)).slice(0, longest)
}

function phrase(place: string, { category, hits }: Matter): string {
  const things = chosen(hits, 'topics', 'things').filter((word) => !place.includes(word))
  const troubles = chosen(hits, 'signs', 'matters', 'faults')
  const words = [...things.slice(0, 1), ...troubles.slice(0, 2)]
  return distinct(words).join('') || fallback(place, category)
}

function fallback(place: string, category: Category): string {
  const { label } = categoryWords[category]
  const isSaid = place.endsWith(label.slice(0, 2))
  return isSaid ? label.slice(2) : label
}

function chosen(hits: readonly MatterHit[], ...strengths: MatterHit['sense']['strength'][]): string[] {
  const found = strengths.flatMap((strength) => hits.filter((hit) => hit.sense.strength === strength))
  return found.map((hit) => hit.word).filter((word) => !(unfit.test(word) && word.length < 2))
}

function distinct(list: readonly string[]): string[] {
  return list.filter(
    (word, at) =>
      !list.some((other, where) => where !== at && other.includes(word) && (other !== word || where < at)),
  )
}
