import type { PhoneKind } from '../phones.ts'
import type { Category, Urgency } from '../triage.ts'
import { categories } from '../triage.ts'

/** Who has a ticket. Complaints about one of them go to whoever supervises, never to the ones complained about. */
export const teams = ['property', 'committee', 'district', 'street'] as const
export type Team = (typeof teams)[number]

/** S1 call out now, S2 on the same day, S3 within the answer time, S4 planned. */
export const severities = ['S1', 'S2', 'S3', 'S4'] as const
export type Severity = (typeof severities)[number]

/** 即办 at once, 限时 by a date that is told with its reason, 遗留 in the ledger of 社区 and 街道. */
export const serviceClasses = ['immediate', 'timed', 'legacy'] as const
export type ServiceClass = (typeof serviceClasses)[number]

/** How people call the classes. */
export const className: Record<ServiceClass, string> = { immediate: '即办', timed: '限时', legacy: '遗留' }

/** The three things a 准物业 is there for: cleaning, order, upkeep. */
export type BasicService = 'cleaning' | 'order' | 'upkeep'

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
  /** Where no danger raises it. */
  severity: Severity
  /** The classes it can have, the usual one first. */
  classes: readonly ServiceClass[]
  /** A supplier answers for it, and its time is not counted against 物业. */
  isUtility: boolean
  /** Many different things have this code: a lamp and a slide are two matters, though they stand beside each other. */
  isMixed: boolean
  /** Whose number helps besides that of the first owner. */
  phone: PhoneKind | null
  /** Whether whoever finds it dissuades first, and reports within the time policy gives (劝阻制止报告). */
  needsDissuasion: boolean
  /** Who is complained about, and therefore neither handles nor sees it. */
  accused: 'property' | 'committee' | null
  /** The basic service it belongs to; what belongs to none is not in the contract of a 准物业. */
  service: BasicService | null
}

function row(name: string, group: string, more: Partial<CategoryRow> = {}): CategoryRow {
  return {
    name,
    group,
    owner: more.accused ? 'district' : 'property',
    isCommunityWide: false,
    isInHome: false,
    severity: 'S3',
    classes: ['immediate', 'timed'],
    isUtility: false,
    isMixed: false,
    phone: null,
    needsDissuasion: false,
    accused: null,
    service: null,
    ...more,
  }
}

const upkeep = { service: 'upkeep' } as const
const order = { service: 'order' } as const
const violation = { ...order, needsDissuasion: true } as const
/** What a supplier brings to the house; pipes and lines that were never handed over to it are left-overs. */
const supply = {
  ...upkeep,
  isUtility: true,
  severity: 'S2',
  classes: ['immediate', 'timed', 'legacy'],
} as const
const aboutProperty = { accused: 'property', isCommunityWide: true, classes: ['timed'] } as const
const aboutCommittee = { accused: 'committee', isCommunityWide: true, classes: ['timed'] } as const

/** One row for each of the 27 codes. */
export const categoryTable: Record<Category, CategoryRow> = {
  'repair.water': row('漏水堵塞', 'water-in-house', { ...upkeep, isInHome: true }),
  'repair.electric': row('用电照明', 'electric', { ...upkeep }),
  'repair.elevator': row('电梯', 'elevator', { ...upkeep, severity: 'S2', phone: 'lift' }),
  'repair.door_access': row('门禁单元门', 'door', { ...upkeep }),
  'repair.structure': row('房屋渗漏开裂', 'structure', { ...upkeep, classes: ['timed', 'legacy'] }),
  heating: row('供暖', 'heating', { ...supply, isInHome: true, phone: 'heat' }),
  gas: row('燃气', 'gas', { ...supply, phone: 'gas' }),
  water_supply: row('供水', 'water-supply', { ...supply, isCommunityWide: true, phone: 'water' }),
  power_supply: row('供电', 'electric', { ...supply, isCommunityWide: true, phone: 'power' }),
  telecom: row('网络通信', 'telecom', { ...supply, isCommunityWide: true, severity: 'S3', phone: 'telecom' }),
  cleaning: row('保洁', 'cleaning', { service: 'cleaning' }),
  greening: row('绿化', 'greening', { needsDissuasion: true, classes: ['timed', 'legacy'] }),
  security: row('治安秩序', 'security', { ...order, severity: 'S2', phone: 'police' }),
  parking: row('停车', 'parking', { ...violation }),
  ev_charging: row('电动车充电', 'ev', { ...violation, severity: 'S2', classes: ['immediate', 'timed'] }),
  fire_safety: row('消防', 'fire', {
    ...violation,
    severity: 'S2',
    classes: ['immediate', 'timed', 'legacy'],
  }),
  noise: row('噪声', 'noise', { ...violation, isInHome: true }),
  illegal_building: row('违建改建', 'building-works', { ...violation, classes: ['timed', 'legacy'] }),
  pets: row('宠物', 'pets', { ...violation }),
  high_throwing: row('高空抛物坠物', 'throwing', { ...violation, severity: 'S1' }),
  fee: row('收费', 'money', { ...aboutProperty }),
  public_revenue: row('公共收益', 'money', { ...aboutProperty }),
  service_attitude: row('物业服务', 'service', { ...aboutProperty, classes: ['immediate', 'timed'] }),
  decoration: row('装修', 'building-works', { ...violation, isInHome: true }),
  committee: row('业委会', 'committee', { ...aboutCommittee }),
  facility: row('公共设施', 'facility', { ...upkeep, isMixed: true }),
  other: row('其他', 'other', { isMixed: true }),
}

/** How serious a matter is: a danger is S1 whatever it is about, and what is urgent is not left for tomorrow. */
export function severityOf(category: Category, urgency: Urgency): Severity {
  const { severity } = categoryTable[category]
  if (urgency === 'emergency') return 'S1'
  return urgency === 'urgent' && severity > 'S2' ? 'S2' : severity
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
