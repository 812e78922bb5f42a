import { describe, expect, it } from 'vitest'
import { putCommunity } from '../../models/community.ts'
import { group, privately, staffGroup, useChats } from '../support/chat.ts'

const chats = useChats({ start: '2026-07-01T09:00:00+08:00' })
const lift = '3号楼2单元电梯不动了，按了没反应'
const jinxiu = {
  _id: 'jinxiu',
  name: '锦绣家园',
  districtId: 'yingbin',
  districtName: '迎宾社区',
  streetId: 'qianjin',
  streetName: '前进街道',
}

async function withDrafts(): Promise<void> {
  await putCommunity({ ...jinxiu, packs: ['baotou-2026', 'kundulun-2025', 'kundulun-2020'] })
}

describe('依据', () => {
  it('names the paper in force and what the time for an answer rests on', async () => {
    const [answer] = (await chats.say('liyang', '依据')).in(group)

    expect(answer).toContain('包府办发〔2026〕38号')
    expect(answer).toContain('有效期到2029年6月23日')
    expect(answer).toContain('24小时内答复，依据包府办发〔2026〕38号 七(一)“24小时内响应并办结”')
  })

  it('tells what a kind of matter rests on', async () => {
    const [answer] = (await chats.say('liyang', '依据 停车')).in(group)

    expect(answer).toContain('包府办发〔2026〕38号 三(六)“理顺停车秩序”')
  })

  it('names no paper on a day on which none is in force', async () => {
    chats.clock.at = new Date('2026-06-23T09:00:00+08:00')
    const before = (await chats.say('liyang', '依据 停车')).in(group).join()
    chats.clock.at = new Date('2029-06-24T09:00:00+08:00')
    const after = (await chats.say('liyang', '依据 停车')).in(group).join()

    for (const answer of [before, after]) {
      expect(answer).toContain('小邻的服务约定')
      expect(answer).not.toContain('包府办发')
    }
  })

  it('keeps drafts and old papers from residents, wherever staff may ask', async () => {
    await withDrafts()
    const said = [
      ...(await chats.say('liyang', '依据')).in(group),
      ...(await chats.say('liyang', '依据 噪音', privately('liyang'))).in('dm-liyang'),
      ...(await chats.say('hexiaomei', '依据 噪音')).in(group),
      ...(await chats.say('qianzhuren', '依据 噪音', privately('qianzhuren'))).in('dm-qianzhuren'),
    ].join()

    expect(said).toContain('包府办发')
    expect(said).not.toMatch(/昆都仑|征求意见稿|已到期/u)
  })

  it('shows staff among themselves the drafts too, marked as what they are', async () => {
    await withDrafts()
    const alone = (await chats.say('hexiaomei', '依据 噪音', privately('hexiaomei'))).in('dm-hexiaomei')
    const together = (await chats.say('wanggong', '依据', { chatId: staffGroup })).in(staffGroup)

    expect(alone.join()).toContain('三(九)“经劝阻、制止无效的”（征求意见稿，不对居民引用）')
    expect(together.join()).toContain('（已到期，不对居民引用）')
  })

  it('says openly where the community decided itself, and to staff who and why', async () => {
    const decision = { value: 12, by: '杨书记', at: '2026-07-01', reason: '居民会议议定' }
    await putCommunity({ ...jinxiu, overrides: { answerHours: decision } })
    const resident = (await chats.say('liyang', '依据')).in(group).join()
    const staff = (await chats.say('hexiaomei', '依据', privately('hexiaomei'))).in('dm-hexiaomei').join()

    expect(resident).toContain('12小时内答复，这是本小区自己定的。')
    expect(staff).toContain('（杨书记，2026-07-01，居民会议议定）')
    expect((await chats.say('liyang', lift)).in(group)[0]).toContain('最晚21:00前给您答复')
  })

  it('asks for other words where it knows no such matter', async () => {
    expect((await chats.say('liyang', '依据 天气')).in(group)).toEqual([expect.stringContaining('没认出')])
  })

  it('says nothing to words that were not meant for it', async () => {
    expect((await chats.say('liyang', '依据', { isAddressed: false })).all).toEqual([])
  })
})

describe('依据 with a number', () => {
  it('tells the reporter in private what it rests on, and others or a group only its time', async () => {
    await chats.say('liyang', lift)
    const own = (await chats.say('liyang', '依据 1001', privately('liyang'))).in('dm-liyang').join()
    const stranger = (await chats.say('sunli', '依据 1001', privately('sunli'))).in('dm-sunli').join()
    const public_ = (await chats.say('liyang', '依据1001')).in(group).join()

    expect(own).toContain('三(六)“使用满15年、故障多发”')
    for (const answer of [stranger, public_]) {
      expect(answer).toMatch(/^(?:@\S+ )?1001号：24小时内答复，依据包府办发〔2026〕38号/u)
      expect(answer).not.toContain('电梯')
    }
  })

  it('keeps from 物业 what a complaint about it is about', async () => {
    await chats.say('wangmin', '物业前台态度太差，问个事爱答不理', privately('wangmin'))
    const said = (await chats.say('wanggong', '依据 1001', privately('wanggong'))).in('dm-wanggong').join()

    expect(said).toMatch(/^1001号：24小时内答复/u)
    expect(said).not.toContain('物业服务')
  })
})
