import { sayDate } from './clocks.ts'
import type { Phones } from './phones.ts'
import { numberOf, phoneName } from './phones.ts'
import { authorities } from './policy/authorities.ts'
import type { RoutedRow } from './policy/authority-for.ts'
import { authorityFor } from './policy/authority-for.ts'
import { categoryTable } from './policy/categories.ts'
import type { Conflict } from './policy/conflicts.ts'
import { firstOwner, ownerName } from './policy/first-owner.ts'
import type { Citation } from './policy/grounds.ts'
import { answerGround, groundsFor } from './policy/grounds.ts'
import type { PolicySettings } from './policy/index.ts'
import { namedPacks, packs, policyFor } from './policy/index.ts'
import type { Profile } from './policy/profile.ts'
import type { Reader, Standing } from './policy/standing.ts'
import { lastDayOf, mayCite, standingOf } from './policy/standing.ts'
import type { Category } from './triage.ts'

/** The community at hand, as far as its rules are concerned. */
export interface Ruled extends PolicySettings {
  profile: Profile
  phones: Phones
}

/** Who reads it, and when. */
export interface View {
  reader: Reader
  at: Date
}

const most: Record<Reader, number> = { resident: 3, staff: 10 }

/** Papers that are not in force are for staff, and say so. */
const worth: Record<Standing, string> = {
  in_force: '',
  product: '',
  draft: '（征求意见稿，不对居民引用）',
  expired: '（已到期，不对居民引用）',
  not_yet: '（尚未施行，不对居民引用）',
}

function cite({ pack, standing, section, phrase }: Citation): string {
  return `${pack.document} ${section}“${phrase}”${worth[standing]}`
}

function phoneOf(phones: Phones, kind: Parameters<typeof numberOf>[1] | null): string {
  const number = kind && numberOf(phones, kind)
  return number ? `（电话${number}）` : ''
}

/** The papers a community goes by, as far as this reader may be told, and what the time for an answer rests on. */
export function papersText(community: Ruled, view: View): string {
  const papers = namedPacks(community.packs).filter((pack) => mayCite(pack, view.reader, view.at))
  const lines = papers.map((pack) => {
    const last = lastDayOf(pack)
    const until = last ? `，有效期到${sayDate(last)}` : ''
    const title = pack.title === pack.document ? '' : `，${pack.title}`
    return `${pack.document}${title}${until}${worth[standingOf(pack, view.at)]}`
  })
  const head = lines.length > 0 ? `本小区按这些文件办：\n${lines.join('\n')}` : '本小区还没有登记现行文件。'
  return `${head}\n${answerLine(null, community, view)}\n想看某一类事，说“依据 停车”。`
}

/** What the time for an answer and the responsibility for a matter rest on. */
export function groundsText(category: Category, community: Ruled, view: View): string {
  const { name } = categoryTable[category]
  const answer = answerGround(category, community, view).citation
  const places = groundsFor(category, community.packs, view)
    .filter((place) => !answer || cite(place) !== cite(answer))
    .slice(0, most[view.reader])
  const found =
    places.length > 0 ? `写到这类事的：\n${places.map(cite).join('\n')}` : '现行文件里没有直接写到这类事。'
  return [
    `${name}：`,
    answerLine(category, community, view),
    found,
    ...conflictLines(authorityFor(category, community.packs).conflicts, community, view),
    `找谁，说“谁来管 ${name}”。`,
  ].join('\n')
}

/** What the time for an answer rests on; without a category, for matters in general. */
export function answerLine(category: Category | null, community: Ruled, view: View): string {
  const { hours, citation, decision } = answerGround(category, community, view)
  const time = `${hours}小时内答复`
  if (citation) return `${time}，依据${cite(citation)}。`
  if (!decision) return `${time}，这是小邻的服务约定，没有现行文件规定。`
  const who = view.reader === 'staff' ? `（${decision.by}，${decision.at}，${decision.reason}）` : ''
  return `${time}，这是本小区自己定的${who}。`
}

