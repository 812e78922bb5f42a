import { districtRoles, propertyRoles } from '../../domain/access.ts'
import { dayNumber } from '../../domain/clocks.ts'
import { closingStep, silentEnd } from '../../domain/closing.ts'
import { chaseStep } from '../../domain/forwarding.ts'
import type { Addressee } from '../../domain/ladder.ts'
import { addresseeOf, climbed, howSaid, ladderRules, ladderStep } from '../../domain/ladder.ts'
import { calledSince, callRules, nextCall, nextLookAt } from '../../domain/paging.ts'
import { policyFor, policyRules } from '../../domain/policy/index.ts'
import { nextOfficeTime } from '../../domain/working-days.ts'
import type { Delivery } from '../../models/delivery.ts'
import type { Ticket } from '../../models/ticket.ts'
import { placeOf } from './cast.ts'
import type { MemoryWorld } from './memory-world.ts'
import { calendar } from './time.ts'

/** Makes what happens to the tickets of a world by itself, by the rules that the jobs go by and in their order. */
export function createWork(world: MemoryWorld): (ticket: Ticket, now: Date) => void {
  const {
    settingsOf,
    profileOf,
    holders,
    teamOf,
    districtOf,
    secretariesOf,
    handlersOf,
    respondersOf,
    news,
    pageTo,
    about,
    submit,
    eventOf,
    note,
    move,
    onDuty,
  } = world

  function callDuty(ticket: Ticket, now: Date): void {
    const { pageAt, status, urgency } = ticket
    if (!pageAt || pageAt > now || (status !== 'open' && status !== 'assigned')) return
    const settings = settingsOf(ticket)
    const rules = policyRules(settings, callRules)
    const people = [...onDuty(ticket), ...respondersOf(ticket, ticket.team), ...secretariesOf(ticket)]
    const call =
      urgency === 'emergency'
        ? nextCall([...new Set(people)], ticket.pagedIds, ticket.alarms, rules.alarmTimes)
        : null
    if (!call) {
      ticket.pageAt = null
      return
    }
    const since = calledSince(ticket).toISOString()
    const nextAt = nextLookAt(call, rules, now)
    if (call.kind === 'page') {
      submit(`next:${since}`, [pageTo(ticket, call.personId)], now)
      const event = eventOf('paged', { id: `page:${since}:${call.personId}`, by: null, at: now })
      ticket.pagedIds = [...new Set([...ticket.pagedIds, call.personId])]
      note(ticket, event)
    } else {
      const everybody = holders(placeOf(ticket.communityId), [...propertyRoles, ...districtRoles])
      const alarms = everybody.map((personId) => ({ ...pageTo(ticket, personId), kind: 'alarm' }))
      submit(
        `alarm:${since}:${call.number}`,
        alarms.map(({ isCalling: _no, ...alarm }) => alarm),
        now,
      )
      ticket.alarms = call.number
      note(ticket, eventOf('alarmed', { id: `alarm:${since}:${call.number}`, by: null, at: now }))
    }
    ticket.pageAt = nextAt
  }

  function closeIfSilent(ticket: Ticket, now: Date): void {
    const { status, closeCheckAt } = ticket
    if ((status !== 'resolved' && status !== 'declined') || !closeCheckAt || closeCheckAt > now) return
    const { kind, reason } = silentEnd(status)
    const settledAt = ticket.events.findLast(({ to }) => to === status)?.at ?? now
    const sent = about(ticket)
      .filter((one) => one.kind === kind && one.sentAt && one.sentAt >= settledAt)
      .map(({ sentAt }) => sentAt?.getTime() ?? 0)
    const askedAt = sent.length > 0 ? new Date(Math.min(...sent)) : null
    const rules = policyRules(settingsOf(ticket), ['silentCloseHours', 'undeliveredRecheckHours'])
    const step = closingStep(askedAt, rules, now)
    if (!step.isOver) {
      ticket.closeCheckAt = step.nextAt
      return
    }
    const id = `close-${reason}:${ticket._id}:${settledAt.toISOString()}`
    move(ticket, 'closed', { id, by: null, at: now, closeReason: reason, set: { closedAt: now } })
  }

  function endWaiting(ticket: Ticket, now: Date): void {
    const { wait, status } = ticket
    if (status !== 'waiting' || !wait || wait.until > now) return
    const id = `wait-over:${wait.cause}`
    submit(
      id,
      handlersOf(ticket).map((who) => news(ticket, 'wait-over', who, { statuses: ['waiting', 'accepted'] })),
      now,
    )
    move(ticket, 'accepted', { id, by: null, at: now, note: '到期', set: { wait: null } })
  }

  function chase(ticket: Ticket, now: Date): void {
    const { forward: given, status } = ticket
    if (status !== 'forwarded' || !given || given.remindAt > now) return
    const { isAgain, nextAt } = chaseStep(given, now)
    const people = [...handlersOf(ticket), ...(isAgain ? districtOf(ticket) : [])]
    const posts = [...new Set(people)].map((who) =>
      news(ticket, 'chase', who, { statuses: ['forwarded'], supersedes: 'chase' }),
    )
    submit(`chase:${given.cause}:${given.remindAt.toISOString()}`, posts, now)
    ticket.forward = { ...given, remindAt: nextAt }
  }

  function heardBy(ticket: Ticket, addressee: Addressee): string[] {
    const find: Record<Addressee, () => string[]> = {
      assignee: () => handlersOf(ticket),
      team: () => respondersOf(ticket, ticket.team),
      committee: () => teamOf(ticket, 'committee'),
      district: () => districtOf(ticket),
      secretary: () => secretariesOf(ticket),
      street: () => teamOf(ticket, 'street'),
    }
    const barred = ticket.accused ? teamOf(ticket, ticket.accused) : []
    return find[addressee]().filter((id) => !barred.includes(id))
  }

  function climb(ticket: Ticket, now: Date): void {
    if (!ticket.ladderAt || ticket.ladderAt > now) return
    const settings = settingsOf(ticket)
    const step = ladderStep(ticket, policyRules(settings, ladderRules), calendar, now)
    if (!step) return
    const { due: rung, phase } = step
    const profile = profileOf(ticket)
    const hasCommittee = teamOf(ticket, 'committee').length > 0
    const { team, accused, lead, urgency } = ticket
    const place = { team, accused, isSensitive: lead !== null, profile, hasCommittee }
    const addressee = rung && addresseeOf(rung.to, place)
    const how = rung && addressee && howSaid(urgency, phase.name, rung.to, addressee)
    const people = addressee && how ? heardBy(ticket, addressee) : []
    const once = `ladder:${phase.key}:${rung?.index}`
    const audiences: Partial<Record<Addressee, Delivery['audience']>> = {
      secretary: 'district',
      district: 'district',
      committee: 'committee',
      street: 'street',
    }
    const audience = (addressee && audiences[addressee]) ?? team
    submit(
      once,
      people.map((who) => ({ ...news(ticket, 'ladder', who), ...how, audience, ladderKey: phase.key })),
      now,
    )
    if (rung?.to === 'street' && !how) tellStreet(ticket, now)
    const { event, ...change } = climbed(
      step,
      { isHeard: people.length > 0, isSensitive: lead !== null },
      now,
    )
    Object.assign(ticket, { ...change, referredAt: ticket.referredAt ?? change.referredAt ?? null })
    if (event) note(ticket, { ...event, kind: 'escalated', by: null, role: 'system' })
  }

  /** 街道 reads of it in the list of the next working day. */
  function tellStreet(ticket: Ticket, now: Date): void {
    const clock = policyFor(settingsOf(ticket), 'streetDigestClock')
    const at = nextOfficeTime(now, { from: clock, to: clock }, calendar)
    const posts = teamOf(ticket, 'street').map((who) =>
      news(ticket, 'street-list', who, { audience: 'street', inOffice: true, notBefore: at }),
    )
    submit(`street-list:${dayNumber(at)}`, posts, now)
  }

  return (ticket, now) => {
    for (const job of [callDuty, closeIfSilent, endWaiting, chase, climb]) job(ticket, now)
  }
}
