import { roleName } from '../../domain/access.ts'
import { whoMediates } from '../../domain/mediating.ts'
import { categoryTable } from '../../domain/policy/categories.ts'
import { groundsText } from '../../domain/policy-words.ts'
import { isActive, statusName } from '../../domain/ticket-flow.ts'
import { formatPlace, formatPublicPlace } from '../../domain/understanding/place.ts'
import { sideName, withoutPersons } from '../../domain/wording.ts'
import type { Delivery } from '../../models/delivery.ts'
import type { DatePromise } from '../../models/promise.ts'
import type { Report } from '../../models/report.ts'
import type { TicketEvent } from '../../models/ticket.ts'
import { noteOf } from '../../models/ticket.ts'
import { eventName } from '../event-name.ts'
import { deliveryName, reasonOf } from '../ops/delivery-words.ts'
import { stamp } from '../ops/say.ts'
import type { DossierFacts } from './collect.ts'
import type { Dossier, DossierSection } from './dossier.ts'

const longestTold = 80
const closedAs = {
  confirmed: '住户确认',
  silent: '无人再提',
  unreachable: '联系不上',
  merged: '并入别的单',
  declined: '不属受理',
}
const promiseName: Record<DatePromise['state'], string> = {
  standing: '未到期',
  changed: '改期',
  kept: '兑现',
  broken: '没有兑现',
  void: '不再适用',
}
const mediationName = { running: '进行中', settled: '达成', ended: '没有达成' }
const urgencyName = { normal: '一般', urgent: '紧急', emergency: '险情' }

/** Who is to be read of, and who is not. */
interface Readers {
  /** The name of somebody, or what stands for it. */
  who(personId: string | null, role: string): string
  /** Words as they may be read. */
  words(text: string): string
}

/** Orders everything known of a ticket into a dossier; persons are in it only if asked for. */
export function buildDossier(facts: DossierFacts, { persons }: { persons: boolean }): Dossier {
  const { ticket, community, now, photos } = facts
  const readers = persons ? open(facts) : closed(facts)
  const about = persons ? '含姓名、房号和原话，只给办理需要的人，用完妥善保管' : '不含姓名、房号和电话'
  const sections = [
    factsOf(facts, persons),
    timelineOf(facts, readers),
    reportsOf(facts, readers, persons),
    promisesOf(facts, readers),
    dissuasionsOf(facts, readers),
    mediationsOf(facts),
    deliveriesOf(facts, readers),
    groundsOf(facts),
  ]
  return {
    title: `${community.name} ${ticket.number}号工单卷宗`,
    remark: `${stamp(now)} 由邻声导出，${about}。`,
    sections: sections.filter((section) => !isEmpty(section)),
    photos,
  }
}

function isEmpty(section: DossierSection): boolean {
  if (section.kind === 'table') return section.rows.length === 0
  return (section.kind === 'facts' ? section.facts : section.lines).length === 0
}

function roleOf(role: string): string {
  return role === 'system' ? '系统' : ((roleName as Record<string, string>)[role] ?? role)
}

function open({ nameOf }: DossierFacts): Readers {
  return {
    who: (personId, role) => [roleOf(role), personId && nameOf.get(personId)].filter(Boolean).join(' '),
    words: (text) => text,
  }
}

function closed({ nameOf, reports, ticket }: DossierFacts): Readers {
  const rooms = [ticket.room, ...reports.map(({ room }) => room)]
  const hidden = [...nameOf.values(), ...rooms].flatMap((one) => (one && one.length > 1 ? [one] : []))
  // The longest first: 李阳阳 is not 李阳 and one more.
  const known = [...new Set(hidden)].sort((a, b) => b.length - a.length)
  return {
    who: (_personId, role) => roleOf(role),
    words: (text) => known.reduce((words, one) => words.replaceAll(one, '某'), withoutPersons(text)),
  }
}

function factsOf({ ticket, merged, reports, community }: DossierFacts, persons: boolean): DossierSection {
  const voices = new Set(reports.filter(({ withdrawnAt }) => !withdrawnAt).map(({ voice }) => voice)).size
  const { closeReason, forward, wait } = ticket
  const facts: [string, string | null][] = [
    ['小区', `${community.name}（${community.districtName}，${community.streetName}）`],
    ['事项', ticket.summary],
    ['类别', `${categoryTable[ticket.category].name}，${urgencyName[ticket.urgency]}`],
    ['地点', (persons ? formatPlace(ticket) : formatPublicPlace(ticket)) || null],
    ['归口', sideName[ticket.team]],
    ['现状', statusName[ticket.status]],
    ['反映', `${voices}户`],
    ['登记', stamp(ticket.openedAt)],
    ['应答复', stamp(ticket.answerBy)],
    ['答复', stamp(ticket.answeredAt)],
    ['办结', stamp(ticket.resolvedAt)],
    ['结案', closeReason ? `${stamp(ticket.closedAt)}，${closedAs[closeReason]}` : null],
    ['挂起到', isActive(ticket.status) && wait ? stamp(wait.until) : null],
    ['转交', forward ? `${forward.to}，${stamp(forward.at)}，应在${stamp(forward.dueAt)}前回音` : null],
    ['并入的编号', merged.map(({ number }) => number).join('、') || null],
  ]
  return {
    title: '基本情况',
    kind: 'facts',
    facts: facts.flatMap(([name, value]) => (value === null ? [] : [[name, value] as [string, string]])),
  }
}

