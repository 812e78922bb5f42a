import { describe, expect, it } from 'vitest'
import { categories } from '../../../domain/triage.ts'
import { summarise } from '../../../domain/understanding/summarise.ts'
import { triageByRules } from '../../../domain/understanding/triage-by-rules.ts'

describe('summarise', () => {
  it.each([
    ['3号楼2单元电梯停了，请维修', '3号楼2单元电梯停运'],
    ['12-2-501厨房返水', '12号楼2单元厨房下水返水'],
    ['9号楼2单元1103暖气不热，我是张伟，电话13812345678', '9号楼2单元暖气不热'],
    ['南门路灯不亮', '南门路灯不亮'],
  ])('writes %s as %s', (text, line) => {
    expect(triageByRules(text, {}).summary).toBe(line)
  })

  it('has a phrase for every category', () => {
    const nowhere = { building: null, unit: null, room: null, place: null }
    for (const category of categories) {
      const line = summarise('', nowhere, category)

      expect(line.length).toBeGreaterThan(1)
    }
  })

  it('never shows a room, however the message puts it', () => {
    const texts = ['B座1102没水', '1102门口堆垃圾', '5-1-301漏水', '我家1502太吵']
    for (const text of texts) expect(triageByRules(text, {}).summary).not.toMatch(/\d{3}/u)
  })
})
