import { describe, expect, it } from 'vitest'
import { readForwarding, readOutcome } from '../../domain/forwarding.ts'
import { likelyResponsible } from '../../domain/responsible.ts'

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
