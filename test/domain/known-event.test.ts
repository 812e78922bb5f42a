import { describe, expect, it } from 'vitest'
import { liesIn, mayBeKnown, placeIn, readOutage, sayOutagePlace } from '../../domain/known-event.ts'
import { triageOf } from '../support/triage.ts'

/** A Friday. */
const now = new Date('2026-11-20T10:00:00+08:00')
const office = { from: '09:00', to: '17:30' }

describe('an announcement', () => {
  it.each([
    ['5号楼 明天8点到18点 换阀门', ['5'], null, '换阀门'],
    ['五号楼2单元 明天8点到18点 换阀门', ['5'], '2', '换阀门'],
    ['5、6号楼 明天8点到18点，管道检修', ['5', '6'], null, '管道检修'],
    ['全小区 明天8点到18点 清洗水箱', [], null, '清洗水箱'],
    ['明天8点到18点 整个小区 清洗水箱', [], null, '清洗水箱'],
    ['3号楼和7号楼 现在起到20点 抢修', ['3', '7'], null, '抢修'],
  ])('%s', (words, buildings, unit, reason) => {
    const said = readOutage(words, now, office)

    expect(said).toMatchObject({ buildings, unit, reason })
    expect(said.span).not.toBeNull()
  })

  it.each([
    ['5号楼 换阀门', null],
    ['5号楼 明天换阀门', null],
  ])('without a span says so: %s', (words, span) => {
    expect(readOutage(words, now, office).span).toBe(span)
  })

  it('names its place for people', () => {
    expect(sayOutagePlace(placeIn('5、6号楼'))).toBe('5、6号楼')
    expect(sayOutagePlace(placeIn('5号楼2单元'))).toBe('5号楼2单元')
    expect(sayOutagePlace(placeIn('全小区'))).toBe('全小区')
  })
})

describe('what it explains', () => {
  const five = { buildings: ['5'], unit: null }

  it.each([
    [five, '5', null, true],
    [five, '5', '2', true],
    [five, '6', null, false],
    [five, null, null, false],
    [{ buildings: ['5'], unit: '2' }, '5', '2', true],
    [{ buildings: ['5'], unit: '2' }, '5', '1', false],
    [{ buildings: ['5'], unit: '2' }, '5', null, true],
    [{ buildings: [], unit: null }, null, null, true],
    [{ buildings: [], unit: null }, '9', '1', true],
  ])('%j, reported at %s-%s: %s', (place, building, unit, isIn) => {
    expect(liesIn(place, { building, unit })).toBe(isIn)
  })

  it('is no danger, and nothing that is no complaint', () => {
    const plain = triageOf({ category: 'water_supply', intent: 'complaint', isComplaint: true })

    expect(mayBeKnown(plain)).toBe(true)
    expect(mayBeKnown({ ...plain, intent: 'urge', isComplaint: false })).toBe(true)
    expect(mayBeKnown({ ...plain, hazard: 'burst_main', urgency: 'emergency' })).toBe(false)
    expect(mayBeKnown({ ...plain, urgency: 'emergency' })).toBe(false)
    expect(mayBeKnown({ ...plain, intent: 'chatter', isComplaint: false })).toBe(false)
    expect(mayBeKnown({ ...plain, category: null })).toBe(false)
  })
})
