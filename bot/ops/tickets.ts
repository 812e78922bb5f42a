import { z } from 'zod'
import type { HeldRole } from '../../domain/access.ts'
import { roleName } from '../../domain/access.ts'
import { categoryTable } from '../../domain/policy/categories.ts'
import { statusName, ticketStatuses } from '../../domain/ticket-flow.ts'
import { sideName } from '../../domain/wording.ts'
import { findCommunity } from '../../models/community.ts'
import { findPeople } from '../../models/person.ts'
import type { Report } from '../../models/report.ts'
import { countVoices, reportsOn } from '../../models/report.ts'
import type { Ticket, TicketEvent, TicketEventKind } from '../../models/ticket.ts'
import { findByNumber, listTickets, noteSeen } from '../../models/ticket.ts'
import { eventName } from '../event-name.ts'
import { limitOf } from './arguments.ts'
import { defineCommand } from './command.ts'
import { unknownCommunity } from './communities.ts'
import { OpsError } from './ops-error.ts'
import { sayPlace, stamp } from './say.ts'
import { table } from './table.ts'
import { TicketNumber } from './ticket-number.ts'

const urgencyName = { normal: '一般', urgent: '紧急', emergency: '险情' }

const list = defineCommand({
  name: 'tickets list',
  help: '列出工单，新的在前',
  example: 'tickets list --community jinxiu --status assigned',
  input: z.object({
    community: z.string().optional().describe('小区 ID'),
    status: z
      .enum(ticketStatuses)
      .optional()
      .describe(ticketStatuses.map((status) => `${status} ${statusName[status]}`).join('、')),
    limit: limitOf(50),
  }),
  async run({ community, status, limit }) {
    if (community && !(await findCommunity(community))) throw await unknownCommunity(community)
    const found = await listTickets({
      limit,
      ...(community ? { communityId: community } : {}),
      ...(status ? { status } : {}),
    })
    const rows = found.map((ticket) => [
      ticket.number,
      ticket.communityId,
      statusName[ticket.status],
      urgencyName[ticket.urgency],
      ticket.summary,
      sideName[ticket.team],
      stamp(ticket.openedAt),
      stamp(ticket.answerBy),
      stamp(ticket.answeredAt),
    ])
    const head = ['编号', '小区', '状态', '缓急', '事项', '归口', '登记', '应答复', '已答复']
    const foot = found.length === limit ? `\n只列了前 ${limit} 件，多列用 --limit。` : ''
    const text = rows.length > 0 ? table(head, rows) + foot : '没有这样的工单。'
    return { data: { tickets: found.map(publicPart) }, text }
  },
})

/** What of a ticket shows no person: neither room nor who reported or handles it. */
function publicPart(ticket: Ticket): object {
  const { _id, room: _room, assigneeId: _who, pagedIds: _paged, resolvedBy: _by, events: _, ...rest } = ticket
  const { cause: _cause, schemaVersion: _version, closeCheckAt: _check, ...shown } = rest
  return { id: _id, ...shown, statusName: statusName[ticket.status] }
}

const show = defineCommand({
  name: 'tickets show',
  help: '看一件工单的经过；加 --full 看原话和姓名',
  example: 'tickets show 1024 --community jinxiu',
  positionals: ['number'],
  input: z.object({
    number: TicketNumber,
    community: z.string().describe('小区 ID'),
    full: z.boolean().default(false).describe('连同房号、姓名、原话和备注；只在需要时用'),
  }),
  async run({ number, community, full }, { now }) {
    if (!(await findCommunity(community))) throw await unknownCommunity(community)
    const [ticket] = await findByNumber([community], number)
    if (!ticket) throw new OpsError('ticket_not_found', `${community} 没有 ${number} 号工单。`)
    const reports = await reportsOn(ticket._id)
    if (full) await noteSeen(ticket, { by: null, role: 'admin', at: now })
    const nameOf = full ? await namesIn(ticket, reports) : null
    const events = ticket.events.map((event) => eventData(event, nameOf))
    const data = {
      ticket: { ...publicPart(ticket), voices: await countVoices(ticket._id) },
      events,
      ...(nameOf ? { persons: personsPart(ticket, reports, nameOf) } : {}),
    }
    const parts = [summaryOf(ticket, data.ticket.voices), historyOf(events)]
    if (nameOf) parts.push(wordsOf(ticket, reports, nameOf))
    return { data, text: parts.join('\n\n') }
  },
})

