import { sayDate, sayMoment } from './clocks.ts'
import type { Phones } from './phones.ts'
import { numberOf } from './phones.ts'
import { categoryTable } from './policy/categories.ts'
import { groundsFor } from './policy/grounds.ts'
import { likelyResponsible } from './responsible.ts'
import type { Category } from './triage.ts'

/** How somebody was dissuaded. */
export const dissuasionWays = ['当面', '书面', '张贴', '电话'] as const
export type DissuasionWay = (typeof dissuasionWays)[number]

const way = new RegExp(
  `^(?:已)?(?<way>${dissuasionWays.join('|')})(?:劝阻|通知|告知)?[\\s，,：:。]*(?<rest>.*)$`,
  'su',
)

/** Reads 当面 说了不能堆在楼道: how first, then what was said; null where the way is not said. */
export function readDissuasion(words: string): { way: DissuasionWay; words: string } | null {
  const groups = way.exec(words.trim())?.groups
  const found = dissuasionWays.find((one) => one === groups?.way)
  return found ? { way: found, words: (groups?.rest ?? '').trim() } : null
}

/** One dissuasion, for the report. */
export interface Dissuaded {
  at: Date
  way: DissuasionWay
  by: string
}

/** Those who are reported to when dissuasion was in vain. */
export function reportedTo(
  category: Category,
  community: { streetName: string; packs: readonly string[]; phones: Phones },
): { name: string; phone: string | null }[] {
  const authorities = likelyResponsible(category, community).filter(
    ({ isUtility, name }) => !isUtility && name !== '街道' && name !== '社区',
  )
  return [
    { name: '业委会（物管会）', phone: null },
    { name: community.streetName, phone: numberOf(community.phones, 'street') },
    ...authorities.slice(0, 2).map(({ name, phone }) => ({ name, phone })),
  ]
}

/** The draft of the report; a person checks it, has it stamped, and sends it. */
export function dissuasionReport(
  ticket: { number: number; summary: string; category: Category },
  community: { name: string; streetName: string; packs: readonly string[]; phones: Phones },
  said: { dissuaded: readonly Dissuaded[]; contact: string; at: Date },
): string {
  const { dissuaded, contact, at } = said
  const to = reportedTo(ticket.category, community).map(({ name }) => name)
  const grounds = groundsFor(ticket.category, community.packs, { reader: 'resident', at })
    .slice(0, 2)
    .map(({ pack, section, phrase }) => `${pack.document} ${section}“${phrase}”`)
  const phone = numberOf(community.phones, 'property')
  return [
    '【劝阻无效报告】',
    `${to.join('、')}：`,
    `${community.name}${ticket.summary}（${ticket.number}号，${categoryTable[ticket.category].name}）。`,
    ...dissuaded.map((one) => `${sayMoment(one.at)} ${one.by}${one.way}劝阻。`),
    '经劝阻仍没有停止或改正，现按规定报告，请依职责处理。',
    ...(grounds.length > 0 ? [`依据：${grounds.join('；')}。`] : []),
    `联系人：${contact}${phone ? `，电话${phone}` : ''}。`,
    `${community.name}物业（章）　${sayDate(at)}`,
  ].join('\n')
}
