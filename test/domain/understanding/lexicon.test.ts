import { describe, expect, it } from 'vitest'
import { findHits } from '../../../domain/understanding/lexicon.ts'

describe('findHits', () => {
  it.each([
    ['没修好', 'notFixed', 'fixed'],
    ['不用来了', 'withdraw', 'satisfiedWord'],
  ])('lets the longer word %s hide the shorter one inside it', (text, shown, hidden) => {
    const cues = findHits(text).intent.map((hit) => hit.sense.cue)

    expect(cues).toContain(shown)
    expect(cues).not.toContain(hidden)
  })

  it('hides words only within their own layer', () => {
    const hits = findHits('楼道灯坏了')

    expect(hits.place.map((hit) => hit.sense.name)).toContain('楼道')
    expect(hits.matter.map((hit) => hit.sense.category)).toContain('repair.electric')
  })

  it('lists hits by position', () => {
    const starts = findHits('3号楼电梯坏了，5号楼厨房漏水').matter.map((hit) => hit.start)

    expect(starts).toEqual([...starts].sort((a, b) => a - b))
  })

  it('stops counting words that repeat without end', () => {
    expect(findHits('漏水'.repeat(4000)).matter.length).toBeLessThanOrEqual(300)
  })
})