type NameOf = (id: string | null) => string

async function namesIn(ticket: Ticket, reports: readonly Report[]): Promise<NameOf> {
  const ids = [
    ticket.assigneeId,
    ...ticket.events.map(({ by }) => by),
    ...reports.map(({ personId }) => personId),
  ]
  const people = await findPeople(ids.filter((id) => id !== null))
  const names = new Map(people.map(({ _id, name }) => [_id, name]))
  return (id) => (id === null ? '-' : (names.get(id) ?? id))
}

interface EventData {
  at: Date
  kind: TicketEventKind
  role: HeldRole['role'] | 'system'
  from: Ticket['status'] | null
  to: Ticket['status'] | null
  by?: string
  note?: string | null
}

function eventData(
  { at, kind, role, from = null, to = null, by, note = null }: TicketEvent,
  nameOf: NameOf | null,
): EventData {
  return { at, kind, role, from, to, ...(nameOf ? { by: nameOf(by), note } : {}) }
}

function personsPart(ticket: Ticket, reports: readonly Report[], nameOf: NameOf): object {
  return {
    room: ticket.room,
    assignee: ticket.assigneeId && nameOf(ticket.assigneeId),
    reports: reports.map(({ at, personId, room, text, images, parts }) => ({
      at,
      name: nameOf(personId),
      room,
      text,
      images: images.length,
      parts: parts.map((part) => ({ at: part.at, text: part.text, images: part.images.length })),
    })),
  }
}

function summaryOf(ticket: Ticket, voices: number): string {
  const facts: [string, string][] = [
    ['事项', `${ticket.summary}（${categoryTable[ticket.category].name}，${urgencyName[ticket.urgency]}）`],
    ['地点', [sayPlace(ticket), ticket.place].filter(Boolean).join(' ') || '-'],
    ['状态', `${statusName[ticket.status]}，归${sideName[ticket.team]}，${voices}户反映`],
    ['登记', `${stamp(ticket.openedAt)}，应在 ${stamp(ticket.answerBy)} 前答复`],
    ['答复', stamp(ticket.answeredAt)],
    ['办结', stamp(ticket.resolvedAt)],
    ['结案', stamp(ticket.closedAt)],
  ]
  return table([`${ticket.number}号`, ticket.communityId], facts)
}

function historyOf(events: readonly EventData[]): string {
  const rows = events.map(({ at, kind, role, from, to, by, note }) => [
    stamp(at),
    eventName[kind],
    role === 'system' ? '系统' : roleName[role],
    [from, to]
      .map((status) => (status ? statusName[status] : ''))
      .join(' → ')
      .trim(),
    ...(by === undefined ? [] : [by, note ?? '']),
  ])
  const head = ['时间', '事件', '谁', '状态', ...(events[0]?.by === undefined ? [] : ['姓名', '备注'])]
  return table(head, rows)
}

function wordsOf(ticket: Ticket, reports: readonly Report[], nameOf: NameOf): string {
  const lines = reports.flatMap(({ at, personId, room, text, parts }) => [
    `${stamp(at)} ${nameOf(personId)}${room ? `（${room}）` : ''}：${text}`,
    ...parts.map((part) => `  ${stamp(part.at)} 补充：${part.text}`),
  ])
  const head = `经办：${nameOf(ticket.assigneeId)}　房号：${ticket.room ?? '-'}\n原话：`
  return [head, ...lines].join('\n')
}

/** Tickets: to look at only; what is done to them is said in chat, with the rights and the record of whoever does it. */
export const tickets = [list, show]
