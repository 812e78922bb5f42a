import { describe, expect, it } from 'vitest'
import { dissuasionReport, readDissuasion, reportedTo } from '../../domain/dissuading.ts'
import { categoryTable } from '../../domain/policy/categories.ts'
import { categories } from '../../domain/triage.ts'

const community = {
  name: '锦绣家园',
  streetName: '前进街道',
  packs: ['baotou-2026', 'kundulun-2025'],
  phones: { street: { number: '0472-555-0103' }, property: { number: '0472-555-0101' } },
}
const at = new Date('2026-11-21T10:00:00+08:00')

describe('how somebody was dissuaded', () => {
  it.each([
    ['当面 说了不能堆在楼道', '当面', '说了不能堆在楼道'],
    ['书面通知，贴了整改单', '书面', '贴了整改单'],
    ['张贴', '张贴', ''],
    ['电话告知 答应明天清走', '电话', '答应明天清走'],
  ])('%s', (words, way, rest) => {
    expect(readDissuasion(words)).toEqual({ way, words: rest })
  })

  it.each(['', '说过了', '他不听'])('is not said in “%s”', (words) => {
    expect(readDissuasion(words)).toBeNull()
  })
})

describe('the report', () => {
  it.each(categories.filter((code) => categoryTable[code].needsDissuasion))(
    'of %s goes to 业委会, 街道 and an authority',
    (code) => {
      const names = reportedTo(code, community).map(({ name }) => name)

      expect(names.slice(0, 2)).toEqual(['业委会（物管会）', '前进街道'])
      expect(new Set(names).size).toBe(names.length)
    },
  )

  it('says what, when and how often, on what it rests, and whom to ask; drafts of papers are no basis', () => {
    const ticket = { number: 1024, summary: '3号楼2单元楼道堆杂物', category: 'fire_safety' as const }
    const dissuaded = [{ at: new Date('2026-11-20T09:00:00+08:00'), way: '当面' as const, by: '王工' }]
    const report = dissuasionReport(ticket, community, { dissuaded, contact: '王工', at })

    expect(report).toContain('11月20日09:00 王工当面劝阻')
    expect(report).toContain('包府办发〔2026〕38号')
    expect(report).not.toContain('昆都仑')
    expect(report).toMatch(/联系人：王工，电话0472-555-0101。\n锦绣家园物业（章）　2026年11月21日$/u)
  })
})
