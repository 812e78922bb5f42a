import type { Actor } from '../../domain/access.ts'
import { districtRoles, sideRoles } from '../../domain/access.ts'
import { addHours, nextClock, startOfDay, startOfWeek } from '../../domain/clocks.ts'
import type { Team } from '../../domain/policy/categories.ts'
import { runnerOf } from '../../domain/policy/first-owner.ts'
import { policyFor, policyRules } from '../../domain/policy/index.ts'
import { holdsOf } from '../../domain/premise.ts'
import { firstFree, isPlannedFull, isUnaskedPost, whyWithheld } from '../../domain/restraint.ts'
import type { CloseReason, TicketStatus } from '../../domain/ticket-flow.ts'
import { activeStatuses, canMove, ticketStatuses } from '../../domain/ticket-flow.ts'
import type { Delivery } from '../../models/delivery.ts'
import type { Ticket, TicketEvent } from '../../models/ticket.ts'
import { moveChanges, recordChanges } from '../../models/ticket-changes.ts'
import type { Place } from './cast.ts'
import { memberOf, placeOf, places } from './cast.ts'
import { update } from './evaluate.ts'

import type { Heard } from './people.ts'
import { calendar, createAgenda } from './time.ts'

type Kind = TicketEvent['kind']

/** What is to be said of a ticket. */
export interface Post {
  kind: string
  to: { personId: string } | { chatId: string }
  audience: Delivery['audience']
  priority: Delivery['priority']
  ticket: Ticket
  statuses?: readonly TicketStatus[]
  ladderKey?: string
  isCalling?: true
  inOffice?: boolean
  supersedes?: string
  leavesRoom?: boolean
  notBefore?: Date
}

/** Whatever became of it. */
export const anybody: TicketStatus[] = [...ticketStatuses]
export const active: TicketStatus[] = [...activeStatuses]
const day = (at: Date) => startOfDay(at).toISOString()

/** What is written with an event. */
export interface Written {
  id: string
  by: string | null
  at: Date
  note?: string
  set?: Partial<Ticket>
  isAnswer?: boolean
}

