import { describe, expect, it } from 'vitest'
import type { GoldMessage, GoldThread } from '../../../bot/evaluation/gold.ts'
import type { PredictedMessage } from '../../../bot/evaluation/predict-messages.ts'
import type { PredictedTicket } from '../../../bot/evaluation/predict-threads.ts'
import { isSameNumber, plainNumber } from '../../../bot/evaluation/same-number.ts'
import { scoreMessages } from '../../../bot/evaluation/score-messages.ts'
import { scoreThreads } from '../../../bot/evaluation/score-threads.ts'

function gold(id: string, more: Partial<GoldMessage> = {}): GoldMessage {
  return {
    id,
    text: '',
    sender_role: 'resident',
    group: { community: 'x' },
    is_complaint: true,
    intent: 'complaint',
    category: 'noise',
    urgency: 'normal',
    building: null,
    unit: null,
    room: null,
    place: null,
    summary_keywords: [],
    ...more,
  }
}

function found(id: string, more: Partial<PredictedMessage> = {}): PredictedMessage {
  return {
    id,
    is_complaint: true,
    intent: 'complaint',
    category: 'noise',
    urgency: 'normal',
    building: null,
    unit: null,
    room: null,
    place: null,
    hazard: null,
    summary: '',
    missing: [],
    confidence: 0.9,
    ...more,
  }
}

const quiet = { is_complaint: false, intent: 'chatter', category: null } as const

describe('numbers of place', () => {
  it.each([
    ['十二号楼', '12'],
    ['012', '12'],
    ['12#', '12'],
    ['b座', 'B'],
    ['东区7号楼', '东7'],
    ['二单元', '2'],
    ['', null],
    [null, null],
  ])('%s is %s', (written, plain) => {
    expect(plainNumber(written)).toBe(plain)
  })

  it('are right where an alternative is', () => {
    expect(isSameNumber('1203', '1101', ['1203'])).toBe(true)
    expect(isSameNumber(undefined, '3', [null])).toBe(true)
    expect(isSameNumber('3', null)).toBe(false)
  })
})

describe('single messages', () => {
  it('are scored by what was flagged, rightly and wrongly', () => {
    const rows = [gold('a'), gold('b'), gold('c', quiet), gold('d', quiet)]
    const scores = scoreMessages(rows, [found('a'), found('b', quiet), found('c'), found('d', quiet)])

    expect(scores.is_complaint).toEqual({ precision: 0.5, recall: 0.5, f1: 0.5, tp: 1, fp: 1, fn: 1 })
    expect(scores.flag_rate_by_gold_intent).toEqual({
      complaint: { n: 2, flagged: 1 },
      chatter: { n: 2, flagged: 1 },
    })
    expect(scores.intent_accuracy).toBe(0.5)
  })

  it('count a missing answer as dismissed', () => {
    const scores = scoreMessages([gold('a'), gold('b', quiet)], [])

    expect(scores).toMatchObject({
      n: 2,
      missing: 2,
      is_complaint: { recall: 0, fn: 1 },
      category_accuracy: 0,
    })
  })

  it('take any right category, over classes alike, and skip what names none', () => {
    const rows = [
      gold('a'),
      gold('b', { category_alt: ['decoration'] }),
      gold('c', { category: 'gas' }),
      gold('d', { category: null }),
    ]
    const scores = scoreMessages(rows, [
      found('a'),
      found('b', { category: 'decoration' }),
      found('c'),
      found('d', { category: null }),
    ])

    expect(scores).toMatchObject({
      category_accuracy: 0.6667,
      category_macro_recall: 0.5,
      category_by_class: { noise: '2/2', gas: '0/1' },
      category_top_confusions: [['gas -> noise', 1]],
    })
  })

  it('tell a place that was missed from one that was made up', () => {
    const rows = [gold('a', { building: '3' }), gold('b', { building: '5' }), gold('c')]
    const scores = scoreMessages(rows, [
      found('a', { building: '三号楼' }),
      found('b'),
      found('c', { building: '9' }),
    ])

    expect(scores.building).toEqual({
      exact_all: 0.3333,
      recall_when_present: 0.5,
      n_present: 2,
      spurious_when_null: 1,
    })
    expect(scores.location_all3_exact).toBe(0.3333)
  })

  it('count a danger only where it was flagged as a matter too, and a false alarm where it cannot be one', () => {
    const rows = [
      gold('a', { urgency: 'emergency' }),
      gold('b', { urgency: 'emergency' }),
      gold('c', { urgency_alt: ['emergency'] }),
      gold('d'),
    ]
    const call = { urgency: 'emergency' } as const
    const scores = scoreMessages(rows, [
      found('a', call),
      found('b', { ...call, ...quiet }),
      found('c', call),
      found('d', call),
    ])

    expect(scores.emergency).toEqual({
      n: 2,
      recall: 0.5,
      missed: ['b'],
      false_alarms: 1,
      false_alarm_rate: 1,
    })
  })

  it('take a place that contains the other, and count keywords in the title', () => {
    const rows = [gold('a', { place: '东广场', summary_keywords: ['广场', '音响'] })]
    const scores = scoreMessages(rows, [found('a', { place: '广场', summary: '广场噪音' })])

    expect(scores).toMatchObject({ place_contains: 1, summary_keyword_recall: 0.5 })
  })
})

