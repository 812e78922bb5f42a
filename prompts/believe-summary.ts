import { categoryTable } from '../domain/policy/categories.ts'
import type { Category, Location, Triage } from '../domain/triage.ts'
import { formatPublicPlace } from '../domain/understanding/place.ts'
import { isMasked } from './mask-text.ts'

const longest = 30
const longestTitle = 60
/** Words, short numbers and plain stops: no links, placeholders, commands or lines. */
const plain = /^[\p{Script=Han}\dA-Za-z，。、（）() ]+$/u
/** A title repeats at least this share of its characters from the words; else it is about something else. */
const leastShared = 1 / 3

interface Described {
  normal: string
  rules: Triage
  names: readonly string[]
  place: Location
  category: Category | null
}

/** A ticket's title, which groups read: the model's where it names no household and fits the words, else the rules'. */
export function believedSummary(said: string, matter: Described): { text: string; isBelieved: boolean } {
  const { rules, place, category } = matter
  const summary = said.trim()
  const isBelieved = isFit(summary, matter)
  const plainly = rules.summary || (category ? categoryTable[category].name : '诉求')
  return { text: withPlace(isBelieved ? summary : plainly, place), isBelieved }
}

function withPlace(summary: string, place: Location): string {
  const where = formatPublicPlace({ ...place, place: null })
  return (summary.startsWith(where) ? summary : `${where}${summary}`).slice(0, longestTitle)
}

function isFit(summary: string, { normal, rules, names }: Described): boolean {
  if (summary.length > longest || !plain.test(summary)) return false
  const said = new Set(normal.match(/\d+/gu))
  const areSaid = (summary.match(/\d+/gu) ?? []).every((digits) => digits.length < 3 && said.has(digits))
  return areSaid && isMasked(summary, names) && isAbout(summary, normal + rules.summary)
}

function isAbout(summary: string, words: string): boolean {
  const characters = [...summary].filter((character) => /\p{Script=Han}/u.test(character))
  const shared = characters.filter((character) => words.includes(character))
  return shared.length > 0 && shared.length >= characters.length * leastShared
}
