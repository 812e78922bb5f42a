import { describe, expect, it } from 'vitest'
import type { FigureTicket } from '../../domain/figures.ts'
import { figuresOf, firstAnsweredAt } from '../../domain/figures.ts'
import { china } from '../support/work-calendar.ts'

const opened = china('2026-06-01T09:00')
const later = (hours: number) => new Date(opened.getTime() + hours * 3_600_000)

function ticket(more: Partial<FigureTicket> = {}): FigureTicket {
  return {
    status: 'assigned',
    openedAt: opened,
    reopenedAt: null,
    answeredAt: null,
    answerBy: later(24),
    closeReason: null,
    events: [{ at: opened, kind: 'opened', role: 'resident', to: 'assigned' }],
    ...more,
  }
}

function solved(hours: number, more: Partial<FigureTicket> = {}): FigureTicket {
  const moved = { at: later(hours), kind: 'moved', role: 'property', to: 'resolved' }
  return ticket({ status: 'resolved', answeredAt: later(hours), events: [moved], ...more })
}

describe('figures', () => {
  it('count answers in time over those answered or past their time', () => {
    const tickets = [
      ticket({ status: 'accepted', answeredAt: later(24) }),
      ticket({ status: 'accepted', answeredAt: later(25) }),
      ticket(),
      ticket({ openedAt: later(20), answerBy: later(44) }),
    ]
    expect(figuresOf(tickets, later(30)).answeredInTime).toEqual({ part: 1, of: 3 })
  })

  it('leave out what was taken back, merged or declined, but say how many', () => {
    const tickets = [
      ticket({ status: 'withdrawn' }),
      ticket({ status: 'declined' }),
      ticket({ status: 'closed', closeReason: 'merged' }),
      solved(3, { status: 'closed', closeReason: 'silent' }),
    ]
    const { counted, leftOut, closed } = figuresOf(tickets, later(30))
    expect({ counted, leftOut }).toEqual({ counted: 1, leftOut: 3 })
    expect(closed).toEqual({ confirmed: 0, silent: 1, unreachable: 0, merged: 1, declined: 0 })
  })

  it('give the middle and the ninth of ten', () => {
    const tickets = Array.from({ length: 10 }, (_, i) => solved(i + 1))
    expect(figuresOf(tickets, later(30)).hoursToSolution).toEqual({ median: 5, p90: 9 })
    expect(figuresOf([], later(30)).hoursToSolution).toEqual({ median: null, p90: null })
  })

  it('count each ticket once on each rung that was heard', () => {
    const told = (note: string) => ({ at: later(4), kind: 'escalated', role: 'system', note })
    const tickets = [ticket({ events: [told('提醒经办人'), told('提醒经办人'), told('请书记定')] }), ticket()]
    expect(figuresOf(tickets, later(99)).escalated).toMatchObject({ assignee: 1, manager: 0, secretary: 1 })
  })

  it('keep the first answer and its time when a ticket is opened again', () => {
    const again = solved(30, {
      status: 'assigned',
      reopenedAt: later(50),
      answeredAt: null,
      answerBy: later(74),
    })
    expect(firstAnsweredAt(again)).toEqual(later(30))
    expect(figuresOf([again], later(60))).toMatchObject({
      answeredInTime: { part: 0, of: 1 },
      solved: { part: 0, of: 1 },
      reopened: { part: 1, of: 1 },
    })
  })

  it('take no answer from whoever reported it', () => {
    const own = { at: later(2), kind: 'moved', role: 'resident', to: 'resolved' }
    expect(firstAnsweredAt(ticket({ reopenedAt: later(3), events: [own] }))).toBeNull()
  })
})
