import { dayNumber, isWithin, startOfWeek } from '../../domain/clocks.ts'
import { rungNote } from '../../domain/ladder.ts'
import { policyFor } from '../../domain/policy/index.ts'
import { canMove, isActive, statusAfter } from '../../domain/ticket-flow.ts'
import type { Delivery } from '../../models/delivery.ts'
import type { Ticket } from '../../models/ticket.ts'
import type { Check } from '../kill/invariants.ts'
import { check, unique } from '../kill/invariants.ts'
import { placeOf } from './cast.ts'
import type { Gap } from './time.ts'
import { calendar, whenUp } from './time.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs

/** A message as far as it is checked. */
export type Said = Pick<
  Delivery,
  | 'key'
  | 'kind'
  | 'to'
  | 'audience'
  | 'priority'
  | 'inOffice'
  | 'ticketId'
  | 'communityId'
  | 'status'
  | 'sentAt'
>

/** What a bot has after people have lived with it. */
export interface Lived {
  tickets: readonly Ticket[]
  messages: readonly Said[]
  now: Date
  gaps: readonly Gap[]
  /** Things happen so much later than they are due, at most. */
  slackMinutes: number
}

/** What a ticket must always have: a time at which something happens to it by itself, not long past. */
export function nothingIsForgotten(ticket: Ticket, now: Date, slackMinutes: number): string | null {
  const { number, communityId, status, ladderAt, closeCheckAt } = ticket
  const isWaiting = isActive(status)
  const isAsked = status === 'resolved' || status === 'declined'
  if (!isWaiting && !isAsked) return null
  const at = isWaiting ? ladderAt : closeCheckAt
  const isAhead = at !== null && at.getTime() + slackMinutes * minuteMs > now.getTime()
  return isAhead ? null : `${communityId} ${number} is ${status}, next ${at?.toISOString()}`
}

/** Holds what came of a simulation against everything that must be true whatever people do. */
export function checkLived(lived: Lived): Check[] {
  return [...checkTickets(lived), ...checkEnds(lived), ...checkDangers(lived), ...checkMessages(lived)]
}

const nameOf = ({ communityId, number }: Ticket) => `${communityId} ${number}`

function checkTickets({ tickets, now, slackMinutes }: Lived): Check[] {
  return [
    check('something is due of every ticket that is not over', tickets, (ticket) =>
      nothingIsForgotten(ticket, now, slackMinutes),
    ),
    check('the history explains the status', tickets, (ticket) => {
      const explained = statusAfter(ticket.events)
      return explained === ticket.status ? null : `${nameOf(ticket)}: ${explained} ≠ ${ticket.status}`
    }),
    check('the history has each event once, in order', tickets, (ticket) => {
      const ids = new Set(ticket.events.map(({ id }) => id))
      const isSorted = ticket.events.every(({ at }, i) => at >= (ticket.events[i - 1]?.at ?? at))
      return ids.size === ticket.events.length && isSorted ? null : nameOf(ticket)
    }),
    check('the secretary extends once', tickets, (ticket) => {
      const count = ticket.events.filter(({ kind }) => kind === 'extended').length
      return count <= 1 ? null : `${nameOf(ticket)}: ${count} times`
    }),
    check('社区 has a matter before 街道', tickets, streetTooSoon),
  ]
}

/** The ladder never brings before 街道 what the secretary has not had for a day; she herself may. */
function streetTooSoon(ticket: Ticket): string | null {
  const settings = placeOf(ticket.communityId).community
  if (ticket.team === 'street' || ticket.accused === 'district' || ticket.lead) return null
  const hours = policyFor(settings, 'secretaryHours')
  const rungs = ticket.events.filter(({ kind }) => kind === 'escalated')
  for (const [i, { note, at }] of rungs.entries()) {
    if (note !== rungNote.street && note !== rungNote.department) continue
    const told = rungs.slice(0, i).find((rung) => rung.note === rungNote.secretary)
    if (!told || at.getTime() < told.at.getTime() + hours * hourMs) return nameOf(ticket)
  }
  return null
}

