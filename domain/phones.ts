import { addMonths, sayDate } from './clocks.ts'
import type { Team } from './policy/categories.ts'

/** Whose numbers a community keeps, in the order of its board. */
export const phoneKinds = [
  'property',
  'district',
  'street',
  'lift',
  'gas',
  'power',
  'water',
  'heat',
  'telecom',
  'police',
  'fire',
  'city_management',
  'market',
  'housing',
] as const
export type PhoneKind = (typeof phoneKinds)[number]

/** How the board names them. */
export const phoneName: Record<PhoneKind, string> = {
  property: '物业',
  district: '社区',
  street: '街道',
  lift: '电梯维保',
  gas: '燃气抢修',
  power: '供电抢修',
  water: '供水抢修',
  heat: '供热',
  telecom: '通信',
  police: '派出所',
  fire: '消防救援机构',
  city_management: '城管',
  market: '市场监管',
  housing: '住建',
}

/** A number that may be said to anybody, and when somebody last made sure of it. */
export interface Phone {
  number: string
  checkedAt?: Date | null
}

export type Phones = { [K in PhoneKind]?: Phone | null }

/** The number of one of them, if the community has given it. */
export function numberOf(phones: Phones, kind: PhoneKind): string | null {
  return phones[kind]?.number ?? null
}

/** Where the side that has a matter can be called; 业委会 has no number of its own, and 社区 knows its people. */
export function numberOfTeam(phones: Phones, team: Team): string | null {
  return numberOf(phones, team === 'committee' ? 'district' : team)
}

/** Whether nobody has checked a number for so many months; one that was never checked is in doubt from the start. */
export function isInDoubt({ checkedAt }: Phone, months: number, now: Date): boolean {
  return !checkedAt || addMonths(checkedAt, months) <= now
}

/** The numbers of a community with the day each was checked; null when it has given none. */
export function phoneBoard(phones: Phones, months: number, now: Date): string | null {
  const lines = phoneKinds.flatMap((kind) => {
    const phone = phones[kind]
    return phone ? [`${phoneName[kind]}　${phone.number}（${checked(phone, months, now)}）`] : []
  })
  return lines.length > 0 ? lines.join('\n') : null
}

function checked(phone: Phone, months: number, now: Date): string {
  if (!phone.checkedAt) return '没有核对过，请核对'
  const day = `${sayDate(phone.checkedAt)}核对`
  return isInDoubt(phone, months, now) ? `${day}，请核对` : day
}
