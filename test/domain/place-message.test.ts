import { describe, expect, it } from 'vitest'
import type { Incident, PlacedWords, PlaceInput } from '../../domain/place-message.ts'
import { placeMessage } from '../../domain/place-message.ts'
import type { Triage } from '../../domain/triage.ts'

const now = new Date('2026-06-01T09:00:00+08:00')
const hour = 3_600_000
const windows = {
  join: 72 * hour,
  joinEmergency: 6 * hour,
  fragment: hour / 6,
  conversation: hour,
  reopen: 168 * hour,
}

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
    lastHereAt: null,
    isOwn: false,
    ...more,
  }
}

function words(triage: Partial<Triage> = {}, more: Partial<PlacedWords> = {}): PlacedWords {
  return {
    at: now,
    text: '',
    hasImage: false,
    isBuildingGroup: false,
    isStaff: false,
    home: null,
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

describe('a code for many things', () => {
  const slide = incident({
    category: 'facility',
    building: '5',
    unit: null,
    place: '滑梯',
    said: '5号楼后滑梯断了',
  })
  const facility = { category: 'facility', building: '5', unit: null } as const

  it.each([
    ['opens for another thing beside it', '5号楼门口路灯不亮', '路灯', 'open'],
    ['joins for the same thing', '5号楼后头的滑梯裂了个口子', '滑梯', 'join'],
  ])('%s', (_title, text, at, kind) => {
    const said = words({ ...facility, place: at }, { text })
    expect(place({ incidents: [slide], words: said }).kind).toBe(kind)
  })

  it('joins for words that name no place while it is talked of', () => {
    const talkedOf = { ...slide, lastHereAt: new Date(now.getTime() - 60_000) }
    const said = words(
      { category: 'facility', building: null, unit: null, place: null },
      { text: '也太危险了' },
    )
    expect(place({ incidents: [talkedOf], words: said }).kind).toBe('join')
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

describe('what a chat is talking of', () => {
  const here = incident({ lastHereAt: new Date(now.getTime() - 5 * 60_000) })
  const remark = {
    intent: 'chatter',
    isComplaint: false,
    category: null,
    building: null,
    unit: null,
    place: null,
  } as const

  it.each<[string, Partial<Triage>, Partial<PlacedWords>, string]>([
    ['the same matter without a place', { building: null, unit: null, place: null }, {}, 'join'],
    ['agreement', remark, { text: '我家也是' }, 'join'],
    [
      'agreement from another building',
      remark,
      { text: '我家也是', home: { building: '8', unit: null } },
      'ignore',
    ],
    ['what was done about it', remark, { text: '我打维保电话了' }, 'join'],
    ['small talk', remark, { text: '今天的花卷还剩六袋，要的私我' }, 'ignore'],
    ['that it is over', remark, { text: '电梯能用了' }, 'settle'],
    ['urging', { ...remark, intent: 'urge' }, { text: '怎么还没人来' }, 'urge'],
  ])('%s', (_title, triage, more, kind) => {
    expect(place({ incidents: [here], words: words(triage, more) }).kind).toBe(kind)
  })

  it('is never ended by words that may just as well be a grievance', () => {
    const doubtful = words({ ...remark, intent: 'satisfied', confidence: 0.2 }, { text: '可真行' })
    const recent = [{ ticketId: 't1', at: now }]

    expect(place({ incidents: [{ ...here, isOwn: true }], recent, words: doubtful }).kind).toBe('amend')
    expect(place({ incidents: [{ ...mine, status: 'resolved' }], words: doubtful }).kind).toBe('ignore')
  })

  it('is forgotten where nobody spoke of it in this chat', () => {
    expect(place({ words: words(remark, { text: '我家也是' }) }).kind).toBe('ignore')
  })

  it('is never where a danger goes, but for one that is talked of already', () => {
    const danger = { urgency: 'emergency', building: null, unit: null, place: null } as const
    const fire = incident({ ...here, urgency: 'emergency', category: 'fire_safety' })

    expect(place({ incidents: [here], words: words(danger, { text: '快来人啊' }) }).kind).toBe('open')
    expect(place({ incidents: [fire], words: words(danger, { text: '大家别坐电梯' }) }).kind).toBe('join')
  })
})

describe('words of 物业', () => {
  it('open nothing when they ask what of two it is', () => {
    const talkedOf = incident({ lastHereAt: new Date(now.getTime() - 60_000) })
    const said = words({}, { text: '是两台都不动还是就一台', isStaff: true })
    expect(place({ incidents: [talkedOf], words: said })).toEqual({ kind: 'ignore' })
  })

  const here = incident({ lastHereAt: now })
  const notice = {
    intent: 'notice',
    isComplaint: false,
    category: null,
    building: null,
    unit: null,
    place: null,
  } as const
  const said = (text: string, triage: Partial<Triage> = notice) => words(triage, { text, isStaff: true })

  it('propose the end of the one matter they can mean', () => {
    const other = incident({
      ticketId: 't2',
      category: 'parking',
      building: null,
      unit: null,
      place: '南门',
      lastHereAt: now,
    })
    const done = said('已修好，请您确认')

    expect(place({ incidents: [here], words: done })).toEqual({ kind: 'settle', ticketId: 't1' })
    expect(place({ incidents: [here, other], words: done }).kind).toBe('ignore')
    expect(
      place({ incidents: [here, other], words: said('南门已抬杆', { ...notice, place: '南门' }) }),
    ).toEqual({
      kind: 'settle',
      ticketId: 't2',
    })
  })

  it('answer, and report only where they name a matter and a place', () => {
    const answer = said('收到，已联系维保', {
      ...notice,
      intent: 'complaint',
      isComplaint: true,
      category: 'repair.elevator',
    })

    expect(place({ incidents: [here], words: answer }).kind).toBe('ignore')
    expect(
      place({ incidents: [here], words: said('5号楼电梯故障，请安排维修', { building: '5' }) }).kind,
    ).toBe('open')
  })
})

describe('what comes back', () => {
  const closed = incident({
    isOwn: true,
    status: 'closed',
    lastReportAt: new Date(now.getTime() - 20 * hour),
  })
  const again = { building: null, unit: null, place: null, confidence: 0.3 } as const

  it('opens the speaker’s own ticket again, whatever few words call it', () => {
    const said = words({ ...again, category: 'noise' }, { text: '又响了，比上回还大声' })

    expect(place({ incidents: [closed], words: said })).toEqual({ kind: 'reopen', ticketId: 't1' })
  })

  it('is a new matter after the time policy gives, or elsewhere', () => {
    const text = '又停了'

    expect(place({ incidents: [closed], words: words(again, { text, ...tomorrow(160) }) }).kind).toBe('open')
    expect(
      place({ incidents: [closed], words: words({ building: '5' }, { text: '5号楼电梯又停了' }) }).kind,
    ).toBe('open')
  })
})
