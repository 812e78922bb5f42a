import { describe, expect, it } from 'vitest'
import { letterText, referralLetter } from '../../domain/referral-letter.ts'
import { china } from '../support/work-calendar.ts'

const sender = {
  name: '锦绣家园',
  districtName: '迎宾社区',
  packs: ['baotou-2026', 'zhoukou-draft'],
  phone: '0472-555-0102',
}
const ticket = {
  number: 1024,
  summary: '3号楼2单元电梯停运',
  category: 'repair.elevator' as const,
  openedAt: china('2026-06-24T09:00'),
  voices: 46,
  events: [
    { at: china('2026-06-24T09:00'), kind: 'opened', to: 'assigned' },
    { at: china('2026-06-25T09:00'), kind: 'moved', to: 'accepted' },
    { at: china('2026-06-26T09:00'), kind: 'coordination', to: null },
    { at: china('2026-06-26T09:00'), kind: 'seen', to: null },
  ],
}

describe('the letter to an authority', () => {
  it('says what, since when, what was done, and on what in force it rests', () => {
    const text = letterText(referralLetter(ticket, sender, china('2026-07-10T10:00')))

    expect(text).toContain('3号楼2单元电梯停运，2026年6月24日由居民反映，编号1024，已17天，涉及46户')
    expect(text).toContain('2026年6月24日登记并转办；2026年6月25日已接单；2026年6月26日物业请社区协调。')
    expect(text).toContain('市场监管部门')
    expect(text).toContain('包府办发〔2026〕38号')
    expect(text).not.toContain('周口')
    expect(text).toContain('迎宾社区居民委员会（盖章）\n2026年7月10日')
  })

  it('leaves a choice that papers disagree on, and what it does not know, to a person', () => {
    const fee = referralLetter({ ...ticket, category: 'fee' }, sender, china('2026-07-10T10:00'))
    const attitude = referralLetter(
      { ...ticket, category: 'telecom' },
      { ...sender, packs: [] },
      china('2026-07-10T10:00'),
    )

    expect(fee.to).toMatch(/^（请从中选定）/u)
    expect(attitude.to).toBe('（请填写主管部门）')
  })
})
