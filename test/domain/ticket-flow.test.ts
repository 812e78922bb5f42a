import { describe, expect, it } from 'vitest'
import type { TicketStatus } from '../../domain/ticket-flow.ts'
import {
  canMove,
  closeReasons,
  isActive,
  sourcesOf,
  statusName,
  ticketStatuses,
} from '../../domain/ticket-flow.ts'

/** Written out a second time on purpose, in the order of `ticketStatuses`: 1 may, 0 may not, m only as merged. */
const expected: Record<TicketStatus, string> = {
  open: '011011' + '1' + 'm1',
  assigned: '111011' + '1' + 'm1',
  accepted: '110111' + '1' + 'm1',
  waiting: '011011' + '0' + 'm1',
  forwarded: '010001' + '0' + 'm1',
  resolved: '010000' + '0' + '10',
  declined: '010000' + '0' + '10',
  closed: '010000' + '0' + '00',
  withdrawn: '010000' + '0' + '00',
}

const pairs = ticketStatuses.flatMap((from) =>
  ticketStatuses.map((to, i) => [from, to, expected[from][i]] as const),
)

describe('the flow of a ticket', () => {
  it.each(pairs)('%s → %s is %s', (from, to, mark) => {
    const reasons = closeReasons.filter((reason) => canMove(from, to, reason))

    if (to !== 'closed') expect(canMove(from, to)).toBe(mark === '1')
    else if (mark === 'm') expect(reasons).toEqual(['merged'])
    else expect(reasons.length > 0).toBe(mark === '1')
  })

  it('never closes without a reason', () => {
    expect(ticketStatuses.filter((from) => canMove(from, 'closed'))).toEqual([])
    expect(sourcesOf('closed')).toEqual([])
  })

  it.each([
    ['confirmed', ['resolved']],
    ['silent', ['resolved']],
    ['unreachable', ['resolved']],
    ['declined', ['declined']],
    ['merged', ['open', 'assigned', 'accepted', 'waiting', 'forwarded']],
  ] as const)('closes as %s only from %j', (reason, sources) => {
    expect(sourcesOf('closed', reason)).toEqual(sources)
  })

  it('reaches every status from the first', () => {
    const reached = new Set<TicketStatus>(['open'])
    for (const from of reached) {
      for (const to of ticketStatuses) {
        if (closeReasons.some((reason) => canMove(from, to, reason))) reached.add(to)
      }
    }

    expect([...reached].sort()).toEqual([...ticketStatuses].sort())
  })

  it('leaves no status without a way back to work, and names each', () => {
    for (const status of ticketStatuses) {
      expect(isActive(status) || canMove(status, 'assigned')).toBe(true)
      expect(statusName[status]).not.toBe('')
    }
  })
})
