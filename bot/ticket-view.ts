import type { Actor } from '../domain/access.ts'
import { canHandle, mainRole, mayKnowRoom, reportSightOf, sightOf, staffRoles } from '../domain/access.ts'
import { addHours } from '../domain/clocks.ts'
import { hazardAdvice, hazardPhones } from '../domain/hazard-advice.ts'
import { numberOfTeam } from '../domain/phones.ts'
import { policyFor } from '../domain/policy/index.ts'
import { isActive, isLate, statusName } from '../domain/ticket-flow.ts'
import { formatPlace, formatPublicPlace } from '../domain/understanding/place.ts'
import { withoutPersons } from '../domain/wording.ts'
import type { Community } from '../models/community.ts'
import { findCommunity } from '../models/community.ts'
import { findPeople, findPerson } from '../models/person.ts'
import type { Report } from '../models/report.ts'
import { isReporter, reportsOn } from '../models/report.ts'
import { rolesOf } from '../models/role.ts'
import type { Grant, Session } from '../models/session.ts'
import type { Ticket, TicketEvent } from '../models/ticket.ts'
import { getTicket, leadingTicket, noteSeen } from '../models/ticket.ts'
import { courseOf, isDeclined } from './page-course.ts'
import { actorIn } from './speaker.ts'

/** A ticket with what one person may do and see on its page at this moment. */
export interface TicketView {
  ticket: Ticket
  community: Community
  actor: Actor
  /** All standing reports; what of them is shown is decided by `own` and `others`. */
  reports: Report[]
  /** The person's own reports. */
  own: Report[]
  /** Whether the person reported it, even if that was taken back since. */
  isReporter: boolean
  handles: boolean
  /** The reports of others that may be seen; null where none may. */
  others: Report[] | null
}

/** What can be done on the page by its reporter. */
export const pageActions = [
  'urge-ticket',
  'confirm-solved',
  'report-unsolved',
  'withdraw-appeal',
  'amend-appeal',
] as const
type PageAction = (typeof pageActions)[number]

/**
 * Looks a ticket up for the person of a session; null unless a link of the session leads there and the person has
 * reported it or may handle it now; for one that was merged, the other is shown. Rights are found out anew each time.
 */
export async function viewTicket(session: Session, id: string, at: Date): Promise<TicketView | null> {
  const { personId } = session
  const [named, person] = await Promise.all([getTicket(id), findPerson(personId)])
  const ticket = named && (await leadingTicket(named))
  const community = ticket && (await findCommunity(ticket.communityId))
  const grants = named ? session.grants.filter((grant) => leadsTo(grant, named)) : []
  if (!ticket || !person || !community || grants.length === 0) return null
  const actor = actorIn({ person, held: await rolesOf(personId) }, community, at)
  const [reports, isOwn] = await Promise.all([
    reportsOn(ticket._id),
    isReporter(ticket._id, personId, 'ever'),
  ])
  // The page of a household is for what it has reported, whatever its people work at.
  const handles = canHandle(actor, ticket) && grants.some(({ purpose }) => purpose === 'ticket')
  if (!isOwn && !handles) return null
  const sees = handles && reportSightOf(actor, ticket) !== 'nothing'
  return {
    ticket,
    community,
    actor,
    reports,
    own: reports.filter((report) => report.personId === personId),
    isReporter: isOwn,
    handles,
    others: sees ? reports.filter((report) => report.personId !== personId) : null,
  }
}

function leadsTo({ purpose, communityId, ticketId }: Grant, ticket: Ticket): boolean {
  return communityId === ticket.communityId && (purpose === 'household' || ticketId === ticket._id)
}

/** Whether a picture is among what the view shows. */
export function showsPicture({ own, others }: TicketView, id: string): boolean {
  return [...own, ...(others ?? [])].some((report) =>
    wordsOf(report).some(({ images }) => images.includes(id)),
  )
}

/** Notes on the ticket that somebody looked at what others had reported, once a day for each. */
export async function noteLook({ ticket, actor, others }: TicketView, at: Date): Promise<void> {
  if (others?.length) await noteSeen(ticket, { by: actor.personId, role: mainRole(actor), at })
}

/** What the ticket page is told. */
export async function ticketPage(view: TicketView, now: Date) {
  const { ticket, community, reports, own, handles } = view
  return {
    id: ticket._id,
    community: community.name,
    number: ticket.number,
    summary: ticket.summary,
    status: ticket.status,
    statusName: statusName[ticket.status],
    isDeclined: isDeclined(ticket),
    course: seesMatter(view) ? await courseOf(ticket, await hiding(ticket, reports), now) : [],
    answerBy: ticket.answerBy,
    answeredAt: ticket.answeredAt,
    isLate: isLate(ticket, now),
    hazard: dangerNow(ticket, community),
    openedAt: ticket.openedAt,
    urged: ticket.events.filter(({ kind }) => kind === 'urged').length,
    voices: new Set(reports.map((report) => report.voice)).size,
    phone: numberOfTeam(community.phones, ticket.team),
    timeline: await timelineOf(view),
    mine: own.flatMap(wordsOf),
    actions: own.length > 0 ? possible(ticket, reopenUntil(ticket, community) > now) : [],
    handling: handles ? await handling(view) : null,
  }
}