/** Who is turned to first for a matter, which authority is behind, and where the papers disagree. */
export function responsibleText(category: Category, community: Ruled, view: View): string {
  return [firstLine(category, community), ...linesBehind(category, community, view)].join('\n')
}

/** What comes after the first owner of a matter: dissuasion, authorities, contradictions. */
export function linesBehind(category: Category, community: Ruled, view: View): string[] {
  const { rows, conflicts } = authorityFor(category, community.packs, view.reader)
  // An authority that is in dispute is named only where the dispute is.
  const sides = conflicts.flatMap((conflict) => conflict.sides.map(({ from }) => from))
  const plain = rows.filter(({ id }) => !sides.includes(id))
  return [
    ...dissuasionLine(category, community),
    ...(view.reader === 'staff' ? staffRows(rows, view) : residentRows(plain, community, view)),
    ...conflictLines(conflicts, community, view),
  ]
}

function firstLine(category: Category, { profile, phones, ...settings }: Ruled): string {
  const { name, isUtility, phone, accused } = categoryTable[category]
  const owner = firstOwner(category, profile)
  const reach = `${ownerName[owner]}${owner === 'committee' ? '，还没成立的由社区代行' : phoneOf(phones, owner)}`
  if (isUtility) {
    const hours = policyFor(settings, 'utilityHours')
    return `${name}：先找${name}单位${phoneOf(phones, phone)}，${hours}小时内应有回应；没移交给它的管线、设备，找${reach}。`
  }
  if (accused) return `${name}：由${reach}来管，被反映的一方不经手。`
  const other =
    phone && numberOf(phones, phone) ? `，也可打${phoneName[phone]}${numberOf(phones, phone)}` : ''
  return `${name}：先找${reach}${other}。`
}

function dissuasionLine(category: Category, { profile, ...settings }: Ruled): string[] {
  if (!categoryTable[category].needsDissuasion) return []
  const hours = policyFor(settings, 'dissuasionReportHours')
  return [
    `${ownerName[firstOwner(category, profile)]}先劝阻；劝不住的，${hours}小时内报业委会（物管会）、街道和主管部门。`,
  ]
}

/** One line for each authority; a supplier has been named before. */
function residentRows(rows: readonly RoutedRow[], { phones }: Ruled, { at }: View): string[] {
  const told = rows.filter(
    ({ authority }, i) =>
      authority !== 'supplier' && rows.findIndex((row) => row.authority === authority) === i,
  )
  const shown = told.slice(0, most.resident)
  if (shown.length === 0) return []
  const lines = shown.map(({ issue, authority }) => {
    const { name, phone } = authorities[authority]
    return `${issue}：${name}${phoneOf(phones, phone)}`
  })
  const isCertain = shown.every((row) => row.isOwn && isInForce(row, at))
  return [
    '办不下来的，可以找：',
    ...lines,
    ...(isCertain ? [] : ['部门分工各地不尽相同，以街道的答复为准。']),
  ]
}

function isInForce({ pack }: RoutedRow, at: Date): boolean {
  return packs.some((one) => one.id === pack && standingOf(one, at) === 'in_force')
}

/** Staff see every row with its paper, the community's own first. */
function staffRows(rows: readonly RoutedRow[], { at }: View): string[] {
  const lines = rows.flatMap(({ issue, named, pack: id, section, phrase, isOwn }) => {
    const pack = packs.find((one) => one.id === id)
    const from = isOwn ? '' : '参考：'
    return pack
      ? [`${issue}：${named}，${from}${cite({ pack, standing: standingOf(pack, at), section, phrase })}`]
      : []
  })
  return lines.length > 0 ? ['办不下来的，可以找：', ...lines] : []
}

/** Contradictions are laid open; whoever asks is told whom to ask. */
function conflictLines(conflicts: readonly Conflict[], { phones }: Ruled, { reader }: View): string[] {
  return conflicts.map(({ question, sides }) => {
    const said = sides
      .map(({ says, from }) => `有的写${says}${reader === 'staff' ? `（${from}）` : ''}`)
      .join('，')
    return `${question}，文件说法不一：${said}。请问街道以哪个为准${phoneOf(phones, 'street')}。`
  })
}
