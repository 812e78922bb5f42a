import type { Category, TriageContext } from '../triage.ts'
import { type Address, readAddress } from './address.ts'
import { chooseCategory } from './choose-category.ts'
import { findHits, type Hits } from './lexicon.ts'
import { normaliseText, readLimit } from './normalise-text.ts'
import { isOnGrounds } from './place.ts'

/** More parts than anybody relays in one message; the rest stays with the last one. */
const mostParts = 20

const address = '(?:[东西南北]区?)?[\\dA-Z一二三四五六七八九十]{1,3}(?:号楼|栋|幢|座|单元|#|-\\d)'
const link = '(?:另外|此外|再就是|再有|再一个|其次|顺便|对了|还有(?![人一个几点没时]))'
const itemNumber = `(?:\\d{1,2}[.、．)）](?=\\D|${address})|[(（]\\d{1,2}[)）]|[一二三四五六七八九][、.．]|第[一二三四五六七八九][,，、:：])`

/** ；, a new line, 1. 2、 ① or （3） begin a new item for certain. */
const certainBreak = new RegExp(`[;；\\n①-⑳]+|(?:^|(?<=[\\s,，。；;:：]))${itemNumber}`, 'gu')
/** A place or 另外 and its like at the head of a clause may begin one. */
const possibleBreak = new RegExp(`(?<![。!！?？,，、\\s])[。!！?？,，、\\s]+(?=${address}|${link})`, 'gu')
const leadingLink = new RegExp(`^(?:[,，。、\\s]|${link})+`, 'u')

/** What one part of a message says. */
interface Part {
  text: string
  category: Category | null
  /** Something is wrong, asked or wanted here; a part that says nothing of the kind belongs to its neighbour. */
  speaks: boolean
  address: Address
  isGrounds: boolean
  /** Begins at a mark that lists items, or with 另外. */
  isItem: boolean
}

/** Points of category from which a part is taken to have a matter of its own. */
const clearPoints = 3.5
const nowhere: TriageContext = {}
/** Shared by all or about nobody's place: these never inherit the address of the part before. */
const placeless: readonly (Category | null)[] = [
  'fee',
  'public_revenue',
  'committee',
  'service_attitude',
  'parking',
  'greening',
  null,
]

/** Splits a relay into one text per matter, in order, adding the shared place where a later part lacks it; a message about one matter stays whole. */
export function splitMatters(text: string): string[] {
  const whole = text.slice(0, readLimit).trim()
  const parts = breakAt(whole, certainBreak)
    .flatMap((item) => breakAt(item, possibleBreak).map((text, at) => readPart(text, at === 0)))
    .slice(0, mostParts)
  const matters = parts.reduce(gather, [])
  const told = matters.filter((part) => part.speaks)
  if (told.length < 2) return whole ? [whole] : []
  return matters.filter((part) => part.speaks).map((part, at, all) => withPlace(part, all.slice(0, at)))
}

function breakAt(text: string, mark: RegExp): string[] {
  const pieces = text.split(mark).map((piece) => piece.trim())
  const filled = pieces.filter(Boolean)
  if (filled.length <= mostParts) return filled
  return [...filled.slice(0, mostParts - 1), filled.slice(mostParts - 1).join('，')]
}

function readPart(raw: string, isHead: boolean): Part {
  const text = raw.replace(leadingLink, '') || raw
  const normal = normaliseText(text)
  const hits = findHits(normal)
  const matter = chooseCategory(normal, hits)
  const isClear = matter !== null && matter.points >= clearPoints
  return {
    text,
    category: isClear ? matter.category : null,
    speaks: isClear && isSaying(normal, hits),
    address: readAddress(normal, nowhere),
    isGrounds: isOnGrounds(normal, hits),
    isItem: isHead || text !== raw,
  }
}

function isSaying(normal: string, hits: Hits): boolean {
  const isWrong = hits.matter.some(
    ({ sense }) => sense.strength === 'signs' || sense.strength === 'matters' || sense.strength === 'faults',
  )
  return isWrong || hits.grievance.length > 0 || /问|[?吗]/u.test(normal)
}

// A part joins the one before it unless both speak, and of different things or different places.
function gather(parts: Part[], next: Part): Part[] {
  const last = parts.at(-1)
  if (!last) return [next]
  if (isNewMatter(last, next)) return [...parts, next]
  return [...parts.slice(0, -1), join(last, next)]
}

function isNewMatter(last: Part, next: Part): boolean {
  if (!last.speaks || !next.speaks) return false
  if (contradicts(last.address, next.address)) return true
  return next.isItem && last.category !== next.category
}

// 楼上1502 beside 6号楼1402 is the same matter: only doors told with equal precision are two places.
function contradicts(a: Address, b: Address): boolean {
  if (a.building && b.building && a.building !== b.building) return true
  if (a.unit && b.unit && a.unit !== b.unit) return true
  return Boolean(a.building && b.building && a.room && b.room && a.room !== b.room)
}

function join(a: Part, b: Part): Part {
  return {
    text: `${a.text}，${b.text}`,
    category: a.speaks ? a.category : b.category,
    speaks: a.speaks || b.speaks,
    address: {
      building: a.address.building ?? b.address.building,
      unit: a.address.unit ?? b.address.unit,
      room: a.address.room ?? b.address.room,
    },
    isGrounds: a.isGrounds && b.isGrounds,
    isItem: a.isItem,
  }
}

function withPlace(part: Part, earlier: readonly Part[]): string {
  if (part.address.building || part.isGrounds || placeless.includes(part.category)) return part.text
  const source = earlier.findLast((other) => other.address.building)
  if (!source) return part.text
  const { building, unit } = source.address
  const shared = part.address.unit
    ? spoken(building, null)
    : spoken(building, part.address.room ? null : unit)
  return shared + part.text
}

function spoken(building: string | null, unit: string | null): string {
  if (!building) return ''
  const name = /^[A-Z]$/u.test(building) ? `${building}座` : `${building}号楼`
  return unit ? `${name}${unit}单元` : name
}