/** What to do and whom to call while a danger lasts. */
function dangerNow({ urgency, status, hazard, ...place }: Ticket, { phones }: Community) {
  if (urgency !== 'emergency' || !isActive(status)) return null
  const where = formatPublicPlace({ ...place, place: null })
  const advice = hazard ? hazardAdvice(hazard, where, phones) : '请先离开危险的地方，需要时拨119、120、110。'
  return { advice, phones: hazardPhones(hazard, phones) }
}

function reopenUntil(ticket: Ticket, community: Community): Date {
  return addHours(ticket.closedAt ?? ticket.lastReportAt, policyFor(community, 'reopenDays') * 24)
}

function possible(ticket: Ticket, mayReopen: boolean): PageAction[] {
  if (isActive(ticket.status)) return ['urge-ticket', 'confirm-solved', 'amend-appeal', 'withdraw-appeal']
  if (ticket.status === 'resolved') return ['confirm-solved', 'report-unsolved', 'amend-appeal']
  const isOver = ticket.status === 'closed' || ticket.status === 'declined'
  return isOver && mayReopen ? ['report-unsolved'] : []
}

const eventText: Partial<Record<TicketEvent['kind'], string>> = {
  opened: '已登记，转给办理的人',
  raised: '住户补充了险情，已呼叫值班人员',
  contacted: '已和报的人联系',
  urged: '有人催办',
  coordination: '已请社区协调',
  promised: '承诺了办好的时间',
  merged: '和另一张单是同一件事，合到一起办',
}

/** Whoever has taken a report back is a reporter no more, unless the matter ended with it. */
function standsAsReporter({ ticket, own }: TicketView): boolean {
  return own.length > 0 || ticket.status === 'withdrawn'
}

function seesMatter(view: TicketView): boolean {
  return sightOf(view.actor, view.ticket, standsAsReporter(view)) === 'matter'
}

/** What happened, without who did it; how it was solved is for those who have reported it. */
async function timelineOf(view: TicketView): Promise<{ at: Date; text: string }[]> {
  if (!seesMatter(view)) return []
  const { ticket, reports } = view
  const hide = standsAsReporter(view) ? await hiding(ticket, reports) : () => ''
  return ticket.events.flatMap((event) => {
    const text = timelineText(event, hide)
    return text ? [{ at: event.at, text }] : []
  })
}

function timelineText(event: TicketEvent, hide: (note: string) => string): string | undefined {
  const { kind, from, to } = event
  if (kind !== 'moved') return eventText[kind]
  if (to === 'resolved') return resolvedText(event, hide)
  if (to === 'assigned' && from && !isActive(from)) return '住户说还没好，重新派单'
  return to ? statusName[to] : undefined
}

function resolvedText({ role, note }: TicketEvent, hide: (note: string) => string): string {
  if (!staffRoles.some((staff) => staff === role)) return '住户说已好'
  const how = note ? hide(note) : ''
  return how ? `${statusName.resolved}：${how}` : statusName.resolved
}

/** Takes the names and rooms that are known of reporters out of words, and any phone. */
async function hiding(ticket: Ticket, reports: readonly Report[]): Promise<(text: string) => string> {
  const people = await findPeople(reports.map((report) => report.personId))
  const known = [...people.map(({ name }) => name), ticket.room, ...reports.map(({ room }) => room)]
  const hidden = known.flatMap((one) => (one && one.length > 1 ? [one] : []))
  return (text) => hidden.reduce((words, one) => words.replaceAll(one, '某'), withoutPersons(text))
}

interface Words {
  at: Date
  text: string
  images: string[]
}

function wordsOf({ at, text, images, parts }: Report): Words[] {
  return [
    { at, text, images },
    ...parts.map((part) => ({ at: part.at, text: part.text, images: part.images })),
  ]
}

/** What those who handle it are shown: where it is, and what was reported as far as they may see it. */
async function handling({ ticket, actor, others }: TicketView) {
  const place = mayKnowRoom(actor, ticket) ? formatPlace(ticket) : formatPublicPlace(ticket)
  if (!others) return { place, reports: null }
  const people = await findPeople(others.map((report) => report.personId))
  const nameOf = new Map(people.map((person) => [person._id, person.name]))
  if (reportSightOf(actor, ticket) === 'persons') {
    const reports = others.map((report) => ({
      name: nameOf.get(report.personId) ?? null,
      room: report.room,
      words: wordsOf(report),
    }))
    return { place, reports }
  }
  const hide = await hiding(ticket, others)
  return { place, reports: others.map((report) => nameless(report, hide)) }
}

/** A report for somebody who is not to know whose it is. */
function nameless(report: Report, hide: (text: string) => string) {
  return {
    name: null,
    room: null,
    words: wordsOf(report).map((words) => ({ ...words, text: hide(words.text) })),
  }
}
