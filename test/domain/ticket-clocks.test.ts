import { describe, expect, it } from 'vitest'
import type { ClockEvent } from '../../domain/ticket-clocks.ts'
import {
  classDue,
  rateWithin,
  resolutionClock,
  responseClock,
  solvedAt,
  spanEnd,
  workingDaysTaken,
} from '../../domain/ticket-clocks.ts'
import type { TicketStatus } from '../../domain/ticket-flow.ts'
import { china, someCalendar } from '../support/work-calendar.ts'

const hour = 3_600_000
const opened = china('2026-06-01T09:00')
const later = (hours: number, ms = 0) => new Date(opened.getTime() + hours * hour + ms)

function ticket(status: TicketStatus, moves: [hours: number, to: TicketStatus][] = [], more: object = {}) {
  const events: ClockEvent[] = moves.map(([hours, to]) => ({ at: later(hours), to }))
  return {
    status,
    openedAt: opened,
    reopenedAt: null as Date | null,
    answeredAt: null as Date | null,
    closeReason: null as string | null,
    events: [{ at: opened, to: 'assigned' }, ...events],
    ...more,
  }
}

describe('the response clock', () => {
  it('runs from the report until a person answers, whatever the bot has said', () => {
    expect(responseClock(ticket('assigned'), later(3))).toEqual({
      from: opened,
      stoppedAt: null,
      ms: 3 * hour,
    })
    const answered = ticket('assigned', [], { answeredAt: later(2) })
    expect(responseClock(answered, later(30))).toMatchObject({ stoppedAt: later(2), ms: 2 * hour })
  })

  it('begins anew with the last reopening', () => {
    const reopened = ticket(
      'assigned',
      [
        [5, 'resolved'],
        [20, 'assigned'],
      ],
      { reopenedAt: later(20) },
    )
    expect(responseClock(reopened, later(21))).toEqual({ from: later(20), stoppedAt: null, ms: hour })
  })
})

describe('the resolution clock', () => {
  it.each<[string, ReturnType<typeof ticket>, number | null]>([
    ['open', ticket('accepted', [[1, 'accepted']]), null],
    ['办结, not confirmed', ticket('resolved', [[5, 'resolved']]), 5],
    [
      'closed',
      ticket('closed', [
        [5, 'resolved'],
        [77, 'closed'],
      ]),
      5,
    ],
    [
      'reopened',
      ticket('assigned', [
        [5, 'resolved'],
        [20, 'assigned'],
      ]),
      null,
    ],
    [
      '办结 again',
      ticket('closed', [
        [5, 'resolved'],
        [20, 'assigned'],
        [30, 'resolved'],
        [40, 'closed'],
      ]),
      30,
    ],
    [
      'declined',
      ticket('closed', [
        [5, 'declined'],
        [90, 'closed'],
      ]),
      null,
    ],
    [
      'withdrawn after 办结 and 没好',
      ticket('withdrawn', [
        [5, 'resolved'],
        [6, 'assigned'],
        [7, 'withdrawn'],
      ]),
      null,
    ],
  ])('of what is %s stops at the last 办结 that nobody undid', (_title, one, hours) => {
    expect(solvedAt(one)).toEqual(hours === null ? null : later(hours))
    if (hours !== null) expect(resolutionClock(one, later(500)).ms).toBe(hours * hour)
  })

  it.each<[string, ReturnType<typeof ticket>, number]>([
    [
      'waiting',
      ticket('waiting', [
        [1, 'accepted'],
        [4, 'waiting'],
      ]),
      4,
    ],
    ['with somebody outside', ticket('forwarded', [[6, 'forwarded']]), 6],
    [
      'waiting, then outside, then back',
      ticket('assigned', [
        [4, 'waiting'],
        [10, 'forwarded'],
        [30, 'assigned'],
      ]),
      24,
    ],
    [
      'solved while outside',
      ticket('resolved', [
        [6, 'forwarded'],
        [40, 'resolved'],
      ]),
      6,
    ],
    [
      'twice',
      ticket('resolved', [
        [1, 'waiting'],
        [2, 'accepted'],
        [5, 'waiting'],
        [9, 'accepted'],
        [10, 'resolved'],
      ]),
      5,
    ],
  ])('stands still while it is %s', (_title, one, hours) => {
    expect(resolutionClock(one, later(50)).ms).toBe(hours * hour)
  })

  it('counts the time of a wrong 办结: the matter was not solved', () => {
    const again = ticket('resolved', [
      [5, 'resolved'],
      [20, 'assigned'],
      [30, 'resolved'],
    ])
    expect(resolutionClock(again, later(99)).ms).toBe(30 * hour)
  })
})

