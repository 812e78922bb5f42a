import { describe, expect, it } from 'vitest'
import { closingStep, silentEnd } from '../../domain/closing.ts'
import { canMove } from '../../domain/ticket-flow.ts'
import { china } from '../support/work-calendar.ts'

const rules = { silentCloseHours: 72, undeliveredRecheckHours: 24 }
const asked = china('2026-06-01T09:00')

describe('silence', () => {
  it.each([
    ['2026-06-04T08:59', { isOver: false, nextAt: china('2026-06-04T09:00') }],
    ['2026-06-04T09:00', { isOver: true }],
  ])('that lasts until %s', (now, step) => {
    expect(closingStep(asked, rules, china(now))).toEqual(step)
  })

  it('closes nothing that nobody was asked about, however long it lasts', () => {
    const now = china('2027-06-01T09:00')
    expect(closingStep(null, rules, now)).toEqual({ isOver: false, nextAt: china('2027-06-02T09:00') })
  })

  it.each(['resolved', 'declined'] as const)('ends what is %s for a reason that fits', (status) => {
    expect(canMove(status, 'closed', silentEnd(status).reason)).toBe(true)
  })
})
