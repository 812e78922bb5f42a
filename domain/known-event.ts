import { sayDayAndTime } from './clocks.ts'
import type { ComingSpan } from './coming-time.ts'
import { readComingSpan } from './coming-time.ts'
import type { Category, Triage } from './triage.ts'
import { normaliseText } from './understanding/normalise-text.ts'

/** What can be announced, in the words of the announcement. */
export const outages = ['停水', '停电', '停气', '停暖', '停网', '停梯', '施工'] as const
export type Outage = (typeof outages)[number]

/** What reports of it are about, and how people say that it is over and that it is not. */
export const outageTable: Record<Outage, { category: Category; over: string; still: string }> = {
  停水: { category: 'water_supply', over: '来水', still: '没来水' },
  停电: { category: 'power_supply', over: '来电', still: '没来电' },
  停气: { category: 'gas', over: '来气', still: '没来气' },
  停暖: { category: 'heating', over: '恢复供暖', still: '还不热' },
  停网: { category: 'telecom', over: '通网', still: '没有网' },
  停梯: { category: 'repair.elevator', over: '恢复', still: '电梯没恢复' },
  施工: { category: 'noise', over: '结束', still: '还在施工' },
}

/** Where it is: nowhere named is the whole community. */
export interface OutagePlace {
  buildings: string[]
  unit: string | null
}

/** An announcement as far as it was said. */
export interface OutageNotice extends OutagePlace {
  span: ComingSpan | null
  reason: string
}

/** What texts say of an outage. */
export interface OutageWords extends OutagePlace {
  what: Outage
  from: Date
  to: Date
  reason: string
}

const everywhere = /(?:全|整个?|本)(?:小区|区|园|院)/gu
const listed =
  /(?<list>(?:东区|西区|南区|北区)?\d{1,3}(?:\s*(?:号楼?|栋|幢)?\s*[、,，和及]\s*\d{1,3})*)\s*(?:号楼|号院|栋|幢|#楼?)(?:\s*(?<unit>\d{1,2})\s*单元)?/u

/** Reads 5号楼 明天8点到18点 换阀门. */
export function readOutage(words: string, now: Date, office: { from: string; to: string }): OutageNotice {
  const span = readComingSpan(words, now, office)
  const { rest, ...place } = placeIn(span ? span.rest : words)
  return { ...place, span, reason: rest }
}

/** Reads where something is announced for, and what else is said. */
export function placeIn(words: string): OutagePlace & { rest: string } {
  const normal = normaliseText(words)
  const match = listed.exec(normal)
  const rest = normal
    .replace(match?.[0] ?? '', ' ')
    .replace(everywhere, ' ')
    .replace(/^[\s，,：:。；;]+|[\s，,：:。；;]+$/gu, '')
    .replace(/\s+/gu, ' ')
  const numbers = match?.groups?.list?.match(/(?:东区|西区|南区|北区)?\d{1,3}/gu) ?? []
  return { buildings: [...new Set(numbers)], unit: match?.groups?.unit ?? null, rest }
}

/** Whether a matter lies in the place of an outage; one without a building only where everything is concerned. */
export function liesIn({ buildings, unit }: OutagePlace, triage: Pick<Triage, 'building' | 'unit'>): boolean {
  if (buildings.length === 0) return true
  if (triage.building === null || !buildings.includes(triage.building)) return false
  return unit === null || triage.unit === null || unit === triage.unit
}

/** Whether words can be explained by an outage at all: danger and new doubts never are. */
export function mayBeKnown({ category, hazard, urgency, isComplaint, intent }: Triage): boolean {
  if (category === null || hazard !== null || urgency === 'emergency') return false
  return isComplaint || intent === 'urge'
}

/** “5、6号楼”, “5号楼2单元”, “全小区” */
export function sayOutagePlace({ buildings, unit }: OutagePlace): string {
  if (buildings.length === 0) return '全小区'
  return `${buildings.join('、')}号楼${unit ? `${unit}单元` : ''}`
}

function head(outage: OutageWords, now: Date): string {
  const { what, from, to } = outage
  const span = `${sayDayAndTime(from, now)}到${sayDayAndTime(to, now)}`
  return `${sayOutagePlace(outage)}${span}${what}`
}

/** The post in the groups. */
export function announcement(outage: OutageWords, phone: string | null, now: Date): string {
  const { what, reason } = outage
  const { still } = outageTable[what]
  const ask = phone ? `要问打物业${phone}。` : ''
  return `各位邻居：${head(outage, now)}，因为${reason}，请提前安排，给大家添麻烦了。到点${still}，@我说一声，我登记。${ask}`
}

/** The answer to whoever reports what is known. */
export function knownText(outage: OutageWords, now: Date): string {
  const { what, to, reason } = outage
  const { over, still } = outageTable[what]
  return `${sayOutagePlace(outage)}正在${what}，因为${reason}，预计${sayDayAndTime(to, now)}${over}，您家的情况我记上了。到点${still}，回“没来”。`
}

/** The line in the groups when it is over. */
export function overText(outage: OutageWords, isEarly: boolean): string {
  const { over, still } = outageTable[outage.what]
  return `${sayOutagePlace(outage)}${isEarly ? '提前' : '已经'}${over}。${still}的邻居@我说一声，我登记。谢谢大家体谅。`
}

/** The question to whoever announced it, when its time has come. */
export function isItOver(outage: OutageWords, voices: number): string {
  const { what } = outage
  const place = sayOutagePlace(outage)
  const known = voices > 0 ? `，${voices}户问过` : ''
  return `${place}${what}说好的时间到了${known}。恢复了回“${what}结束 ${place}”；还没有，重发一次“${what}通知 ${place} 到几点 原因”。半小时没有回音，我按没恢复登记。`
}

/** The title of the ticket that an overrun opens. */
export function overrunSummary(outage: OutageWords): string {
  return `${sayOutagePlace(outage)}${outage.what}到点未恢复`
}