type Expected = GoldThread['expected_tickets'][number]

function expected(message_ids: string[], more: Partial<Expected> = {}): Expected {
  const { category: _, sender_role: __, ...place } = gold('x')
  return {
    urgency: place.urgency,
    building: null,
    unit: null,
    room: null,
    place: null,
    summary_keywords: [],
    category: 'noise',
    status: 'open',
    reporters: ['a', 'b'],
    message_ids,
    ...more,
  }
}

function ticket(message_ids: string[], more: Partial<PredictedTicket> = {}): PredictedTicket {
  return {
    category: 'noise',
    urgency: 'normal',
    building: null,
    unit: null,
    room: null,
    place: null,
    status: 'open',
    reporters: ['b', 'a'],
    summary: '',
    message_ids,
    ...more,
  }
}

function thread(id: string, expected_tickets: Expected[], type = 'merge'): GoldThread {
  return { id, group: { community: 'x' }, type, messages: [], expected_tickets }
}

describe('threads', () => {
  it('match tickets by the messages they share, the most first', () => {
    const scores = scoreThreads(
      [thread('t', [expected(['1', '2', '3']), expected(['4'])])],
      [{ id: 't', tickets: [ticket(['3', '4', '5', '6']), ticket(['1', '2'], { status: 'resolved' })] }],
    )

    expect(scores.ticket).toMatchObject({ tp: 1, fp: 1, fn: 1 })
    expect(scores.on_matched).toMatchObject({ category: 1, status: 0, reporters_exact: 1 })
    expect(scores).toMatchObject({
      ticket_count_exact: 1,
      by_type: { merge: { n: 1, count_ok: 1, all_ok: 0 } },
    })
  })

  it('tell threads with too many tickets from those with too few', () => {
    const scores = scoreThreads(
      [
        thread('t', [expected(['1'])]),
        thread('u', [expected(['1']), expected(['2'])]),
        thread('v', [], 'none'),
      ],
      [
        { id: 't', tickets: [ticket(['1']), ticket(['2'])] },
        { id: 'u', tickets: [ticket(['1', '2'])] },
        { id: 'v', tickets: [] },
      ],
    )

    expect(scores).toMatchObject({
      over_split_threads: 1,
      over_merged_or_missed_threads: 1,
      no_ticket_threads_ok: '1/1',
      ticket_count_exact: 0.3333,
    })
  })

  it('forgive an optional ticket that was not opened, and count it where it was', () => {
    const rows = [thread('t', [expected(['1'], { optional: true, status: 'withdrawn' })], 'withdraw')]
    const without = scoreThreads(rows, [{ id: 't', tickets: [] }])
    const withIt = scoreThreads(rows, [{ id: 't', tickets: [ticket(['1'], { status: 'withdrawn' })] }])

    expect(without).toMatchObject({ ticket: { fn: 0 }, by_type: { withdraw: { count_ok: 1, all_ok: 1 } } })
    expect(withIt.ticket).toMatchObject({ tp: 1, f1: 1 })
  })

  it('name threads without an answer', () => {
    expect(scoreThreads([thread('t', [expected(['1'])])], []).missing).toBe(1)
  })
})
