import { expect, it } from 'vitest'
import { phaseOf } from '../../domain/ladder.ts'
import { holdsOf } from '../../domain/premise.ts'
import { china } from '../support/work-calendar.ts'

const opened = china('2026-06-01T09:00')
const ticket = {
  status: 'assigned' as const,
  urgency: 'normal' as const,
  openedAt: opened,
  reopenedAt: null,
  answeredAt: null,
  resolveBy: china('2026-06-02T09:00'),
  pausedAt: null,
  wait: null,
  forward: null,
  events: [],
  ladderFrom: null,
  ladderKey: null,
  ladderRung: 0,
  secretaryAt: null,
  extendedUntil: null,
  pageAt: null,
}
const premise = { ticketId: 't', statuses: ['assigned' as const] }

it('does not hold in another status', () => {
  expect(holdsOf(ticket, premise)).toBe(true)
  expect(holdsOf({ ...ticket, status: 'accepted' }, premise)).toBe(false)
})

it('does not hold in another phase of the ladder', () => {
  const inPhase = { ...premise, ladderKey: phaseOf(ticket)?.key ?? '' }
  expect(holdsOf(ticket, inPhase)).toBe(true)
  expect(holdsOf({ ...ticket, answeredAt: opened }, inPhase)).toBe(false)
})

it('does not hold of a call that somebody has answered', () => {
  const calling = { ...premise, isCalling: true as const }
  expect(holdsOf({ ...ticket, pageAt: opened }, calling)).toBe(true)
  expect(holdsOf(ticket, calling)).toBe(false)
})
