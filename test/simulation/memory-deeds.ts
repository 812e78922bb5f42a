import { canHandle, isPublicMatter, mayReopen, supervises } from '../../domain/access.ts'
import { assignmentOf } from '../../domain/assignment.ts'
import { addHours } from '../../domain/clocks.ts'
import { lastUrged } from '../../domain/follow-up-words.ts'
import type { Team } from '../../domain/policy/categories.ts'
import { policyFor } from '../../domain/policy/index.ts'
import type { TicketStatus } from '../../domain/ticket-flow.ts'
import { canMove, isActive } from '../../domain/ticket-flow.ts'
import { triageByRules } from '../../domain/understanding/triage-by-rules.ts'
import { latestWait } from '../../domain/waiting.ts'
import { startClocks } from '../../models/clock-changes.ts'
import type { Ticket } from '../../models/ticket.ts'
import { memberOf, placeOf } from './cast.ts'
import type { MemoryWorld, Post, Written } from './memory-world.ts'
import { active, anybody } from './memory-world.ts'

import type { Deed, DeedKind } from './people.ts'

/** Makes what people can do to the tickets of a world; each returns whether it was taken. */
export function createDeeds(world: MemoryWorld) {
  const {
    tickets,
    reporters,
    settingsOf,
    actorOf,
    teamOf,
    districtOf,
    secretariesOf,
    handlersOf,
    onDuty,
    toPerson,
    news,
    pageTo,
    watch,
    submit,
    eventOf,
    respondersOf,
    write,
    move,
  } = world
  const numbers = new Map<string, number>()

  function open({ at, who, words, isInGroup }: Deed, cause: string): Ticket {
    const { communityId, home } = memberOf(who)
    const { community, group } = placeOf(communityId)
    const triage = triageByRules(words, {})
    const category = triage.category ?? 'other'
    const { urgency, hazard, summary } = triage
    const profile = community.profile ?? 'professional'
    const assignment = assignmentOf({ category, urgency, hazard, text: words }, profile)
    const number = (numbers.get(communityId) ?? 1_000) + 1
    numbers.set(communityId, number)
    const ticket = {
      ...startClocks(community, { category, urgency }, at),
      ...assignment,
      _id: cause,
      cause,
      communityId,
      number,
      status: 'assigned',
      category,
      urgency,
      hazard,
      summary,
      building: home?.building ?? null,
      unit: home?.unit ?? null,
      room: null,
      place: null,
      assigneeId: null,
      pagedIds: [],
      openedAt: at,
      lastReportAt: at,
      answerBy: addHours(at, policyFor(community, 'answerHours')),
      answeredAt: null,
      reopenedAt: null,
      pausedAt: null,
      resolvedAt: null,
      resolvedBy: null,
      closedAt: null,
      closeReason: null,
      closeCheckAt: null,
      handBacks: 0,
      wait: null,
      request: null,
      forward: null,
      mergedInto: null,
      legacyRequest: null,
      ladderFrom: null,
      ladderKey: null,
      ladderRung: 0,
      secretaryAt: null,
      extendedUntil: null,
      referredAt: null,
      alarms: 0,
      agenda: false,
      events: [{ ...eventOf('opened', { id: cause, by: who, at }), to: 'assigned' }],
    } as unknown as Ticket
    ticket.pagedIds = pagedFor(ticket)
    tickets.set(cause, ticket)
    reporters.set(cause, [{ who, chatId: isInGroup ? group : `dm-${who}` }])
    watch(ticket)
    page(ticket, cause, at)
    tellTeam(ticket, 'new-ticket', ['open', 'assigned', 'accepted'], cause, at)
    return ticket
  }

  function pagedFor(ticket: Ticket): string[] {
    return ticket.urgency === 'emergency' ? onDuty(ticket).slice(0, 1) : []
  }

  function page(ticket: Ticket, cause: string, at: Date): void {
    submit(
      cause,
      ticket.pagedIds.map((id) => pageTo(ticket, id)),
      at,
    )
  }

  function tellTeam(
    ticket: Ticket,
    kind: string,
    statuses: readonly TicketStatus[],
    cause: string,
    at: Date,
  ): void {
    const people = [
      ...new Set([...respondersOf(ticket, ticket.team), ...(ticket.assigneeId ? [ticket.assigneeId] : [])]),
    ]
    const told = people.filter((id) => !ticket.pagedIds.includes(id))
    submit(
      cause,
      told.map((id) => toPerson(ticket, kind, id, statuses)),
      at,
    )
  }

  function groupsOf(ticket: Ticket): string[] {
    const chats = reporters.get(ticket._id)?.map(({ chatId }) => chatId) ?? []
    return [...new Set(chats.filter((chatId) => chatId.startsWith('g-')))]
  }

  function postTo(
    ticket: Ticket,
    kind: string,
    statuses: readonly TicketStatus[],
    more: Partial<Post> = {},
  ): Post[] {
    return groupsOf(ticket).map((chatId) => ({
      kind,
      to: { chatId },
      audience: 'group',
      priority: 'notice',
      ticket,
      statuses,
      ...more,
    }))
  }

  function resolve(ticket: Ticket, written: Written): boolean {
    const settings = settingsOf(ticket)
    const { at, id, by } = written
    const set = {
      resolvedAt: at,
      resolvedBy: by,
      closeCheckAt: addHours(at, policyFor(settings, 'silentCloseHours')),
    }
    if (!move(ticket, 'resolved', { ...written, note: '换了配件', isAnswer: true, set })) return false
    const reports = reporters.get(ticket._id) ?? []
    const asked = [...new Set(reports.map(({ who }) => who))].slice(0, policyFor(settings, 'askedReporters'))
    const asks = asked.map((who) =>
      news(ticket, 'ask-solved', who, {
        audience: 'resident',
        statuses: ['resolved'],
        supersedes: 'ask-solved',
      }),
    )
    submit(id, asks, at)
    const isEmergency = ticket.urgency === 'emergency'
    if (isPublicMatter(ticket) && (isEmergency || reports.length > asked.length)) {
      const priority = isEmergency ? 'emergency' : 'notice'
      submit(id, postTo(ticket, 'solved-line', ['resolved', 'closed'], { priority }), at)
    }
    return true
  }

  function reopen(ticket: Ticket, written: Written): boolean {
    const settings = settingsOf(ticket)
    const { at, id, by } = written
    const isReporter = isReporterOf(ticket, by ?? '')
    if (!mayReopen(actorOf(by ?? ''), ticket, isReporter)) return false
    const isOver = ticket.status === 'closed' || ticket.status === 'withdrawn'
    const last = addHours(ticket.closedAt ?? ticket.lastReportAt, policyFor(settings, 'reopenDays') * 24)
    if (isOver && at > last) return false
    const isDeclined = ticket.status === 'declined' || ticket.closeReason === 'declined'
    const set: Partial<Ticket> = {
      resolvedAt: null,
      resolvedBy: null,
      closedAt: null,
      closeReason: null,
      closeCheckAt: null,
      ...(isDeclined ? { team: 'district' as const, assigneeId: null } : {}),
      answerBy: addHours(at, policyFor(settings, 'answerHours')),
      answeredAt: null,
      pagedIds: pagedFor(ticket),
    }
    if (!move(ticket, 'assigned', { ...written, note: '住户说没好', set })) return false
    page(ticket, id, at)
    tellTeam(ticket, 'reopened', ['assigned'], id, at)
    return true
  }

  function isReporterOf(ticket: Ticket, who: string): boolean {
    return reporters.get(ticket._id)?.some((report) => report.who === who) ?? false
  }

  function join(ticket: Ticket, written: Written, { who, isInGroup }: Deed): boolean {
    if (!isActive(ticket.status) || isReporterOf(ticket, who)) return false
    const chatId = isInGroup ? placeOf(ticket.communityId).group : `dm-${who}`
    const all = [...(reporters.get(ticket._id) ?? []), { who, chatId }]
    reporters.set(ticket._id, all)
    ticket.lastReportAt = written.at
    const isMilestone = policyFor(settingsOf(ticket), 'householdMilestones').includes(all.length)
    if (!isMilestone || !isPublicMatter(ticket)) return true
    submit(`milestone:${all.length}`, postTo(ticket, 'milestone', active, { leavesRoom: true }), written.at)
    return true
  }

  function withdraw(ticket: Ticket, written: Written, { who }: Deed): boolean {
    if (!isActive(ticket.status) || !isReporterOf(ticket, who)) return false
    const rest = reporters.get(ticket._id)?.filter((report) => report.who !== who) ?? []
    reporters.set(ticket._id, rest)
    return rest.length > 0 || move(ticket, 'withdrawn', { ...written, note: '住户撤回' })
  }

  function confirm(ticket: Ticket, written: Written, { who }: Deed): boolean {
    if (!isReporterOf(ticket, who)) return false
    const { id, at } = written
    if (isActive(ticket.status)) {
      const set = { resolvedAt: at, resolvedBy: who }
      if (!move(ticket, 'resolved', { ...written, id: `${id}:resolved`, note: '住户说已好', set }))
        return false
    }
    const set = { closedAt: at, closeCheckAt: null }
    if (!move(ticket, 'closed', { ...written, note: '住户确认', closeReason: 'confirmed', set })) return false
    if (isPublicMatter(ticket)) submit(id, postTo(ticket, 'closed-line', ['closed']), at)
    return true
  }

  function urge(ticket: Ticket, written: Written, { who, at }: Deed): boolean {
    if (!isActive(ticket.status) || !isReporterOf(ticket, who)) return false
    const last = lastUrged(ticket.events, who, 2)
    write(ticket, 'urged', written)
    const isAgain = last !== null && at < addHours(last, 2)
    const posts = isAgain
      ? []
      : handlersOf(ticket).map((id) => news(ticket, 'urged', id, { supersedes: 'urged' }))
    submit(written.id, posts, at)
    return true
  }

  function handBack(ticket: Ticket, written: Written): boolean {
    const { at, id, by } = written
    const isTheirs = ticket.assigneeId === null || ticket.assigneeId === by
    if (!isTheirs || ticket.lead) return false
    const set: Partial<Ticket> = {
      assigneeId: null,
      ...(ticket.urgency === 'emergency' ? { pageAt: at, alarms: 0 } : {}),
    }
    if (!move(ticket, 'open', { ...written, note: '不是我们的管线', isHandBack: true, set })) return false
    if (ticket.handBacks < policyFor(settingsOf(ticket), 'handBacksToStreet')) {
      const people = new Set([...districtOf(ticket), ...respondersOf(ticket, ticket.team)])
      people.delete(by ?? '')
      submit(
        id,
        [...people].map((one) => toPerson(ticket, 'handed-back', one, ['open'])),
        at,
      )
      return true
    }
    const referred = { agenda: true, referredAt: ticket.referredAt ?? at }
    write(ticket, 'referred', {
      ...written,
      id: `${id}:street`,
      note: '退回两次，请街道定归属',
      set: referred,
    })
    const street = teamOf(ticket, 'street')
    submit(
      id,
      street.map((one) => ({ ...toPerson(ticket, 'whose', one, ['open'], 'street'), inOffice: true })),
      at,
    )
    return true
  }

  function ask(ticket: Ticket, written: Written, request: NonNullable<Ticket['request']>): boolean {
    write(ticket, 'requested', { ...written, note: '归供热公司管', set: { request } })
    const second = districtOf(ticket).filter((id) => id !== written.by)
    const posts = second.map((id) =>
      news(ticket, 'request', id, { audience: 'district', supersedes: 'request' }),
    )
    submit(written.id, posts, written.at)
    return true
  }

  function decline(ticket: Ticket, written: Written): boolean {
    if (ticket.urgency === 'emergency' || !canMove(ticket.status, 'declined')) return false
    const { id: cause, by } = written
    const request = {
      cause,
      kind: 'decline' as const,
      by: by ?? '',
      until: null,
      responsible: '供热公司',
      phone: '0472-5550150',
    }
    return ask(ticket, written, request)
  }

  function agree(ticket: Ticket, written: Written): boolean {
    const { request } = ticket
    const { at, id, by } = written
    if (!request || request.by === by || !supervises(actorOf(by ?? ''), ticket)) return false
    const settings = settingsOf(ticket)
    if (request.kind === 'wait') {
      const wait = { cause: request.cause, until: request.until ?? at }
      return move(ticket, 'waiting', { ...written, note: '社区同意', set: { wait, request: null } })
    }
    const closeCheckAt = addHours(at, policyFor(settings, 'silentCloseHours'))
    const note = '由供热公司负责'
    if (!move(ticket, 'declined', { ...written, note, isAnswer: true, set: { closeCheckAt } })) return false
    const told = [...new Set(reporters.get(ticket._id)?.map(({ who }) => who))]
    submit(
      id,
      told.map((who) => toPerson(ticket, 'declined', who, ['declined'], 'resident')),
      at,
    )
    return true
  }

  function reject(ticket: Ticket, written: Written): boolean {
    const { request } = ticket
    if (!request || request.by === written.by || !supervises(actorOf(written.by ?? ''), ticket)) return false
    write(ticket, 'rejected', { ...written, note: '请先去现场看', set: { request: null } })
    submit(written.id, [news(ticket, 'decided', request.by, { statuses: anybody })], written.at)
    return true
  }

  function suspend(ticket: Ticket, written: Written, { words }: Deed): boolean {
    if (!canMove(ticket.status, 'waiting')) return false
    const { at, id, by } = written
    const until = addHours(at, Number(words) * 24)
    const isShort = until <= latestWait(ticket.events, at, policyFor(settingsOf(ticket), 'timedDays'))
    if (isShort || supervises(actorOf(by ?? ''), ticket)) {
      return move(ticket, 'waiting', {
        ...written,
        note: '等配件',
        set: { wait: { cause: id, until }, request: null },
      })
    }
    return ask(ticket, written, {
      cause: id,
      kind: 'wait',
      by: by ?? '',
      until,
      responsible: null,
      phone: null,
    })
  }

  function forward(ticket: Ticket, written: Written): boolean {
    const { at, id, by } = written
    const dueAt = addHours(at, policyFor(settingsOf(ticket), 'utilityHours'))
    const to = {
      cause: id,
      to: '供热公司',
      phone: '0472-5550150',
      isUtility: true,
      at,
      dueAt,
      remindAt: dueAt,
    }
    const set = { assigneeId: by, forward: to }
    return move(ticket, 'forwarded', { ...written, note: '转给供热公司', isAnswer: true, set })
  }

  function reassign(ticket: Ticket, written: Written, { words }: Deed): boolean {
    if (!isActive(ticket.status)) return false
    const chosen = teamOf(ticket, ticket.team).find((id) => memberOf(id).name === words)
    if (!chosen || !move(ticket, 'assigned', { ...written, note: words, set: { assigneeId: chosen } }))
      return false
    submit(written.id, [toPerson(ticket, 'reassigned', chosen, ['assigned'])], written.at)
    return true
  }

  function setDeadline(ticket: Ticket, written: Written): boolean {
    if (!isActive(ticket.status)) return false
    const last = addHours(
      ticket.reopenedAt ?? ticket.openedAt,
      policyFor(settingsOf(ticket), 'timedDays') * 24,
    )
    const resolveBy = addHours(written.at, 72)
    if (resolveBy > last) return false
    return write(ticket, 'classed', {
      ...written,
      note: '等配件',
      isAnswer: true,
      set: { serviceClass: 'timed', resolveBy },
    })
  }

  function grantDay(ticket: Ticket, written: Written): boolean {
    const { at, id } = written
    if (!isActive(ticket.status) || ticket.extendedUntil !== null) return false
    const extendedUntil = addHours(at, policyFor(settingsOf(ticket), 'extensionHours'))
    write(ticket, 'extended', { ...written, note: '配件明天到', set: { extendedUntil } })
    submit(
      id,
      handlersOf(ticket).map((who) => news(ticket, 'extended', who)),
      at,
    )
    return true
  }

  function refer(ticket: Ticket, written: Written): boolean {
    if (!isActive(ticket.status) || ticket.referredAt !== null) return false
    return write(ticket, 'referred', { ...written, set: { referredAt: written.at } })
  }

  function decideOwner(ticket: Ticket, written: Written, { words }: Deed): boolean {
    const sides: Record<string, Team> = { 物业: 'property', 社区: 'district', 业委会: 'committee' }
    const team = sides[words]
    if (!team || team === ticket.accused || teamOf(ticket, team).length === 0) return false
    if (!isActive(ticket.status) || !ticket.agenda) return false
    if (!move(ticket, 'assigned', { ...written, note: `归${words}`, set: { team, assigneeId: null } }))
      return false
    tellTeam(ticket, 'new-ticket', ['open', 'assigned', 'accepted'], written.id, written.at)
    return true
  }

  type Act = (ticket: Ticket, written: Written, deed: Deed) => boolean
  const ofResident: Partial<Record<DeedKind, Act>> = {
    join,
    urge,
    withdraw,
    confirm,
    deny: (ticket, written) => !isActive(ticket.status) && reopen(ticket, written),
    add(ticket, written, { who }) {
      if (!isReporterOf(ticket, who)) return false
      const slot = Math.floor(written.at.getTime() / 600_000)
      submit(
        `added:${slot}`,
        handlersOf(ticket).map((id) => news(ticket, 'added', id, { statuses: anybody })),
        written.at,
      )
      return true
    },
  }
  const ofHandler: Partial<Record<DeedKind, Act>> = {
    accept: (ticket, written) =>
      move(ticket, 'accepted', { ...written, isAnswer: true, set: { assigneeId: written.by } }),
    contact: (ticket, written) =>
      isActive(ticket.status) && write(ticket, 'contacted', { ...written, isAnswer: true }),
    resolve,
    'hand-back': handBack,
    decline,
    suspend,
    resume: (ticket, written) =>
      ticket.status === 'waiting' && move(ticket, 'accepted', { ...written, set: { wait: null } }),
    forward,
    'reply-done': (ticket, written) => ticket.status === 'forwarded' && resolve(ticket, written),
    'reply-back': (ticket, written) =>
      ticket.status === 'forwarded' &&
      move(ticket, 'assigned', { ...written, note: '供热公司回复：不归他们管' }),
    reassign,
    'set-deadline': setDeadline,
  }
  const ofSecretary: Partial<Record<DeedKind, Act>> = { 'grant-day': grantDay, refer, settle: resolve }
  const ofSecond: Partial<Record<DeedKind, Act>> = { agree, reject }

  function perform(ticket: Ticket, deed: Deed, id: string): boolean {
    const { who, kind, at } = deed
    const written = { id, by: who, at }
    const actor = actorOf(who)
    const isTheirs = canHandle(actor, ticket)
    const isSecretary = secretariesOf(ticket).includes(who) && supervises(actor, ticket)
    const act =
      ofResident[kind] ??
      ofSecond[kind] ??
      (isTheirs ? ofHandler[kind] : undefined) ??
      (isSecretary ? ofSecretary[kind] : undefined) ??
      (kind === 'decide-owner' && teamOf(ticket, 'street').includes(who) ? decideOwner : undefined)
    return act?.(ticket, written, deed) ?? false
  }

  return { open, perform }
}
