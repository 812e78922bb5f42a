import type { PhoneKind, Phones } from './phones.ts'
import { numberOf, phoneKinds, phoneName } from './phones.ts'
import type { Hazard } from './triage.ts'

/** The numbers a community has given, bare; those missing are left out. */
type Numbers = { [K in PhoneKind]?: string | null }

function withPhone(name: string, number: string | null | undefined): string {
  return number ? `${name}${number}、` : ''
}

/** What to do and whom to call. The bot itself has called nobody outside, and says so by asking people to call. */
const advice: Record<Hazard, (where: string, numbers: Numbers) => string> = {
  gas: (where, { gas }) =>
    `⚠️${where}疑似燃气泄漏：①不碰开关、电梯、门铃；②开窗，走楼梯到室外；③到室外再拨${withPhone('燃气抢修', gas)}119。`,
  fire: (where) =>
    `⚠️${where}疑似着火冒烟：①马上离开，走楼梯不乘电梯，低身捂口鼻；②关好身后的门；③到安全处拨119，说清楼号楼层。`,
  trapped_in_lift: (_where, { lift }) =>
    `⚠️被困的邻居别扒门，靠里站稳，按轿厢警铃。${lift ? `维保${lift}，打不通拨119。` : '请拨119。'}知道是几号楼几单元的邻居请告诉我。`,
  electric_leakage: (where, { power }) =>
    `⚠️${where}疑似漏电：①别碰水和金属，离远些；②能安全够到就拉下总闸；③拨${withPhone('供电抢修', power)}有人触电先断电，再拨120。`,
  burst_main: (where, { property }) =>
    `⚠️${where}管道爆裂：①离开积水，别碰泡水的电器；②能关就关总阀和电闸；③电话找物业${property ?? ''}，水漫进电梯井时别乘电梯。`,
  falling_facade: (where, { property }) =>
    `⚠️${where}有坠落危险：①人和车离开楼下；②别在下面拍照围观；③请打物业${property ?? ''}，有人受伤拨120。`,
  open_manhole: (where, { property }) =>
    `⚠️${where}井口危险：①绕开走，看好老人孩子；②别下井；③请打物业${property ?? ''}，有人掉落拨119、120。`,
  person_in_danger: (where) => `⚠️${where}有人有危险：请先拨120或110，守在旁边，别单独涉险。`,
}

/** What a group hears when somebody is on the way; null where groups hear nothing more. */
const onTheWay: Record<Hazard, string | null> = {
  gas: '请先别回楼里，别开关电器',
  fire: '请先别回楼里',
  trapped_in_lift: '请被困的邻居靠里站稳，别扒门',
  electric_leakage: '请先别靠近',
  burst_main: '请先别靠近积水',
  falling_facade: '请先别从楼下过',
  open_manhole: '请绕开走',
  person_in_danger: null,
}

/** What to do until whoever is on the way has arrived, for a group; null where a group is to hear nothing more. */
export function untilHelpComes(hazard: Hazard | null): string | null {
  return hazard ? onTheWay[hazard] : '请先别靠近'
}

const everywhere = {
  fire: { name: '火警', number: '119' },
  ambulance: { name: '急救', number: '120' },
  police: { name: '报警', number: '110' },
} as const
type Everywhere = keyof typeof everywhere

/** Whom to call, the most pressing first; those of the community are named as on its board. */
const called: Record<Hazard, readonly (Everywhere | { own: PhoneKind })[]> = {
  gas: [{ own: 'gas' }, 'fire', { own: 'property' }],
  fire: ['fire', { own: 'property' }],
  trapped_in_lift: [{ own: 'lift' }, 'fire', { own: 'property' }],
  electric_leakage: [{ own: 'power' }, 'ambulance', { own: 'property' }],
  burst_main: [{ own: 'property' }, { own: 'water' }],
  falling_facade: [{ own: 'property' }, 'ambulance'],
  open_manhole: [{ own: 'property' }, 'fire', 'ambulance'],
  person_in_danger: ['ambulance', 'police'],
}

/** The numbers to call in a danger, as far as the community has given them. */
export function hazardPhones(hazard: Hazard | null, phones: Phones): { name: string; number: string }[] {
  const wanted = hazard ? called[hazard] : (['fire', 'ambulance', 'police'] as const)
  return wanted.flatMap((one) => {
    if (typeof one === 'string') return [everywhere[one]]
    const number = numberOf(phones, one.own)
    return number ? [{ name: phoneName[one.own], number }] : []
  })
}

/** The answer to a danger: what to do, whom to call, and that the bot has not called them. `where` may be empty. */
export function hazardAdvice(hazard: Hazard, where: string, phones: Phones): string {
  const numbers = Object.fromEntries(phoneKinds.map((kind) => [kind, numberOf(phones, kind)]))
  return `${advice[hazard](where, numbers)}我没有替您报警，请先打电话，不要等我回复。`
}
