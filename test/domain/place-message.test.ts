import { describe, expect, it } from 'vitest'
import type { Incident, PlacedWords, PlaceInput } from '../../domain/place-message.ts'
import { placeMessage } from '../../domain/place-message.ts'
import type { Triage } from '../../domain/triage.ts'

const now = new Date('2026-06-01T09:00:00+08:00')
const hour = 3_600_000
const windows = { join: 72 * hour, joinEmergency: 6 * hour, fragment: hour / 6 }

function incident(more: Partial<Incident> = {}): Incident {
  return {
    ticketId: 't1',
    category: 'repair.elevator',
    urgency: 'urgent',
    status: 'assigned',
    building: '3',
    unit: '2',
    room: null,
    place: '电梯',
    lastReportAt: new Date(now.getTime() - hour),
    isOwn: false,
    ...more,
  }
}

function words(triage: Partial<Triage> = {}, more: Partial<PlacedWords> = {}): PlacedWords {
  return {
    at: now,
    hasImage: false,
    isBuildingGroup: false,
    triage: {
      intent: 'complaint',
      isComplaint: true,
      category: 'repair.elevator',
      urgency: 'urgent',
      hazard: null,
      building: '3',
      unit: '2',
      room: null,
      place: '电梯',
      summary: '',
      missing: [],
      confidence: 0.9,
      ...triage,
    },
    ...more,
  }
}

function place(input: Partial<PlaceInput> & Pick<PlaceInput, 'words'>) {
  return placeMessage({ incidents: [incident()], recent: [], windows, ...input })
}

const mine = incident({ isOwn: true })

const tomorrow = (hours: number) => ({ at: new Date(now.getTime() + hours * hour) })

describe('joining', () => {
  it.each<[string, Partial<Triage>, Partial<PlacedWords>, string]>([
    ['the same matter in the same unit', {}, {}, 'join'],
    ['a unit nobody named', { unit: null }, {}, 'join'],
    ['another unit', { unit: '1' }, {}, 'open'],
    ['another building', { building: '5' }, {}, 'open'],
    ['another matter', { category: 'noise' }, {}, 'open'],
    ['no building in a community group', { building: null, unit: null, place: null }, {}, 'open'],
    [
      'no building in a building group',
      { building: null, unit: null, place: null },
      { isBuildingGroup: true },
      'join',
    ],
    ['71 hours after the last word', {}, tomorrow(71), 'join'],
    ['73 hours after the last word', {}, tomorrow(73), 'open'],
    ['a danger, nobody was called to yet', { urgency: 'emergency' }, {}, 'open'],
  ])('%s', (_title, triage, more, kind) => {
    expect(place({ words: words(triage, more) }).kind).toBe(kind)
  })

  it('lets community-wide matters join without a building', () => {
    const outage = incident({ category: 'water_supply', building: null, unit: null, place: null })
    const said = words({ category: 'water_supply', building: null, unit: null, place: null })

    expect(place({ incidents: [outage], words: said })).toEqual({ kind: 'join', ticketId: 't1' })
  })

  it.each([
    [4.9, 'join'],
    [5.1, 'open'],
  ] as const)('joins a danger %s hours after its last word an hour ago: %s', (hours, kind) => {
    const said = words({ urgency: 'emergency' }, tomorrow(hours))

    expect(place({ incidents: [incident({ urgency: 'emergency' })], words: said }).kind).toBe(kind)
  })

  it('opens a ticket of its own when the same speaker’s ordinary matter becomes a danger', () => {
    const recent = [{ ticketId: 't1', at: new Date(now.getTime() - hour / 12) }]

    expect(place({ incidents: [mine], recent, words: words({ urgency: 'emergency' }) }).kind).toBe('open')
  })

  it('amends instead of joining twice', () => {
    expect(place({ incidents: [mine], words: words() })).toEqual({ kind: 'amend', ticketId: 't1' })
  })

  it('chooses the one spoken of last', () => {
    const older = incident({ ticketId: 't0', lastReportAt: new Date(now.getTime() - 9 * hour) })

    expect(place({ incidents: [older, incident()], words: words() })).toEqual({
      kind: 'join',
      ticketId: 't1',
    })
  })

  it('does not join what is closed, but reopens what waits for confirmation', () => {
    expect(place({ incidents: [incident({ status: 'closed' })], words: words() }).kind).toBe('open')
    expect(place({ incidents: [incident({ status: 'resolved' })], words: words() }).kind).toBe('reopen')
  })
})

describe('fragments', () => {
  const recent = [{ ticketId: 't1', at: new Date(now.getTime() - hour / 12) }]

  it('takes a second sentence without a place into the same report', () => {
    const said = words({ building: null, unit: null, place: null })

    expect(place({ incidents: [mine], recent, words: said })).toEqual({ kind: 'amend', ticketId: 't1' })
  })

  it('takes a correction or a photo within ten minutes', () => {
    expect(place({ incidents: [mine], recent, words: words({ intent: 'other', category: null }) }).kind).toBe(
      'amend',
    )
    expect(
      place({ incidents: [mine], recent, words: words({ intent: 'chatter' }, { hasImage: true }) }).kind,
    ).toBe('amend')
  })

  it('no longer does after that', () => {
    const late = { at: new Date(now.getTime() + hour) }

    expect(
      place({ incidents: [mine], recent, words: words({ intent: 'other', category: null }, late) }).kind,
    ).toBe('ignore')
  })
})

describe('after the fact', () => {
  it.each<[Triage['intent'], Incident['status'], string]>([
    ['satisfied', 'resolved', 'confirm'],
    ['satisfied', 'accepted', 'resolve'],
    ['satisfied', 'closed', 'ignore'],
    ['withdraw', 'assigned', 'withdraw'],
    ['withdraw', 'resolved', 'ignore'],
    ['dissatisfied', 'resolved', 'reopen'],
    ['dissatisfied', 'closed', 'reopen'],
    ['dissatisfied', 'accepted', 'urge'],
    ['urge', 'accepted', 'urge'],
    ['urge', 'closed', 'ignore'],
  ])('%s on an own ticket that is %s → %s', (intent, status, kind) => {
    const said = words({ intent, category: null, building: null, unit: null, place: null })

    expect(place({ incidents: [{ ...mine, status }], words: said }).kind).toBe(kind)
  })

  it('ignores praise, chatter and poll answers', () => {
    for (const intent of ['praise', 'chatter', 'poll_answer', 'notice'] as const) {
      expect(place({ words: words({ intent }) }).kind).toBe('ignore')
    }
  })
})
