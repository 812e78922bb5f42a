import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { categories, intents } from '../../../domain/triage.ts'
import { createClassifier, likeliest, oddsFor } from '../../../domain/understanding/classifier.ts'
import { classifierWeights } from '../../../domain/understanding/classifier-weights.ts'
import { gatherEvidence } from '../../../domain/understanding/gather-evidence.ts'
import { normaliseText } from '../../../domain/understanding/normalise-text.ts'
import type { Lesson } from '../../training/learn.ts'
import { learn, settings } from '../../training/learn.ts'

const evidenceOf = (text: string) => gatherEvidence(normaliseText(text), {})
const judge = createClassifier(classifierWeights)

function lesson(text: string, intent: Lesson['intent'], category?: Lesson['categories'][number]): Lesson {
  return { text, context: {}, intent, categories: category ? [category] : [], urgencies: ['normal'] }
}

describe('the classifier', () => {
  it('learns words that no table lists from a few lessons', () => {
    const lessons = [
      ...['咕噜罐漏底了', '咕噜罐歪了', '谁把咕噜罐弄倒了', '咕噜罐又空了'].map((text) =>
        lesson(text, 'complaint', 'cleaning'),
      ),
      ...['啪嗒杆抬不起', '啪嗒杆断了', '啪嗒杆砸车', '啪嗒杆又坏'].map((text) =>
        lesson(text, 'complaint', 'parking'),
      ),
      ...['今晚吃啥', '谁去爬山', '一起跑步吗', '周末看电影'].map((text) => lesson(text, 'chatter')),
    ]
    const taught = createClassifier(learn(lessons, { ...settings, leastLessons: 1 }))

    expect(likeliest(categories, taught(evidenceOf('咕噜罐满了')).category)).toBe('cleaning')
    expect(likeliest(categories, taught(evidenceOf('啪嗒杆卡住')).category)).toBe('parking')
    expect(likeliest(intents, taught(evidenceOf('周末谁去跑步')).intent)).toBe('chatter')
  })

  it('gives likelihoods that add up to one, the same ones each time', () => {
    for (const text of ['3号楼2单元电梯不动了', '哈哈', '', '😀'.repeat(900), '电'.repeat(10_000)]) {
      const judgement = judge(evidenceOf(text))

      for (const odds of [judgement.intent, judgement.category, judgement.urgency]) {
        expect(odds.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9)
      }
      expect(judge(evidenceOf(text))).toEqual(judgement)
    }
  })

  it('learns the same from the same lessons', () => {
    const lessons = ['灯坏了', '灯不亮', '灯灭了'].map((text) => lesson(text, 'complaint', 'repair.electric'))

    expect(learn(lessons)).toEqual(learn(lessons))
  })

  it('does not tell building 3 from building 12, so that no estate is favoured', () => {
    const [here, there] = ['3号楼电梯停了', '12号楼电梯停了'].map((text) => judge(evidenceOf(text)).category)

    expect(oddsFor(categories, here ?? new Float64Array(), 'repair.elevator')).toBeCloseTo(
      oddsFor(categories, there ?? new Float64Array(), 'repair.elevator'),
      2,
    )
  })

  it('stays small', () => {
    const file = new URL('../../../domain/understanding/classifier-weights.ts', import.meta.url)

    expect(readFileSync(file).length).toBeLessThan(2_000_000)
  })
})