function checkEnds({ tickets, messages }: Lived): Check[] {
  const closed = tickets.filter(({ status }) => status === 'closed')
  const told = new Map<string, Said[]>()
  for (const one of messages.filter(({ kind, status }) => isAsk(kind) && status === 'sent')) {
    told.set(one.ticketId ?? '', [...(told.get(one.ticketId ?? '') ?? []), one])
  }
  return [
    check('what is closed says why, and nothing else does', tickets, (ticket) => {
      const { status, closeReason, events } = ticket
      if (status !== 'closed')
        return closeReason === null ? null : `${nameOf(ticket)}: ${status} ${closeReason}`
      const from = events.findLast(({ to }) => to)?.from
      const fits = closeReason !== null && from && canMove(from, 'closed', closeReason)
      return fits ? null : `${nameOf(ticket)}: ${closeReason} from ${from}`
    }),
    check('silence closes what somebody was asked about long enough before', closed, (ticket) =>
      closedTooSoon(ticket, told.get(ticket._id) ?? []),
    ),
    check('a person confirmed what is closed as confirmed', closed, (ticket) => {
      const last = ticket.events.findLast(({ to }) => to === 'closed')
      return (ticket.closeReason === 'confirmed') === (last?.by !== null) ? null : nameOf(ticket)
    }),
  ]
}

const isAsk = (kind: string) => kind === 'ask-solved' || kind === 'declined'

function closedTooSoon(ticket: Ticket, told: readonly Said[]): string | null {
  const { closeReason, events, closedAt } = ticket
  if (closeReason !== 'silent' && closeReason !== 'declined') return null
  const settled = events.findLast(({ to }) => to === 'resolved' || to === 'declined')?.at ?? new Date(0)
  const hours = policyFor(placeOf(ticket.communityId).community, 'silentCloseHours')
  const end = (closedAt?.getTime() ?? 0) - hours * hourMs
  const isAsked = told.some(({ sentAt }) => sentAt && sentAt >= settled && sentAt.getTime() <= end)
  return isAsked ? null : `${nameOf(ticket)}: asked ${told.map(({ sentAt }) => sentAt?.toISOString())}`
}

/** Since when somebody is to come to a danger, and until when nobody has; null while it goes on. */
interface Calling {
  ticket: Ticket
  from: Date
  until: Date | null
}

const answering: readonly string[] = ['contacted', 'promised', 'classed', 'dissuaded', 'moved', 'raised']

function callingsOf(ticket: Ticket): Calling[] {
  const { events } = ticket
  return events.flatMap((event, i) => {
    const isReopened = event.kind === 'moved' && event.to === 'assigned' && isOver(event.from)
    const isBack = event.kind === 'moved' && event.to === 'open'
    if (event.kind !== 'opened' && event.kind !== 'raised' && !isReopened && !isBack) return []
    const answer = events.slice(i + 1).find(({ kind }) => answering.includes(kind))
    return [{ ticket, from: event.at, until: answer?.at ?? null }]
  })
}

const isOver = (status: string | null | undefined) =>
  status === 'resolved' || status === 'closed' || status === 'declined' || status === 'withdrawn'

function checkDangers({ tickets, messages, now, gaps, slackMinutes }: Lived): Check[] {
  const dangers = tickets.filter(({ urgency }) => urgency === 'emergency')
  const callings = dangers.flatMap(callingsOf)
  const calls = new Map<string, Date[]>()
  for (const { kind, ticketId, status, sentAt } of messages) {
    if (status !== 'sent' || !sentAt || (kind !== 'page' && kind !== 'alarm')) continue
    calls.set(ticketId ?? '', [...(calls.get(ticketId ?? '') ?? []), sentAt])
  }
  return [
    check('somebody is called to a danger at once, and the next when nobody answers', callings, (calling) =>
      leftAlone(calling, calls.get(calling.ticket._id) ?? [], { now, gaps, slackMinutes }),
    ),
    check('everybody is alarmed of a danger nobody answers', callings, (calling) =>
      notAlarmed(calling, { now, gaps }),
    ),
  ]
}

