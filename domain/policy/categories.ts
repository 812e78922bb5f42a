import type { Category } from '../triage.ts'
import { categories } from '../triage.ts'

/** Who gets a ticket first. Complaints about 物业 or 业委会 go to 社区, never to the ones complained about. */
export type Team = 'property' | 'district'

interface CategoryRow {
  /** What people call it, for texts and lists. */
  name: string
  owner: Team
  /** Codes in one group can be the same matter in other words. */
  group: string
  /** One fault concerns everybody, so a missing building does not keep reports apart. */
  isCommunityWide: boolean
  /** It happens in one flat, so that another flat’s is another matter. */
  isInHome: boolean
}

function row(name: string, group: string, more: Partial<CategoryRow> = {}): CategoryRow {
  return { name, group, owner: 'property', isCommunityWide: false, isInHome: false, ...more }
}

/** One row for each of the 27 codes. */
export const categoryTable: Record<Category, CategoryRow> = {
  'repair.water': row('漏水堵塞', 'water-in-house', { isInHome: true }),
  'repair.electric': row('用电照明', 'electric'),
  'repair.elevator': row('电梯', 'elevator'),
  'repair.door_access': row('门禁单元门', 'door'),
  'repair.structure': row('房屋渗漏开裂', 'structure'),
  heating: row('供暖', 'heating', { isInHome: true }),
  gas: row('燃气', 'gas'),
  water_supply: row('供水', 'water-supply', { isCommunityWide: true }),
  power_supply: row('供电', 'electric', { isCommunityWide: true }),
  telecom: row('网络通信', 'telecom', { isCommunityWide: true }),
  cleaning: row('保洁', 'cleaning'),
  greening: row('绿化', 'greening'),
  security: row('治安秩序', 'security'),
  parking: row('停车', 'parking'),
  ev_charging: row('电动车充电', 'ev'),
  fire_safety: row('消防', 'fire'),
  noise: row('噪声', 'noise', { isInHome: true }),
  illegal_building: row('违建改建', 'building-works'),
  pets: row('宠物', 'pets'),
  high_throwing: row('高空抛物坠物', 'throwing'),
  fee: row('收费', 'money', { owner: 'district', isCommunityWide: true }),
  public_revenue: row('公共收益', 'money', { owner: 'district', isCommunityWide: true }),
  service_attitude: row('物业服务', 'service', { owner: 'district', isCommunityWide: true }),
  decoration: row('装修', 'building-works', { isInHome: true }),
  committee: row('业委会', 'committee', { owner: 'district', isCommunityWide: true }),
  facility: row('公共设施', 'facility'),
  other: row('其他', 'other'),
}

/** Places a community has one of, or names apart; 电梯 or 楼道 stand in every building and say nothing by themselves. */
const oneOfAKind =
  /[东南西北正大侧后前]门|小区门|广场|地库|车库|停车场|花园|凉亭|健身|游乐|球场|泳池|垃圾|快递|岗亭|门岗|围墙|主路|公园|会所|幼儿园|超市|水池|配电房|泵房/u

/** Whether a named place alone tells where something is. */
export function isOneOfAKind(place: string): boolean {
  return oneOfAKind.test(place)
}

/** The codes that can be the same matter as this one, itself included. */
export function sameMatter(category: Category): Category[] {
  return categories.filter((other) => isSameMatter(category, other))
}

/** Whether two codes can name the same matter. */
export function isSameMatter(a: Category, b: Category): boolean {
  return categoryTable[a].group === categoryTable[b].group
}