describe('the 24 h rate', () => {
  it.each<[string, number, boolean]>([
    ['a millisecond before', -1, true],
    ['exactly at', 0, true],
    ['a millisecond after', 1, false],
  ])('counts 办结 %s 24 hours: %s', (_title, ms, isWithin) => {
    const one = { ...ticket('resolved'), events: [{ at: later(24, ms), to: 'resolved' }] }
    expect(rateWithin([one], 24, later(99))).toEqual({ all: 1, within: isWithin ? 1 : 0, running: 0 })
  })

  it('goes by the wall clock over night and counts every ticket, whatever its class or course', () => {
    const all = [
      ticket(
        'closed',
        [
          [3, 'resolved'],
          [9, 'closed'],
        ],
        { closeReason: 'confirmed', serviceClass: 'legacy' },
      ),
      ticket(
        'resolved',
        [
          [2, 'waiting'],
          [30, 'resolved'],
        ],
        { serviceClass: 'timed' },
      ),
      ticket('forwarded', [[2, 'forwarded']]),
      ticket(
        'closed',
        [
          [5, 'resolved'],
          [77, 'closed'],
        ],
        { closeReason: 'silent' },
      ),
      ticket('withdrawn'),
      ticket('closed', [], { closeReason: 'merged' }),
      ticket('closed', [], { closeReason: 'declined' }),
    ]
    expect(rateWithin(all, 24, later(40))).toEqual({ all: 4, within: 2, running: 0 })
    expect(rateWithin([ticket('accepted')], 24, later(24))).toEqual({ all: 1, within: 0, running: 1 })
    expect(rateWithin([ticket('accepted')], 24, later(24, 1))).toEqual({ all: 1, within: 0, running: 0 })
  })
})

describe('spans', () => {
  it('gives each class its own time', () => {
    const limits = { resolveHours: 24, timedDays: 7, legacyReviewDays: 30 }
    expect(classDue(opened, 'immediate', limits)).toEqual(later(24))
    expect(classDue(opened, 'timed', limits)).toEqual(later(7 * 24))
    expect(classDue(opened, 'legacy', limits)).toEqual(later(30 * 24))
  })

  it.each([
    ['over a weekend', '2026-11-20T23:59', 1, '2026-11-23T23:59', true],
    ['to the Saturday that makes up for a holiday', '2026-10-09T00:00', 1, '2026-10-10T00:00', true],
    ['over the holidays', '2026-09-30T14:00', 2, '2026-10-09T14:00', true],
    ['into a year nobody has planned', '2026-12-31T10:00', 1, '2027-01-01T10:00', false],
  ])('of working days go %s', (_title, from, after, end, isCertain) => {
    expect(spanEnd(china(from), { after, unit: 'working_days' }, someCalendar)).toEqual({
      at: china(end),
      isCertain,
    })
  })

  it('of hours need no calendar', () => {
    expect(spanEnd(china('2026-12-31T23:00'), { after: 2, unit: 'hours' }, someCalendar)).toEqual({
      at: china('2027-01-01T01:00'),
      isCertain: true,
    })
  })

  it('count the working days a ticket took', () => {
    const one = {
      ...ticket('resolved'),
      openedAt: china('2026-09-30T09:00'),
      events: [{ at: china('2026-10-10T18:00'), to: 'resolved' }],
    }
    expect(workingDaysTaken(one, someCalendar, china('2026-11-01T00:00'))).toBe(3)
  })
})