/** For the first quarter of an hour no longer without a call than policy lets one person sleep. */
function leftAlone(
  { ticket, from, until }: Calling,
  calls: readonly Date[],
  { now, gaps, slackMinutes }: Pick<Lived, 'now' | 'gaps' | 'slackMinutes'>,
): string | null {
  const minutes = policyFor(placeOf(ticket.communityId).community, 'emergencyAckMinutes')
  for (const after of [0, minutes]) {
    const at = whenUp(new Date(from.getTime() + after * minuteMs), gaps)
    const latest = whenUp(new Date(at.getTime() + slackMinutes * minuteMs), gaps)
    if (latest >= (until ?? now)) continue
    const isCalled = calls.some((call) => call >= new Date(at.getTime() - minuteMs) && call <= latest)
    if (!isCalled) return `${nameOf(ticket)}: nobody called at ${at.toISOString()}`
  }
  return null
}

/** Long enough for the whole chain and all alarms, however long the chain is. */
const patienceHours = 4

function notAlarmed(
  { ticket, from, until }: Calling,
  { now, gaps }: Pick<Lived, 'now' | 'gaps'>,
): string | null {
  const end = whenUp(new Date(whenUp(from, gaps).getTime() + patienceHours * hourMs), gaps)
  if (end >= (until ?? now)) return null
  const alarms = ticket.events.filter(({ kind, at }) => kind === 'alarmed' && at >= from && at <= end)
  const wanted = policyFor(placeOf(ticket.communityId).community, 'alarmTimes')
  return alarms.length === wanted
    ? null
    : `${nameOf(ticket)}: ${alarms.length} alarms since ${from.toISOString()}`
}

function checkMessages({ messages }: Lived): Check[] {
  const sent = messages.filter(({ status }) => status === 'sent')
  const unasked = sent.filter(({ priority }) => priority === 'notice' || priority === 'planned')
  const policy = ({ communityId }: Said) => placeOf(communityId ?? '').community
  const posts = unasked.filter(({ audience, priority }) => audience === 'group' && priority === 'notice')
  const planned = unasked.filter(({ priority }) => priority === 'planned')
  const asks = sent.filter(({ kind }) => kind === 'ask-solved')
  const timeOf = ({ sentAt }: Said) => sentAt ?? new Date(0)
  return [
    unique('a message is said once', messages, ({ key }) => key),
    unique('somebody is asked once about one thing at one time', asks, (one) =>
      [one.ticketId, JSON.stringify(one.to), timeOf(one).toISOString()].join(' '),
    ),
    check('nothing but dangers and answers is said in quiet hours', unasked, (one) =>
      policyFor(policy(one), 'quiet').some((span) => isWithin(timeOf(one), span))
        ? `${one.key} at ${timeOf(one).toISOString()}`
        : null,
    ),
    check('what is for the office is said in office hours of a working day', unasked, (one) => {
      const isOpen =
        calendar.isWorkday(dayNumber(timeOf(one))) &&
        isWithin(timeOf(one), policyFor(policy(one), 'officeHours'))
      return !one.inOffice || isOpen ? null : `${one.key} at ${timeOf(one).toISOString()}`
    }),
    atMost('a ticket has its few group posts', posts, {
      of: (one) => one.ticketId ?? one.key,
      most: (one) => policyFor(policy(one), 'groupPostsPerTicket'),
    }),
    atMost('a group has its planned post of the day', planned, {
      of: (one) => `${JSON.stringify(one.to)} ${dayNumber(timeOf(one))}`,
      most: (one) => policyFor(policy(one), 'plannedPostsPerDay'),
    }),
    atMost('a group has its planned posts of the week', planned, {
      of: (one) => `${JSON.stringify(one.to)} ${startOfWeek(timeOf(one)).toISOString()}`,
      most: (one) => policyFor(policy(one), 'plannedPostsPerWeek'),
    }),
  ]
}

function atMost(
  rule: string,
  messages: readonly Said[],
  { of, most }: { of(one: Said): string; most(one: Said): number },
): Check {
  const groups = new Map<string, Said[]>()
  for (const one of messages) groups.set(of(one), [...(groups.get(of(one)) ?? []), one])
  return {
    rule,
    looked: groups.size,
    broken: [...groups]
      .filter(([, [first, ...more]]) => first && more.length >= most(first))
      .map(([key]) => key),
  }
}
