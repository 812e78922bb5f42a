import type { Location, TriageContext } from '../triage.ts'

/** The numbered part of a location. */
export type Address = Pick<Location, 'building' | 'unit' | 'room'>

/** One mention of an address in a text, in the order of the text. */
interface Mention extends Address {
  /** Somebody else's door, or a landmark: 楼上1502, 对面11号楼. */
  isOther: boolean
}

const zone = '[东西南北]区?|[A-Z]区'
const name = '(?<building>\\d{1,3}|[A-Z]\\d{0,2})'
const notMore =
  '(?![\\d.]|\\s?(?:[元块毛平米度多个年天斤瓦分钟户次月点号栋期弄页字升吨位辆台瓶袋箱张条层兆KMG%℃°:]|楼(?![上下道梯顶里])))'
const room = `(?<room>\\d{3,4})(?:室|号房|房|户)?${notMore}`
const gap = '[\\s,的-]{0,2}'
const unitWord = '(?:单元|(?<=[\\dA-Z])门洞|(?<=\\d)门(?![口卫岗禁诊店铃锁窗缝槛把上前后外边厅]))'

/** 12-2-501, 12#2-501, 12号楼-2单元-501 */
const triple = `(?<![\\d.-])(?<tripleZone>${zone})?(?<tripleBuilding>[A-Z]?\\d{1,3}|[A-Z])[#/.-](?<tripleUnit>\\d{1,2})[-/.](?<tripleRoom>\\d{3,4})(?![\\d元块])`
/** 12号楼, B座1102, 东区7号楼2单元, 3栋1-502, 15号楼702 */
const named = `(?<![A-Z\\d])(?<zone>${zone})?${name}\\s?(?:号楼|号院?楼|#楼|#|栋楼?|幢楼?|座楼?|号(?=\\d{1,2}单元)|楼(?=\\d{1,2}单元))(?:${gap}(?:(?<unit>\\d{1,2}|[A-Z东西中])${unitWord}|(?<dashUnit>\\d{1,2})-(?=\\d{3,4})))?(?:${gap}${room})?`
/** 2单元, 2单元301 */
const unitOnly = `(?<![\\d.])(?<onlyUnit>\\d{1,2}|[A-Z东西中])${unitWord}(?:${gap}(?<onlyUnitRoom>\\d{3,4})(?:室|房|户)?${notMore})?`
/** 3-802 */
const pair = `(?<![\\d.-])(?<pairFirst>\\d{1,3})-(?<pairSecond>\\d{3,4})(?!\\d|-\\d)${notMore}`
/** 4-1楼道: building and unit */
const shortPair = `(?<![\\d.-])(?<shortBuilding>\\d{1,2})-(?<shortUnit>\\d)(?=\\s?(?:楼道|电梯|楼梯|门禁|单元门|的|门口))`
/** B1102 */
const letter = `(?<![A-Z\\d])(?<letter>[A-Z])-?(?<letterRoom>[1-9]\\d{2,3})(?![\\d.A-Z])`
/** 501 by itself */
const lone = `(?<![\\d.A-Z$¥+-]|\\d:)(?<lone>[1-9]\\d{2,3})(?![\\dA-Z.:/+-])${notMore}`

const anyMention = new RegExp([triple, named, unitOnly, pair, shortPair, letter, lone].join('|'), 'gu')

/** Without a number or a letter only 东单元 can be an address. */
const mayMention = /[\dA-Z]|[东西中]单元/u
const otherDoor = /(?:楼上|楼下|对门|对面|隔壁|旁边|不像|往|渗到|漏到|淹到|流到|人家|联系|@)\s?的?$/u
const ownDoor = /(?:我家|我是|我住|家住|我|住)(?:在|的)?\s?$/u
const services = new Set(['110', '119', '120', '122', '1234', '1212', '1000', '1001', '1002'])

/** Reads building, unit and room of a normalised text; what the text leaves open stays null. */
export function readAddress(text: string, context: TriageContext): Address {
  const mentions = findMentions(text, context)
  const own = mentions.filter((mention) => !mention.isOther)
  const chosen = own.length > 0 ? own : mentions
  return chosen.reduce(complete, { building: null, unit: null, room: null })
}

/**
 * All ways to read the first address of a normalised text, the likeliest first: 3-802 is building 3 or unit 3, and
 * 4-1 building 4 or unit 4. Empty where no address is named.
 */