function timelineOf({ ticket, merged }: DossierFacts, readers: Readers): DossierSection {
  const all = [ticket, ...merged].flatMap((one) => one.events.map((event) => ({ one, event })))
  const rows = all
    .sort((a, b) => a.event.at.getTime() - b.event.at.getTime())
    .map(({ one, event }) => eventRow(event, one === ticket ? '' : `（${one.number}号）`, readers))
  return { title: '经过', kind: 'table', head: ['时间', '谁', '事', '状态', '说明'], rows }
}

function eventRow(
  { at, by, role, kind, from, to, note }: TicketEvent,
  from_: string,
  readers: Readers,
): string[] {
  const status = [from, to].map((one) => (one ? statusName[one] : '')).join(' → ')
  return [
    stamp(at),
    readers.who(by, role),
    `${eventName[kind]}${from_}`,
    to ? status.replace(/^ → /u, '') : '',
    readers.words(note ?? ''),
  ]
}

function reportsOf({ reports }: DossierFacts, readers: Readers, persons: boolean): DossierSection {
  const rows = reports.flatMap((report, i) => reportRows(report, i, readers, persons))
  return { title: '各户反映', kind: 'table', head: ['时间', '户', '原话', '照片'], rows }
}

function reportRows(report: Report, i: number, readers: Readers, persons: boolean): string[][] {
  const { personId, room, text, images, at, parts, withdrawnAt } = report
  const who = persons
    ? `${readers.who(personId, 'resident').replace(/^居民 ?/u, '') || '住户'}${room ? `（${room}）` : ''}`
    : `第${i + 1}户`
  const state = withdrawnAt ? '（已撤回）' : ''
  return [
    [stamp(at), `${who}${state}`, readers.words(text), photos(images)],
    ...parts.map((part) => [stamp(part.at), `${who} 补充`, readers.words(part.text), photos(part.images)]),
  ]
}

function photos(images: readonly string[]): string {
  return images.length > 0 ? `${images.length}张` : ''
}

function promisesOf({ promises, ticket, merged }: DossierFacts, readers: Readers): DossierSection {
  const rows = promises.map(({ madeAt, by, at, state, cause }) => [
    stamp(madeAt),
    readers.who(by, 'property'),
    stamp(at),
    readers.words([ticket, ...merged].map((one) => noteOf(one, cause)).find(Boolean) ?? ''),
    promiseName[state],
  ])
  return { title: '承诺', kind: 'table', head: ['时间', '谁', '期限', '承诺', '结果'], rows }
}

function dissuasionsOf({ dissuasions }: DossierFacts, readers: Readers): DossierSection {
  const rows = dissuasions.map(({ at, by, way, images, failedAt, reportedAt }) => [
    stamp(at),
    readers.who(by, 'property'),
    way,
    photos(images),
    failedAt ? `${stamp(failedAt)} 无效` : '',
    reportedAt ? `${stamp(reportedAt)} 已上报` : '',
  ])
  return { title: '劝阻和报告', kind: 'table', head: ['时间', '谁', '方式', '照片', '效果', '报告'], rows }
}

function mediationsOf({ mediations, community }: DossierFacts): DossierSection {
  const rows = mediations.map(({ startedAt, steps, at, dueAt, state }) => [
    stamp(startedAt),
    whoMediates(steps[at] ?? 'court', community).name,
    stamp(dueAt),
    mediationName[state],
  ])
  return { title: '调解', kind: 'table', head: ['本步开始', '谁来调解', '期限', '结果'], rows }
}

function deliveriesOf({ deliveries, nameOf }: DossierFacts, readers: Readers): DossierSection {
  const rows = deliveries.map((delivery) => {
    const { to, audience, queuedAt, sentAt, status, content } = delivery
    const isForResidents = audience === 'resident' || audience === 'group'
    const name = 'personId' in to ? (nameOf.get(to.personId) ?? null) : null
    return [
      stamp(sentAt ?? queuedAt),
      recipient(audience, name, readers),
      isForResidents ? readers.words(content.text).slice(0, longestTold) : '办理通知',
      deliveryName[status],
      reasonOf(delivery),
    ]
  })
  return { title: '通知和送达', kind: 'table', head: ['时间', '给谁', '内容', '结果', '凭据或原因'], rows }
}

const audienceName: Record<Delivery['audience'], string> = {
  group: '居民群',
  resident: '住户',
  property: '物业',
  committee: '业委会',
  district: '社区',
  street: '街道',
}

/** With persons their names, else which side it was. */
function recipient(audience: Delivery['audience'], name: string | null, readers: Readers): string {
  const side = audienceName[audience]
  return name && readers.words(name) === name ? `${side} ${name}` : side
}

/** Only what may be shown to anybody: a draft is no basis. */
function groundsOf({ ticket, community, now }: DossierFacts): DossierSection {
  const text = groundsText(ticket.category, community, { reader: 'resident', at: now })
  return { title: '依据', kind: 'lines', lines: text.split('\n').filter((line) => !line.startsWith('找谁')) }
}
