import { describe, expect, it } from 'vitest'
import { rungLine } from '../../domain/ladder-words.ts'
import { china } from '../support/work-calendar.ts'

const openedAt = china('2026-06-01T09:00')
const ticket = {
  _id: 'a',
  number: 1001,
  summary: '3号楼2单元电梯停运',
  status: 'assigned' as const,
  urgency: 'normal' as const,
  answerBy: china('2026-06-02T09:00'),
  openedAt,
  resolveBy: china('2026-06-02T09:00'),
}

describe('a line of the list of what is due', () => {
  it.each([
    ['secretary', '等您定提不提请街道'],
    ['department', '可以移交主管部门，函的草稿在卷宗里'],
    ['manager', '还没有回音'],
  ] as const)('says to %s what is asked', (to, words) => {
    const line = rungLine({ ticket, phase: 'response', now: china('2026-06-20T09:00') }, to)

    expect(line).toBe(`1001 3号楼2单元电梯停运：报了19天，${words}`)
  })
})