export function readingsOf(text: string, context: TriageContext): Address[] {
  const match = mayMention.test(text) ? text.matchAll(anyMention).next().value : undefined
  if (!match) return []
  const groups = match.groups ?? {}
  const likeliest = addressOf(groups, context, text.slice(Math.max(0, match.index - 4), match.index))
  if (!likeliest) return []
  return [likeliest, ...otherReadings(groups, likeliest)]
}

function otherReadings({ pairFirst, shortBuilding, shortUnit }: Groups, likeliest: Address): Address[] {
  const { building, unit, room } = likeliest
  if (pairFirst && building) return pairFirst.length < 3 ? [{ building: null, unit: building, room }] : []
  if (pairFirst) return [{ building: unit, unit: null, room }]
  if (!shortBuilding) return []
  const asUnit = make(undefined, shortBuilding, undefined)
  return [building ? asUnit : make(shortBuilding, shortUnit, undefined)]
}

// A later mention fills what an earlier one left open, as long as the two do not contradict.
function complete(known: Address, mention: Address): Address {
  if (known.building && mention.building && known.building !== mention.building) return known
  if (known.unit && mention.unit && known.unit !== mention.unit) return known
  return {
    building: known.building ?? mention.building,
    unit: known.unit ?? mention.unit,
    room: known.room ?? mention.room,
  }
}

function findMentions(text: string, context: TriageContext): Mention[] {
  const mentions: Mention[] = []
  if (!mayMention.test(text)) return mentions
  for (const match of text.matchAll(anyMention)) {
    const address = addressOf(
      match.groups ?? {},
      context,
      text.slice(Math.max(0, match.index - 4), match.index),
    )
    if (!address) continue
    const before = text.slice(Math.max(0, match.index - 5), match.index)
    mentions.push({ ...address, isOther: otherDoor.test(before) && !ownDoor.test(before) })
    if (mentions.length >= 20) break
  }
  return mentions
}

type Groups = Record<string, string | undefined>

function addressOf(groups: Groups, context: TriageContext, before: string): Address | null {
  if (groups.tripleRoom)
    return make(inZone(groups.tripleZone, groups.tripleBuilding), groups.tripleUnit, groups.tripleRoom)
  if (groups.building) {
    const zoned = inZone(groups.zone, groups.building)
    return make(zoned, groups.unit ?? groups.dashUnit, groups.room)
  }
  if (groups.onlyUnit) return make(undefined, groups.onlyUnit, groups.onlyUnitRoom)
  if (groups.shortBuilding) return fromShortPair(groups, context)
  if (groups.pairFirst) return fromPair(groups.pairFirst, groups.pairSecond, context)
  if (groups.letter)
    return isLikelyRoom(groups.letterRoom) ? make(groups.letter, undefined, groups.letterRoom) : null
  return fromLone(groups.lone, before)
}

// In a building's own group the first of two numbers is the unit, unless it names that very building.
function fromPair(first: string, second: string | undefined, context: TriageContext): Address | null {
  if (!isLikelyRoom(second)) return null
  if (context.building && first !== context.building && first.length < 3)
    return make(undefined, first, second)
  return make(first, undefined, second)
}

function fromShortPair(groups: Groups, context: TriageContext): Address {
  if (context.building && groups.shortBuilding !== context.building)
    return make(undefined, groups.shortBuilding, undefined)
  return make(groups.shortBuilding, groups.shortUnit, undefined)
}

function fromLone(number: string | undefined, before: string): Address | null {
  if (!number || services.has(number) || !isLikelyRoom(number)) return null
  if (/[拨打电话号第共约近卖花涨扣收交到￥]$/u.test(before)) return null
  return make(undefined, undefined, number)
}

// Floor 1 to 40 and door 01 to 12: 1102 is a room, 180 and 2025 are not.
function isLikelyRoom(number: string | undefined): boolean {
  if (!number) return false
  const door = Number(number.slice(-2))
  const floor = Number(number.slice(0, -2))
  return door >= 1 && door <= 12 && floor >= 1 && floor <= 40
}

function inZone(zoneName: string | undefined, building: string | undefined): string | undefined {
  return zoneName && building ? `${zoneName.charAt(0)}区${plain(building)}` : building
}

function make(
  building: string | undefined,
  unit: string | undefined,
  roomNumber: string | undefined,
): Address {
  return { building: plain(building), unit: plain(unit), room: roomNumber ?? null }
}

// 07 and 7 are the same building.
function plain(number: string | undefined): string | null {
  return number?.replace(/^([A-Z]?)0+(?=\d)/u, '$1') ?? null
}
