import { describe, expect, it } from 'vitest'
import { briefText } from '../../domain/brief.ts'
import type { DueTicket } from '../../domain/due.ts'
import { dueAt, dueLine, isDueToday, isLate } from '../../domain/due.ts'
import { listText } from '../../domain/wording.ts'
import { china } from '../support/work-calendar.ts'

const now = china('2026-06-02T08:30')

function ticket(more: Partial<DueTicket> = {}): DueTicket {
  return {
    number: 1024,
    summary: '3号楼2单元电梯停运',
    status: 'assigned',
    answeredAt: null,
    answerBy: china('2026-06-02T09:00'),
    resolveBy: china('2026-06-03T09:00'),
    wait: null,
    forward: null,
    ...more,
  }
}

describe('what is due', () => {
  it.each<[string, DueTicket, string]>([
    ['a first answer', ticket(), '2026-06-02T09:00'],
    ['the solution', ticket({ status: 'accepted', answeredAt: now }), '2026-06-03T09:00'],
    [
      'the end of a wait',
      ticket({ status: 'waiting', wait: { until: china('2026-06-09T09:00') } }),
      '2026-06-09T09:00',
    ],
    [
      'word from outside',
      ticket({ status: 'forwarded', forward: { dueAt: china('2026-06-04T09:00') } }),
      '2026-06-04T09:00',
    ],
  ])('%s', (_title, one, at) => {
    expect(dueAt(one)).toEqual(china(at))
  })

  it.each([
    ['2026-06-02T08:29:59.999', true, false],
    ['2026-06-02T08:30', false, true],
    ['2026-06-02T23:59:59.999', false, true],
    ['2026-06-03T00:00', false, false],
  ])('by %s is late: %s, today: %s', (answerBy, late, today) => {
    const one = ticket({ answerBy: china(answerBy) })
    expect([isLate(one, now), isDueToday(one, now)]).toEqual([late, today])
  })

  it('is said in one line', () => {
    expect(dueLine(ticket(), now)).toBe('1024 3号楼2单元电梯停运：今天09:00前要答复住户')
    expect(dueLine(ticket({ answeredAt: now }), china('2026-06-03T10:00'), '锦绣家园')).toBe(
      '锦绣家园1024 3号楼2单元电梯停运：今天09:00该办好，还没办好',
    )
  })
})

describe('lists', () => {
  it('show ten lines and say how many more there are', () => {
    const lines = Array.from({ length: 13 }, (_, i) => String(i))
    const text = listText('您手上{n}件：', lines, '，回“超期”看').split('\n')
    expect(text).toHaveLength(12)
    expect([text[0], text.at(-1)]).toEqual(['您手上13件：', '还有3件，回“超期”看。'])
    expect(listText('{n}件：', lines.slice(0, 10))).not.toContain('还有')
  })
})

describe('the brief', () => {
  const at = { community: '', isForSecretary: false }

  it('is one message, what is to be decided first; without anything there is none', () => {
    const late = { ...ticket({ number: 1, answerBy: china('2026-06-01T09:00') }), ...at }
    const today = { ...ticket({ number: 2 }), ...at }
    const later = { ...ticket({ number: 3, answerBy: china('2026-06-05T09:00') }), ...at }
    const decide = { ...late, number: 4, isForSecretary: true }

    expect(briefText([later], { now, isSecretary: true })).toBeNull()
    expect(briefText([today], { now, isSecretary: false })).toMatch(/^早上好，1件今天到期。\n2 /u)
    const text = briefText([today, later, late, decide], { now, isSecretary: true })?.split('\n') ?? []
    expect(text[0]).toBe('早上好，今天3件：1件等您定提不提请街道，1件今天到期，1件过了时间。')
    expect(text.slice(1).map((line) => line[0])).toEqual(['4', '1', '2'])
    expect(briefText([decide], { now, isSecretary: false })).toMatch(/^早上好，1件过了时间。/u)
    const afternoon = new Date(now.getTime() + 7 * 3_600_000)
    expect(briefText([decide], { now: afternoon, isSecretary: false })).toMatch(/^您好，1件过了时间。/u)
  })
})
