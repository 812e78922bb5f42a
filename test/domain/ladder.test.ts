import { describe, expect, it } from 'vitest'
import type { Addressee, LadderTicket, RungPlace, RungTo } from '../../domain/ladder.ts'
import { addresseeOf, climbed, howSaid, ladderStep, phaseOf, streetAt } from '../../domain/ladder.ts'
import { linshengDefaults } from '../../domain/policy/linsheng-defaults.ts'
import { activeStatuses, ticketStatuses } from '../../domain/ticket-flow.ts'
import { china, someCalendar } from '../support/work-calendar.ts'

const hour = 3_600_000
/** A Monday morning. */
const opened = china('2026-06-01T09:00')
const later = (hours: number, ms = 0) => new Date(opened.getTime() + hours * hour + ms)

const { values } = linshengDefaults
const rules = {
  ladder: values.ladder.value,
  managerNudgeHours: values.managerNudgeHours.value,
  secretaryHours: values.secretaryHours.value,
  ladderRepeatDays: values.ladderRepeatDays.value,
  quiet: values.quiet.value,
  officeHours: values.officeHours.value,
}

function ticket(more: Partial<LadderTicket> = {}): LadderTicket {
  return {
    status: 'assigned',
    urgency: 'normal',
    openedAt: opened,
    reopenedAt: null,
    answeredAt: null,
    resolveBy: later(24),
    pausedAt: null,
    wait: null,
    forward: null,
    events: [],
    ladderFrom: null,
    ladderKey: null,
    ladderRung: 0,
    secretaryAt: null,
    extendedUntil: null,
    ...more,
  }
}

/** Goes up the ladder from one due time to the next, as the job does; returns what was due and when. */
function climb(one: LadderTicket, count: number): [RungTo, Date][] {
  const told: [RungTo, Date][] = []
  let now = one.openedAt
  let at = one
  while (told.length < count) {
    const step = ladderStep(at, rules, someCalendar, now)
    if (!step) break
    if (step.due) told.push([step.due.to, now])
    at = { ...at, ladderKey: step.phase.key, ladderRung: step.rung, secretaryAt: step.secretaryAt }
    expect(step.nextAt > now).toBe(true)
    now = step.nextAt
  }
  return told
}

describe('the rungs', () => {
  it('go from the private nudge to the letter, and repeat the last for ever', () => {
    expect(climb(ticket(), 9)).toEqual([
      ['assignee', later(4)],
      ['manager_soon', later(20)],
      ['manager', later(24)],
      ['committee_or_district', later(48)],
      ['secretary', later(72)],
      ['street', china('2026-06-08T09:00')],
      ['department', china('2026-06-15T09:00')],
      ['department', china('2026-06-22T09:00')],
      ['department', china('2026-06-29T09:00')],
    ])
  })

  it.each([
    [-1, null],
    [0, 'assignee'],
    [1, 'assignee'],
  ])('are due at their very time: %i ms from it', (ms, to) => {
    expect(ladderStep(ticket(), rules, someCalendar, later(4, ms))?.due?.to ?? null).toBe(to)
  })

  it('begin for the assignee when the message of the evening could be read, for the others by the wall clock', () => {
    const night = china('2026-06-01T22:30')
    expect(climb(ticket({ openedAt: night }), 2)).toEqual([
      ['assignee', china('2026-06-02T12:00')],
      ['manager_soon', china('2026-06-02T18:30')],
    ])
    expect(climb(ticket({ openedAt: night, urgency: 'emergency' }), 1)).toEqual([
      ['assignee', china('2026-06-02T02:30')],
    ])
  })

  it('count from the last reopening', () => {
    expect(climb(ticket({ reopenedAt: later(96) }), 1)[0]).toEqual(['assignee', later(100)])
  })

  it('go on for the solution from the date that was set, the assignee first and at once', () => {
    const answered = ticket({ status: 'accepted', answeredAt: later(1), resolveBy: later(30) })
    expect(climb(answered, 3)).toEqual([
      ['assignee', later(30)],
      ['manager', later(54)],
      ['committee_or_district', later(78)],
    ])
  })

  it('leave waiting alone until its date, and ask nobody whom its own job asks', () => {
    const waiting = ticket({ status: 'waiting', answeredAt: later(1), wait: { until: later(200) } })
    expect(climb(waiting, 1)[0]).toEqual(['manager', later(224)])
    const forwarded = ticket({ status: 'forwarded', answeredAt: later(1), forward: { dueAt: later(24) } })
    expect(climb(forwarded, 2).map(([to]) => to)).toEqual(['manager', 'secretary'])
  })

  it('begin anew when nobody has taken what was handed back', () => {
    const open = ticket({ status: 'open', answeredAt: later(1), events: [{ at: later(10), to: 'open' }] })
    expect(climb(open, 1)[0]).toEqual(['assignee', later(14)])
  })
})

