import type { Location, TriageContext } from '../triage.ts'
import { readAddress } from '../understanding/address.ts'
import { normaliseText } from '../understanding/normalise-text.ts'

/** Where a name in a group says its bearer lives; a hint, never proof. */
export type NamedHome = Pick<Location, 'building' | 'unit' | 'room'>

/** 3-1晓梅, 5-2王姐: building and unit. */
const shortPair = /^(?<building>\d{1,2}|[A-Z])[-#](?<unit>\d{1,2})(?![\d-])/u

/** Reads the home out of a group name such as “5-1-301 老李”, “13栋阿强” or “1901小夏”; null when it names none. */
export function readNamedHome(name: string, group: { building?: string }): NamedHome | null {
  const normal = normaliseText(name)
  const { building, unit } = shortPair.exec(normal)?.groups ?? {}
  const said = building && unit ? { building, unit, room: null } : readAddress(normal, group)
  if (!said.building && !said.unit && !said.room) return null
  return { ...said, building: said.building ?? group.building ?? null }
}

const roleWords: readonly [NonNullable<TriageContext['role']>, RegExp][] = [
  ['unit_leader', /楼长|楼栋长|楼门长|单元长/u],
  ['committee', /业委会|物管会|业主委员会/u],
  ['district_staff', /社区|居委|网格|党支部|书记/u],
  [
    'property',
    /物业|管家|客服|保安|秩序|保洁|工程部|工程|维修|维保|水电工|水暖工|电工|中控|前台|项目经理|热力服务|绿化部/u,
  ],
]

/** The role a group name claims, for chats that tell nothing better; residents otherwise. */
export function guessRole(name: string): NonNullable<TriageContext['role']> {
  return roleWords.find(([, words]) => words.test(name))?.[0] ?? 'resident'
}
