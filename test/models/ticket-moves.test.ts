import { describe, expect, it } from 'vitest'
import type { Role } from '../../domain/access.ts'
import { roles } from '../../domain/access.ts'
import { addHours } from '../../domain/clocks.ts'
import { Refusal } from '../../domain/refusal.ts'
import type { CloseReason, TicketStatus } from '../../domain/ticket-flow.ts'
import { canMove, closeReasons, statusAfter, ticketStatuses } from '../../domain/ticket-flow.ts'
import type { Ticket } from '../../models/ticket.ts'
import { getTicket, moveTicket } from '../../models/ticket.ts'
import { createRandom } from '../kill/random.ts'
import { someTicket } from '../support/audit.ts'
import { useDatabase } from '../support/db.ts'

useDatabase()

const openedAt = new Date('2026-06-01T09:00:00+08:00')
const rounds = 300

interface Move {
  eventId: string
  to: TicketStatus
  closeReason?: CloseReason
  by: string
  role: Role
  at: Date
}

function randomMove(random: ReturnType<typeof createRandom>, i: number): Move {
  const reason = random.pick([null, ...closeReasons])
  const role = random.pick([...roles])
  return {
    // One in six is the re-run of something that was tried before.
    eventId: `event-${random.integer(0, 5) === 0 ? random.integer(0, i) : i}`,
    to: random.pick([...ticketStatuses]),
    ...(reason ? { closeReason: reason } : {}),
    by: role,
    role,
    at: addHours(openedAt, i / 60),
  }
}

async function attempt(ticket: Ticket, move: Move): Promise<Ticket | null> {
  try {
    return await moveTicket(ticket._id, ticket.communityId, move)
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}

describe('hundreds of random moves on stored tickets', () => {
  it.each([7, 8, 9])(
    'stay in the table, are explained by the history, and are taken once (seed %i)',
    async (seed) => {
      const random = createRandom(seed)
      const ticket = await someTicket(`cause-${seed}`, openedAt)
      let status: TicketStatus = 'assigned'
      const taken = new Map<string, Move>()
      for (let i = 0; i < rounds; i++) {
        const move = randomMove(random, i)
        const isNew = !taken.has(move.eventId)
        const may = canMove(status, move.to, move.closeReason)
        const moved = await attempt(ticket, move)
        expect(moved !== null).toBe(may || !isNew)
        if (may && isNew) {
          status = move.to
          taken.set(move.eventId, move)
        }
        expect(moved?.status ?? status).toBe(status)
      }
      const after = await getTicket(ticket._id)
      expect(taken.size).toBeGreaterThan(20)
      expect(after?.events.map(({ id }) => id)).toEqual([`cause-${seed}`, ...taken.keys()])
      expect(statusAfter(after?.events ?? [])).toBe(after?.status)

      for (const move of taken.values()) {
        await attempt(ticket, { ...move, to: random.pick([...ticketStatuses]), at: addHours(openedAt, 100) })
      }
      expect(await getTicket(ticket._id)).toEqual(after)
    },
  )

  it('lets one of two win that bring a ticket to different places at once', async () => {
    const ticket = await someTicket('race', openedAt)
    const act = { by: null, role: 'system' as const, at: openedAt }
    const results = await Promise.all([
      attempt(ticket, { ...act, by: 'a', role: 'property', eventId: 'a', to: 'withdrawn' }),
      attempt(ticket, { ...act, by: 'b', role: 'property', eventId: 'b', to: 'declined' }),
    ])

    expect(results.filter((moved) => moved !== null)).toHaveLength(1)
    const after = await getTicket(ticket._id)
    expect(after?.events).toHaveLength(2)
    expect(statusAfter(after?.events ?? [])).toBe(after?.status)
  })
})
