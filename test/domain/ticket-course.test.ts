import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Actor, HeldRole, Role } from '../../domain/access.ts'
import { canHandle, districtRoles, hasRole, mayReopen, roles } from '../../domain/access.ts'
import type { Team } from '../../domain/policy/categories.ts'
import { teams } from '../../domain/policy/categories.ts'
import type { CloseReason, TicketStatus } from '../../domain/ticket-flow.ts'
import { canMove, closeReasons, statusAfter, ticketStatuses } from '../../domain/ticket-flow.ts'

/** §4 of the design, word for word; `!` closes as merged only. */
const design: Record<TicketStatus, string> = {
  open: 'assigned accepted forwarded resolved declined withdrawn closed!',
  assigned: 'accepted open assigned forwarded resolved declined withdrawn closed!',
  accepted: 'waiting resolved assigned open forwarded declined withdrawn closed!',
  waiting: 'accepted assigned resolved forwarded withdrawn closed!',
  forwarded: 'resolved assigned withdrawn closed!',
  resolved: 'closed assigned',
  declined: 'closed assigned',
  closed: 'assigned',
  withdrawn: 'assigned',
}

function isInDesign(from: TicketStatus, to: TicketStatus, reason: CloseReason | null): boolean {
  const may = design[from].split(' ')
  if (to !== 'closed') return may.includes(to)
  if (may.includes('closed!')) return reason === 'merged'
  if (!may.includes('closed')) return false
  return from === 'declined'
    ? reason === 'declined'
    : ['confirmed', 'silent', 'unreachable'].includes(String(reason))
}

/** Somebody tries something; whether a reporter of the ticket, by chance. */
interface Attempt {
  id: number
  role: Role
  isReporter: boolean
  to: TicketStatus
  reason: CloseReason | null
}

const attempt: fc.Arbitrary<Attempt> = fc.record({
  // Few ids, so that many an attempt is the re-run of an earlier one.
  id: fc.integer({ min: 0, max: 60 }),
  role: fc.constantFrom(...roles),
  isReporter: fc.boolean(),
  to: fc.constantFrom(...ticketStatuses),
  reason: fc.option(fc.constantFrom(...closeReasons)),
})

function actorOf(role: Role): Actor {
  const held: HeldRole = {
    role,
    scope: { level: 'community', placeId: 'jinxiu' },
    from: new Date('2026-01-01T00:00:00+08:00'),
  }
  return { personId: role, name: role, held: role === 'resident' ? [] : [held] }
}

interface Entry {
  id: number
  from: TicketStatus | null
  to: TicketStatus
}

interface Course {
  status: TicketStatus
  history: Entry[]
}

/** Who brings a ticket where, by the rules of access alone. */
function may({ role, isReporter, to, reason }: Attempt, status: TicketStatus, team: Team): boolean {
  const actor = actorOf(role)
  const facts = {
    communityId: 'jinxiu',
    team,
    accused: null,
    lead: null,
    urgency: 'normal' as const,
    assigneeId: null,
    pagedIds: [],
    building: '3',
    unit: '2',
    room: null,
  }
  if (to === 'withdrawn') return isReporter
  if (to === 'declined') return hasRole(actor, districtRoles)
  if (to === 'closed')
    return reason === 'confirmed' ? isReporter : reason === 'merged' && canHandle(actor, facts)
  if (to === 'resolved') return isReporter || canHandle(actor, facts)
  const isReopening = ['resolved', 'declined', 'closed', 'withdrawn'].includes(status)
  return isReopening ? mayReopen(actor, { ...facts, status }, isReporter) : canHandle(actor, facts)
}

function take(course: Course, tried: Attempt, team: Team): Course {
  const { status, history } = course
  if (history.some(({ id }) => id === tried.id)) return course
  if (!may(tried, status, team) || !canMove(status, tried.to, tried.reason ?? undefined)) return course
  return { status: tried.to, history: [...history, { id: tried.id, from: status, to: tried.to }] }
}

const opened: Course = { status: 'assigned', history: [{ id: -1, from: null, to: 'assigned' }] }
const anybody = fc.tuple(fc.array(attempt, { maxLength: 80 }), fc.constantFrom<Team>(...teams))

describe('the table of statuses', () => {
  const pairs = ticketStatuses.flatMap((from) =>
    ticketStatuses.flatMap((to) => [null, ...closeReasons].map((reason) => [from, to, reason] as const)),
  )

  it.each(pairs)('%s → %s (%s) is as designed', (from, to, reason) => {
    expect(canMove(from, to, reason ?? undefined)).toBe(isInDesign(from, to, reason))
  })
})

describe('whatever anybody tries', () => {
  it('leaves the ticket in the table, and its history explains where it stands', () => {
    fc.assert(
      fc.property(anybody, ([attempts, team]) => {
        const { status, history } = attempts.reduce((course, tried) => take(course, tried, team), opened)
        const [, ...moves] = history
        for (const { from, to } of moves) expect(design[from ?? 'open']).toContain(to)
        expect(statusAfter(history)).toBe(status)
      }),
    )
  })

  it('changes nothing when any of it is run again', () => {
    fc.assert(
      fc.property(anybody, ([attempts, team]) => {
        const once = attempts.reduce((course, tried) => take(course, tried, team), opened)
        const done = new Set(once.history.map(({ id }) => id))
        const again = attempts.filter(({ id }) => done.has(id))
        expect(again.reduce((course, tried) => take(course, tried, team), once)).toEqual(once)
      }),
    )
  })

  it('gives residents no move but their own: taking back, saying that it is solved, or that it is not', () => {
    fc.assert(
      fc.property(anybody, ([attempts, team]) => {
        const residents = attempts.map(
          (tried): Attempt => ({ ...tried, role: 'resident', isReporter: false }),
        )
        expect(residents.reduce((course, tried) => take(course, tried, team), opened)).toEqual(opened)
      }),
    )
  })
})

describe('a history', () => {
  it.each<[string, Entry[], TicketStatus | null]>([
    ['that is empty', [], null],
    ['that only opens', opened.history, 'assigned'],
    ['with a gap', [...opened.history, { id: 1, from: 'accepted', to: 'resolved' }], null],
    [
      'with a move that is not in the table',
      [...opened.history, { id: 1, from: 'assigned', to: 'waiting' }],
      null,
    ],
    ['that begins in the middle', [{ id: 1, from: 'assigned', to: 'accepted' }], null],
    ['that goes on', [...opened.history, { id: 1, from: 'assigned', to: 'accepted' }], 'accepted'],
  ])('%s explains %3$s', (_title, history, status) => {
    expect(statusAfter(history)).toBe(status)
  })
})