/** Makes a world in which nothing has happened yet. */
export function createWorld() {
  const tickets = new Map<string, Ticket>()
  const messages: Delivery[] = []
  const keys = new Set<string>()
  const ofTicket = new Map<string, Delivery[]>()
  const planned: Delivery[] = []
  const reporters = new Map<string, { who: string; chatId: string }[]>()
  const due = createAgenda<{ ticket: Ticket; at: number }>()
  const watched = new Map<string, number>()
  const outbox = createAgenda<Delivery>()
  const _numbers = new Map<string, number>()
  let heard: Heard[] = []

  const settingsOf = ({ communityId }: Ticket) => placeOf(communityId).community
  const profileOf = (ticket: Ticket) => settingsOf(ticket).profile ?? 'professional'

  function actorOf(id: string): Actor {
    const { name, role, communityId } = memberOf(id)
    const scope = { level: 'community' as const, placeId: communityId }
    const held = role === 'resident' ? [] : [{ role, scope, from: new Date(0) }]
    return { personId: id, name, held }
  }

  function holders({ members }: Place, roles: readonly string[]): string[] {
    return members.filter(({ role }) => roles.includes(role)).map(({ id }) => id)
  }

  const teamOf = (ticket: Ticket, team: Team) => holders(placeOf(ticket.communityId), sideRoles[team])
  const districtOf = (ticket: Ticket) => holders(placeOf(ticket.communityId), districtRoles)
  const secretariesOf = (ticket: Ticket) => holders(placeOf(ticket.communityId), ['district_secretary'])
  const handlersOf = (ticket: Ticket) =>
    ticket.assigneeId ? [ticket.assigneeId] : respondersOf(ticket, ticket.team)

  function respondersOf(ticket: Ticket, team: Team): string[] {
    const place = placeOf(ticket.communityId)
    const groups = team === 'property' ? [['property_manager'], ['property']] : [sideRoles[team]]
    return groups.map((roles) => holders(place, roles)).find(({ length }) => length > 0) ?? districtOf(ticket)
  }

  /** Looks at a ticket again when the next thing of it is due. */
  function watch(ticket: Ticket): void {
    const { pageAt, ladderAt, closeCheckAt, wait, forward, status } = ticket
    const times = [
      pageAt,
      ladderAt,
      status === 'resolved' || status === 'declined' ? closeCheckAt : null,
      status === 'waiting' ? wait?.until : null,
      status === 'forwarded' ? forward?.remindAt : null,
    ].flatMap((at) => at?.getTime() ?? [])
    const next = Math.min(...times)
    if (times.length === 0 || watched.get(ticket._id) === next) return
    watched.set(ticket._id, next)
    due.add(new Date(next), { ticket, at: next })
  }

  function tell(ticket: Ticket, who: string, kind: string, at: Date): void {
    const { _id: ticketId, urgency, communityId } = ticket
    heard.push({ who, kind, ticketId, urgency, communityId, at })
  }

  const about = ({ _id }: { _id: string }) => ofTicket.get(_id) ?? []

  function submit(cause: string, posts: readonly Post[], at: Date): void {
    for (const { ticket, to, statuses, ladderKey, isCalling, ...post } of posts) {
      const settings = settingsOf(ticket)
      const key = [cause, ...Object.values(to), post.kind, ticket._id].join(':')
      if (keys.has(key)) continue
      keys.add(key)
      const unasked = { ...post, ticketId: ticket._id }
      const posted = about(ticket).filter((one) => one.audience === 'group')
      const counts = posted.filter((one) => one.status !== 'cancelled' && one.priority === 'notice')
      const withheld = whyWithheld(unasked, settings.mode, {
        posts: isUnaskedPost(unasked) ? counts.length : 0,
        budget: policyFor(settings, 'groupPostsPerTicket'),
      })
      const free = firstFree(at, post, policyRules(settings, ['quiet', 'officeHours']), calendar)
      const message = {
        ...post,
        key,
        cause,
        to,
        communityId: ticket.communityId,
        ticketId: ticket._id,
        inOffice: post.inOffice ?? false,
        status: withheld ? 'cancelled' : 'queued',
        proof: withheld,
        notBefore: post.notBefore ?? free,
        sentAt: null,
        list: null,
        premise: {
          ticketId: ticket._id,
          statuses: [...(statuses ?? anybody)],
          ...(ladderKey ? { ladderKey } : {}),
          ...(isCalling ? { isCalling } : {}),
        },
      } as unknown as Delivery
      if (post.supersedes) supersede(ticket, message, post.supersedes)
      messages.push(message)
      ofTicket.set(ticket._id, [...about(ticket), message])
      if (!withheld) outbox.add(message.notBefore, message)
    }
  }

  function supersede(ticket: Ticket, message: Delivery, kind: string): void {
    const to = JSON.stringify(message.to)
    const older = about(ticket).filter((one) => one.kind === kind)
    for (const one of older) {
      if (one.status === 'queued' && JSON.stringify(one.to) === to) one.status = 'cancelled'
    }
  }

  function send(message: Delivery, now: Date): void {
    if (message.status !== 'queued') return
    if (message.expiresAt && message.expiresAt <= now) {
      message.status = 'expired'
      return
    }
    const ticket = tickets.get(message.ticketId ?? '')
    const settings = placeOf(message.communityId ?? '').community
    const free = firstFree(now, message, policyRules(settings, ['quiet', 'officeHours']), calendar)
    const held = free > now ? free : isOverPlanned(message, now) ? nextClock(now, '09:00') : null
    if (held) {
      outbox.add(held, message)
      return
    }
    if (message.premise && !(ticket && holdsOf(ticket, message.premise))) {
      message.status = 'cancelled'
      return
    }
    message.status = 'sent'
    message.sentAt = now
    if (ticket && 'personId' in message.to) tell(ticket, message.to.personId, message.kind, now)
  }

  function isOverPlanned({ priority, to, communityId }: Delivery, now: Date): boolean {
    if (priority !== 'planned' || !('chatId' in to)) return false
    const { chatId } = to
    const sent = planned.filter((one) => 'chatId' in one.to && one.to.chatId === chatId)
    const since = (time: Date) => sent.filter(({ sentAt }) => sentAt !== null && sentAt >= time).length
    const rules = policyRules(placeOf(communityId ?? '').community, [
      'plannedPostsPerDay',
      'plannedPostsPerWeek',
    ])
    return isPlannedFull({ day: since(startOfDay(now)), week: since(startOfWeek(now)) }, rules)
  }

  function eventOf(kind: Kind, { id, by, at, note }: Written): TicketEvent {
    const role = by ? memberOf(by).role : 'system'
    return { id, at, kind, by, role, note: note ?? null }
  }

  function write(ticket: Ticket, kind: Kind, written: Written): boolean {
    if (ticket.events.some(({ id }) => id === written.id)) return true
    update(ticket, recordChanges(eventOf(kind, written), written))
    watch(ticket)
    return true
  }

  function move(
    ticket: Ticket,
    to: TicketStatus,
    written: Written & { closeReason?: CloseReason; isHandBack?: boolean },
  ): boolean {
    if (!canMove(ticket.status, to, written.closeReason)) return false
    const more = moveChanges({ to, ...written }, settingsOf(ticket))
    update(ticket, recordChanges(eventOf('moved', written), written, { to, more }))
    watch(ticket)
    return true
  }

  function onDuty(ticket: Ticket): string[] {
    const roster = settingsOf(ticket).duty?.map(({ personId }) => personId) ?? []
    return roster.length > 0 ? roster : respondersOf(ticket, runnerOf[profileOf(ticket)])
  }

  function pageTo(ticket: Ticket, personId: string): Post {
    const statuses = ['open', 'assigned'] as const
    return {
      kind: 'page',
      to: { personId },
      audience: 'property',
      priority: 'emergency',
      ticket,
      statuses,
      isCalling: true,
    }
  }

  function toPerson(
    ticket: Ticket,
    kind: string,
    personId: string,
    statuses: readonly TicketStatus[] = active,
    audience: Delivery['audience'] = ticket.team,
  ): Post {
    const priority = ticket.urgency === 'emergency' ? 'emergency' : 'notice'
    return { kind, to: { personId }, audience, priority, ticket, statuses }
  }

  /** Ordinary news of work is no emergency even of a danger. */
  function news(ticket: Ticket, kind: string, who: string, more: Partial<Post> = {}): Post {
    return { ...toPerson(ticket, kind, who), priority: 'notice', ...more }
  }

  function note(ticket: Ticket, event: TicketEvent): void {
    if (!ticket.events.some(({ id }) => id === event.id)) ticket.events.push(event)
  }

  /** Every community has something to tell its group each day, which is more than a group may hear. */
  function plan(now: Date): void {
    for (const { community, group } of places) {
      const key = `plan:${group}:${day(now)}`
      if (keys.has(key)) continue
      keys.add(key)
      const message = {
        key,
        cause: key,
        kind: 'house-rule',
        to: { chatId: group },
        audience: 'group',
        priority: 'planned',
        communityId: community._id,
        ticketId: null,
        inOffice: false,
        status: 'queued',
        expiresAt: addHours(now, 96),
        sentAt: null,
        list: null,
        premise: null,
      } as unknown as Delivery
      messages.push(message)
      planned.push(message)
      outbox.add(now, message)
    }
  }

  return {
    tickets,
    messages,
    reporters,
    settingsOf,
    profileOf,
    actorOf,
    holders,
    teamOf,
    districtOf,
    secretariesOf,
    handlersOf,
    respondersOf,
    onDuty,
    toPerson,
    news,
    pageTo,
    about,
    watch,
    tell,
    submit,
    eventOf,
    note,
    write,
    move,
    plan,
    /** Hands every ticket of which something is due to somebody who does it. */
    forEachDue(now: Date, work: (ticket: Ticket) => void): void {
      for (let one = due.take(now); one; one = due.take(now)) {
        if (watched.get(one.ticket._id) !== one.at) continue
        watched.delete(one.ticket._id)
        work(one.ticket)
        watch(one.ticket)
      }
    },
    sendDue(now: Date): Heard[] {
      for (let message = outbox.take(now); message; message = outbox.take(now)) send(message, now)
      const news = heard
      heard = []
      return news
    },
    nextDue(): Date | null {
      const times = [due.next(), outbox.next()].filter((at) => at !== null)
      return times.length > 0 ? new Date(Math.min(...times.map((at) => at.getTime()))) : null
    },
  }
}

export type MemoryWorld = ReturnType<typeof createWorld>
