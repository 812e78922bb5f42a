import { describe, expect, it } from 'vitest'
import { putCommunity } from '../../models/community.ts'
import { group, useChats } from '../support/chat.ts'

const chats = useChats({ start: '2026-07-01T09:00:00+08:00' })
const jinxiu = {
  _id: 'jinxiu',
  name: '锦绣家园',
  districtId: 'yingbin',
  districtName: '迎宾社区',
  streetId: 'qianjin',
  streetName: '前进街道',
}

describe('电话', () => {
  it('shows the numbers of the community with the day each was checked, and those that hold everywhere', async () => {
    const [answer] = (await chats.say('liyang', '电话')).in(group)

    expect(answer).toContain('锦绣家园的电话：\n物业　0472-555-0101（2026年7月1日核对）\n')
    expect(answer).toContain('报警110　火警119　急救120　政务热线12345')
    expect(answer).not.toContain('请核对')
  })

  it('marks numbers that nobody has checked for half a year', async () => {
    chats.clock.at = new Date('2026-12-31T09:00:00+08:00')
    const before = (await chats.say('liyang', '电话')).in(group).join()
    chats.clock.at = new Date('2027-01-01T09:00:00+08:00')
    const after = (await chats.say('liyang', '电话')).in(group).join()

    expect(before).not.toContain('请核对')
    expect(after).toContain('物业　0472-555-0101（2026年7月1日核对，请核对）')
  })

  it('marks them sooner where the community decides so', async () => {
    const decision = { value: 1, by: '杨书记', at: '2026-07-01', reason: '号码常换' }
    await putCommunity({ ...jinxiu, overrides: { phoneCheckMonths: decision } })
    chats.clock.at = new Date('2026-08-01T09:00:00+08:00')

    expect((await chats.say('liyang', '电话')).in(group).join()).toContain('请核对')
  })

  it('says so where no number was given', async () => {
    await putCommunity({ ...jinxiu, phones: {} })

    const [answer] = (await chats.say('liyang', '电话')).in(group)

    expect(answer).toContain('还没有登记电话')
    expect(answer).toContain('119')
  })

  it('says nothing to words that were not meant for it', async () => {
    expect((await chats.say('liyang', '电话', { isAddressed: false })).all).toEqual([])
  })
})