describe('catching up', () => {
  it('tells the highest rung only', () => {
    expect(ladderStep(ticket(), rules, someCalendar, later(60))?.due?.to).toBe('committee_or_district')
  })

  it('has the secretary before 街道 however late it is, and gives her the time to decide', () => {
    const now = later(30 * 24)
    const first = ladderStep(ticket(), rules, someCalendar, now)
    expect(first?.due?.to).toBe('secretary')
    expect(first?.nextAt).toEqual(later(31 * 24))
    const told = ticket({ ladderKey: first?.phase.key ?? '', ladderRung: first?.rung ?? 0, secretaryAt: now })
    expect(ladderStep(told, rules, someCalendar, later(31 * 24))?.due?.to).toBe('department')
    expect(ladderStep(told, rules, someCalendar, later(31 * 24, -1))?.due).toBeNull()
  })

  it('gives her that time from when she can have heard it, not from a night or a day off', () => {
    const saturday = china('2026-06-13T10:00')
    const first = ladderStep(ticket(), rules, someCalendar, saturday)

    expect(first?.due?.to).toBe('secretary')
    expect(first?.secretaryAt).toEqual(china('2026-06-15T09:00'))
    expect(first?.nextAt).toEqual(china('2026-06-16T09:00'))
  })

  it('does not count the time in which nobody was to be told', () => {
    const shadow = ticket({ ladderFrom: later(504) })
    expect(ladderStep(shadow, rules, someCalendar, later(507))?.due).toBeNull()
    expect(ladderStep(shadow, rules, someCalendar, later(508))?.due?.to).toBe('assignee')
  })
})

describe('the day of the secretary', () => {
  it('moves 街道 on, and nobody else', () => {
    const key = phaseOf(ticket())?.key ?? ''
    const at = { ladderKey: key, ladderRung: 5, secretaryAt: later(72) }
    const until = china('2026-06-09T09:00')
    expect(streetAt(ticket(at), rules, someCalendar, later(72))?.at).toEqual(china('2026-06-08T09:00'))
    expect(streetAt(ticket({ ...at, extendedUntil: until }), rules, someCalendar, later(72))?.at).toEqual(
      until,
    )
  })

  it('says when the calendar of the year is not known', () => {
    const late = ticket({ openedAt: china('2026-12-28T09:00') })
    expect(streetAt(late, rules, someCalendar, null)).toMatchObject({ isCertain: false })
    expect(streetAt(ticket(), rules, someCalendar, null)).toMatchObject({ isCertain: true })
  })
})

describe('no active ticket without a next rung', () => {
  it.each(ticketStatuses)('%s', (status) => {
    const step = ladderStep(ticket({ status }), rules, someCalendar, later(1000))
    expect(step !== null).toBe(activeStatuses.includes(status))
    expect(phaseOf(ticket({ status })) !== null).toBe(activeStatuses.includes(status))
  })
})

