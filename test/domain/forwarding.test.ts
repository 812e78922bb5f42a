import { describe, expect, it } from 'vitest'
import { chaseStep, readForwarding, readOutcome } from '../../domain/forwarding.ts'
import { likelyResponsible } from '../../domain/responsible.ts'
import { china } from '../support/work-calendar.ts'

const phones = { heat: { number: '0472-555-0150' } }
const likely = likelyResponsible('heating', { packs: ['baotou-2026'], phones })

describe('to whom a matter goes', () => {
  it.each([
    ['供热公司', '供热公司', '0472-555-0150', ''],
    ['供热公司 0472-5550151 换热站的问题', '供热公司', '0472-5550151', '换热站的问题'],
    ['供热公司，电话0472-5550151，换热站的问题', '供热公司', '0472-5550151', '换热站的问题'],
    ['开发商', '开发商', null, ''],
    ['1', '供暖单位', '0472-555-0150', ''],
  ])('%s', (words, name, phone, note) => {
    expect(readForwarding(words, { likely, phones })).toMatchObject({ to: { name, phone }, note })
  })

  it.each(['', '9'])('is not said in “%s”', (words) => {
    expect(readForwarding(words, { likely, phones }).to).toBeNull()
  })
})

describe('what comes back', () => {
  it.each([
    ['已修好，换了阀门', 'done'],
    ['办好了', 'done'],
    ['已恢复供水', 'done'],
    ['来电了', 'done'],
    ['不归他们管', 'back'],
    ['没修，说要等', 'back'],
    ['拿回来办', 'back'],
    ['退回了', 'back'],
    ['说明天派人来看', null],
    ['', null],
  ])('“%s” is %s', (words, outcome) => {
    expect(readOutcome(words)).toBe(outcome)
  })
})

describe('the reminder of an answer from outside', () => {
  const at = china('2026-06-01T09:00')
  const dueAt = china('2026-06-02T09:00')

  it.each([
    [dueAt, '2026-06-02T09:00', false, '2026-06-03T09:00'],
    [china('2026-06-03T09:00'), '2026-06-03T10:00', true, '2026-06-04T09:00'],
    [dueAt, '2026-06-06T12:00', false, '2026-06-07T09:00'],
  ])('of %s, looked at %s', (remindAt, now, isAgain, next) => {
    expect(chaseStep({ at, dueAt, remindAt }, china(now))).toEqual({ isAgain, nextAt: china(next) })
  })
})
