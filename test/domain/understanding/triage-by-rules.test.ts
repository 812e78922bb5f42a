import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Triage } from '../../../domain/triage.ts'
import { detectHazard } from '../../../domain/understanding/hazard.ts'
import { splitMatters } from '../../../domain/understanding/split-matters.ts'
import { triageByRules } from '../../../domain/understanding/triage-by-rules.ts'

describe('triageByRules', () => {
  it('understands an ordinary report', () => {
    const triage = triageByRules('十二号楼二单元电梯坏了，老人下不来', {})

    expect(triage).toMatchObject({
      intent: 'complaint',
      isComplaint: true,
      category: 'repair.elevator',
      urgency: 'urgent',
      hazard: null,
      building: '12',
      unit: '2',
      room: null,
      place: '电梯',
      missing: [],
    })
    expect(triage.confidence).toBeGreaterThan(0.8)
  })

  it('puts a danger above everything said beside it', () => {
    const triage = triageByRules('哈哈别闹，6号楼1单元真的有煤气味', {})

    expect(triage).toMatchObject({ isComplaint: true, category: 'gas', urgency: 'emergency', hazard: 'gas' })
  })

  it.each([
    ['电梯坏了', {}, ['building', 'unit']],
    ['3号楼电梯坏了', {}, ['unit']],
    ['2单元电梯坏了', { building: '3' }, []],
    ['B座电梯坏了', {}, []],
    ['15号楼702漏水', {}, []],
    ['暖气不热', {}, ['building']],
    ['整个小区停水了', {}, []],
    ['大门口路灯不亮', {}, []],
    ['物业费太贵不合理', {}, []],
    ['修好了，谢谢', {}, []],
  ])('asks after %s in %o for %o', (text, context, missing) => {
    expect(triageByRules(text, context).missing).toEqual(missing)
  })

  it.each([['还是不满意'], ['这事得给个说法'], ['没人管']])('leaves %s to a person', (text) => {
    expect(triageByRules(text, {}).confidence).toBeLessThan(0.5)
  })

  it('gives neither category nor urgency to what is no grievance', () => {
    const triage = triageByRules('隔壁小区着火那视频，还好没伤着人', {})

    expect(triage).toMatchObject({
      isComplaint: false,
      category: null,
      urgency: 'normal',
      hazard: null,
      summary: '',
    })
  })
})

describe('any string', () => {
  const wild = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.string({
      unit: fc.constantFrom(...'号楼栋单元室电梯漏水没不着火困1234-#。；\n ①\ud800\udfff\u0000\u200b'),
      maxLength: 200,
    }),
  )

  it('is understood without throwing, in a valid shape', () => {
    fc.assert(
      fc.property(wild, fc.constantFrom({}, { building: '12' }), (text, context) => {
        expect(Triage.safeParse(triageByRules(text, context)).success).toBe(true)
        expect(splitMatters(text).every((part) => part.length > 0)).toBe(true)
        detectHazard(text)
      }),
      { numRuns: 500 },
    )
  })

  it.each([
    ['a megabyte', '电梯坏了，'.repeat(200_000)],
    ['digits', '1'.repeat(10_000)],
    ['dashes', '1-'.repeat(5000)],
    ['numerals', '一'.repeat(10_000)],
    ['stops', '，！？'.repeat(4000)],
    ['past dangers', '去年着火'.repeat(2500)],
    ['items', '1.灯坏了 '.repeat(2000)],
    ['things', '楼道'.repeat(5000)],
    ['lone surrogates', '\ud800'.repeat(10_000)],
  ])('takes little time even for %s', (_name, text) => {
    const work = () => [triageByRules(text, {}), splitMatters(text), detectHazard(text)]
    work()
    const started = performance.now()

    work()

    // Far above what is measured (about 8 ms for the three), far below anything that grows faster than the text.
    expect(performance.now() - started).toBeLessThan(200)
  })
})

describe('what only sounds like a grievance or a danger', () => {
  it.each([
    '这剧里女主从天台跳下去那段，看得我一宿没睡',
    '疏通下水、马桶、地漏，二十四小时上门，电话同微信',
    '我表哥在供电局，说他们昨天爬杆抢修到凌晨',
    '咱单元谁家炖羊蝎子呢，馋得我直咽口水',
    '救命，这也太好吃了吧',
  ])('%s is talk', (text) => {
    expect(triageByRules(text, {})).toMatchObject({ isComplaint: false, hazard: null })
  })

  it.each(['有人要跳楼', '困人了', '走水了走水了', '门把手有电，一摸就麻', '老太太栽倒了，叫不醒，在东门'])(
    '%s is an emergency',
    (text) => {
      expect(triageByRules(text, {})).toMatchObject({ isComplaint: true, urgency: 'emergency' })
    },
  )
})

describe('what nearly happened', () => {
  it.each(['幸亏我妈闻到煤气味，现在楼道里还有', '好在人没伤着，可是电线还在冒火花'])(
    'is a danger that goes on: %s',
    (text) => {
      expect(triageByRules(text, {})).toMatchObject({ isComplaint: true, urgency: 'emergency' })
    },
  )
})