describe('who hears a rung', () => {
  const place: RungPlace = {
    team: 'property',
    accused: null,
    isSensitive: false,
    profile: 'professional',
    hasCommittee: true,
  }
  const order: RungTo[] = [
    'assignee',
    'manager_soon',
    'manager',
    'committee_or_district',
    'secretary',
    'street',
    'department',
  ]

  it.each<[string, Partial<RungPlace>, (Addressee | null)[]]>([
    ['物业, with 业委会', {}, ['assignee', 'team', 'team', 'committee', 'secretary', 'street', 'secretary']],
    [
      '物业, without 业委会',
      { hasCommittee: false },
      ['assignee', 'team', 'team', 'district', 'secretary', 'street', 'secretary'],
    ],
    [
      '准物业',
      { profile: 'semi' },
      ['assignee', 'team', 'team', 'committee', 'secretary', 'street', 'secretary'],
    ],
    [
      '物业, while 业委会 is complained about',
      { accused: 'committee' },
      ['assignee', 'team', 'team', 'district', 'secretary', 'street', 'secretary'],
    ],
    [
      '自管',
      { team: 'committee', profile: 'self_run' },
      ['assignee', 'team', 'team', 'district', 'secretary', 'street', 'secretary'],
    ],
    [
      '社区, about 物业',
      { team: 'district', accused: 'property' },
      ['assignee', null, 'team', null, 'secretary', 'street', 'secretary'],
    ],
    [
      '社区代管',
      { team: 'district', profile: 'district_run' },
      ['assignee', null, 'team', null, 'secretary', 'street', 'secretary'],
    ],
    [
      '街道, about 社区',
      { team: 'street', accused: 'district', profile: 'district_run' },
      ['assignee', null, 'team', null, null, 'street', 'street'],
    ],
    [
      'one person',
      { team: 'district', isSensitive: true },
      ['assignee', null, 'assignee', null, 'assignee', null, 'assignee'],
    ],
  ])('of %s', (_title, more, heard) => {
    expect(order.map((to) => addresseeOf(to, { ...place, ...more }))).toEqual(heard)
  })
})

describe('how a rung is said', () => {
  it.each([
    ['normal', 'response', 'assignee', 'assignee', { priority: 'notice', inOffice: false }],
    ['normal', 'response', 'secretary', 'secretary', { priority: 'notice', inOffice: true }],
    ['normal', 'response', 'street', 'street', null],
    ['emergency', 'response', 'manager', 'team', { priority: 'emergency', inOffice: false }],
    ['emergency', 'resolution', 'manager', 'team', { priority: 'notice', inOffice: false }],
    ['emergency', 'resolution', 'street', 'street', { priority: 'emergency', inOffice: true }],
  ] as const)('%s, %s: %s to %s', (urgency, phase, to, addressee, how) => {
    expect(howSaid(urgency, phase, to, addressee)).toEqual(how)
  })
})

describe('a rung that was told', () => {
  const climbedAfter = (hours: number, isHeard: boolean, isSensitive = false) => {
    const told = ticket({ ladderKey: phaseOf(ticket())?.key ?? '', ladderRung: 5, secretaryAt: later(72) })
    const step = ladderStep(hours < 100 ? ticket() : told, rules, someCalendar, later(hours))
    return step && climbed(step, { isHeard, isSensitive }, later(hours))
  }

  it('stands in the history once somebody heard it', () => {
    expect(climbedAfter(4, true)).toMatchObject({
      event: { note: '提醒经办人' },
      ladderRung: 1,
      ladderAt: later(20),
    })
    expect(climbedAfter(4, false)).toMatchObject({ event: null, ladderRung: 1 })
  })

  it('brings the ticket before 街道, but for what one person alone may read', () => {
    expect(climbedAfter(168, false)).toMatchObject({ event: { note: '提请街道' }, referredAt: later(168) })
    expect(climbedAfter(168, false, true)?.referredAt).toBeUndefined()
  })
})
