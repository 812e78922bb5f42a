import type { PhoneKind, Phones } from './phones.ts'
import { numberOf, phoneKinds, phoneName } from './phones.ts'
import { authorities } from './policy/authorities.ts'
import { authorityFor } from './policy/authority-for.ts'
import { categoryTable } from './policy/categories.ts'
import type { Category } from './triage.ts'

/** Who outside is responsible, and the number that reaches them; null where the community has not given it. */
export interface Responsible {
  name: string
  phone: string | null
  isUtility: boolean
}

/** People call them by many names. */
const called: Partial<Record<PhoneKind, RegExp>> = {
  heat: /供热|供暖|热力|暖气公司/u,
  water: /供水|自来水|水务|水司/u,
  power: /供电|电力|国网|电业/u,
  gas: /燃气|天然气|煤气/u,
  telecom: /通信|电信|移动|联通|宽带|广电|铁塔/u,
  lift: /电梯|维保/u,
  police: /公安|派出所|警/u,
  fire: /消防/u,
  city_management: /城管|综合执法/u,
  market: /市场监管|市监|工商/u,
  housing: /住建|房管|房产/u,
  street: /街道|街办|镇政府/u,
}
const utilities: readonly PhoneKind[] = ['heat', 'water', 'power', 'gas', 'telecom']

/** Who answers for a kind of matter by the papers: the supplier first, then the authorities nobody disputes. */
export function likelyResponsible(
  category: Category,
  { packs, phones }: { packs: readonly string[]; phones: Phones },
): Responsible[] {
  const { isUtility, phone, name } = categoryTable[category]
  const supplier =
    isUtility && phone ? [{ name: `${name}单位`, phone: numberOf(phones, phone), isUtility }] : []
  const { rows, conflicts } = authorityFor(category, packs)
  const disputed = conflicts.flatMap(({ sides }) => sides.map(({ from }) => from))
  const ids = rows
    .filter(({ id, authority }) => !disputed.includes(id) && authority !== 'supplier')
    .map(({ authority }) => authority)
  const others = [...new Set(ids)].map((id) => {
    const { name: title, phone: kind } = authorities[id]
    return { name: title, phone: kind && numberOf(phones, kind), isUtility: false }
  })
  return [...supplier, ...others]
}

const number = /(?<!\d)(?:0\d{2,3}[-\s]?)?\d{3,4}[-\s]?\d{4}(?!\d)|(?<!\d)1\d{10}(?!\d)|(?<!\d)\d{5}(?!\d)/u

/** The telephone number in words, if there is one. */
export function phoneIn(words: string): string | null {
  return number.exec(words)?.[0] ?? null
}

/** Reads 供热公司 0472-5550150 or 城管; the number of a well-known one is taken from the community's board. */
export function readResponsible(words: string, phones: Phones): Responsible | null {
  const said = phoneIn(words)
  const name = words
    .replace(said ?? '', '')
    .replace(/^(?:由|归|是|给|属于)|电话|号码|(?:负责|来管|处理)(?=[\s，,：:。]*$)/gu, '')
    .replace(/[\s，,：:。、（）()]+/gu, '')
  const kind = phoneKinds.find((one) => called[one]?.test(name) ?? phoneName[one] === name)
  if (name.length < 2) return null
  return {
    name,
    phone: said ?? (kind ? numberOf(phones, kind) : null),
    isUtility: kind !== undefined && utilities.includes(kind),
  }
}
