import { describe, expect, it } from 'vitest'
import { sendBriefs } from '../../jobs/send-briefs.ts'
import { putCommunity } from '../../models/community.ts'
import { listDeliveries } from '../../models/delivery.ts'
import { pauseJob, resumeJob } from '../../models/paused-job.ts'
import { openTicket } from '../../models/ticket.ts'
import { silentTools } from '../support/audit.ts'
import { privately, staffGroup, useChats } from '../support/chat.ts'
import { failWrites } from '../support/fail-writes.ts'
import { china } from '../support/work-calendar.ts'

const chats = useChats()

async function at(time: string) {
  chats.clock.at = china(time)
  const heard = await chats.settle()
  return heard.all.filter(({ content }) => content.text.startsWith('早上好'))
}

describe('the brief of the morning', () => {
  it('waits while an operator has stopped the job, and comes once it is resumed', async () => {
    await chats.say('liyang', '3号楼2单元厨房漏水')
    await pauseJob('send-briefs', chats.clock.at)
    expect(await at('2026-06-02T08:30')).toEqual([])
    await resumeJob('send-briefs')

    expect(await at('2026-06-02T09:00')).not.toEqual([])
  })

  it('is one message to each who works on tickets, without persons, at half past eight', async () => {
    await chats.say('liyang', '我是李阳，3号楼2单元501厨房漏水，电话13812345678')
    await chats.say('wangmin', '物业前台态度太差', privately('wangmin'))
    expect(await at('2026-06-02T08:29')).toEqual([])
    const briefs = await at('2026-06-02T08:30')

    expect(briefs.map(({ chatId }) => chatId).sort()).toEqual([
      'dm-chenjingli',
      'dm-hexiaomei',
      'dm-yangshuji',
      staffGroup,
    ])
    const [first] = briefs.filter(({ chatId }) => chatId === staffGroup)
    expect(first?.content.text).toMatch(/^早上好，1件今天到期。\n1001 .*今天09:00前要答复住户$/u)
    expect(briefs.map(({ content }) => content.text).join()).not.toMatch(/501|李阳|138|王敏/u)
    const district = briefs.filter(({ chatId }) => chatId === 'dm-hexiaomei')
    expect(district[0]?.content.text).toMatch(/^早上好，2件今天到期。/u)
    expect(await at('2026-06-02T12:00')).toEqual([])
  })

  it('leaves 社区 alone on its days off, and everybody on a day without anything', async () => {
    await chats.say('liyang', '3号楼2单元电梯不动了')
    await chats.say('wanggong', '接单 1001', privately('wanggong'))
    await chats.say('chenjingli', '限时 1001 6月6日12点 等配件', privately('chenjingli'))

    expect(await at('2026-06-03T08:30')).toEqual([])
    const saturday = await at('2026-06-06T08:30')
    expect(saturday.map(({ chatId }) => chatId).sort()).toEqual(['dm-chenjingli', staffGroup])
  })

  it('is one message of several communities, which it names', async () => {
    await chats.say('liyang', '3号楼2单元电梯不动了')
    await putCommunity({
      _id: 'other',
      name: '滨河苑',
      districtId: 'yingbin',
      districtName: '迎宾社区',
      streetId: 'qianjin',
      streetName: '前进街道',
      mode: 'live',
    })
    await openTicket(
      {
        communityId: 'other',
        cause: 'x',
        category: 'cleaning',
        urgency: 'normal',
        hazard: null,
        summary: '1号楼门口垃圾没清',
        team: 'property',
        answerBy: china('2026-06-02T09:00'),
        pagedIds: [],
        building: '1',
        unit: null,
        room: null,
        place: null,
      },
      { eventId: 'x', by: null, role: 'resident', at: chats.clock.at },
    )
    const brief = (await at('2026-06-02T08:30')).filter(({ chatId }) => chatId === 'dm-yangshuji')

    expect(brief).toHaveLength(1)
    expect(brief[0]?.content.text).toMatch(/2件今天到期/u)
    expect(brief[0]?.content.text).toMatch(/锦绣家园1001/u)
    expect(brief[0]?.content.text).toMatch(/滨河苑1001/u)
  })

  it('comes once, wherever it is killed and however many send it; in the evening no more', async () => {
    await chats.say('liyang', '3号楼2单元电梯不动了')
    chats.clock.at = china('2026-06-02T09:15')
    for (let write = 0; ; write++) {
      const isOver = await failWrites(write, () => sendBriefs.run(silentTools(chats.clock.at)))
      if (isOver) break
      expect(write).toBeLessThan(30)
    }
    await Promise.all([1, 2].map(() => sendBriefs.run(silentTools(chats.clock.at))))
    const briefs = (await listDeliveries({ limit: 50 })).filter(({ kind }) => kind === 'brief')
    expect(briefs).toHaveLength(4)

    expect(await at('2026-06-03T18:00')).toEqual([])
  })
})

describe('the list of 街道', () => {
  it('comes once on working days with what came up since the last first', async () => {
    await chats.say('liyang', '3号楼2单元电梯不动了')
    await chats.say('sunli', '6号楼1单元楼道灯不亮')
    chats.clock.at = china('2026-06-05T16:00')
    await chats.say('yangshuji', '同意提请 1001', privately('yangshuji'))
    const said = (time: string) => at(time).then(() => chats.saidIn('dm-tiankezhang'))

    expect(await said('2026-06-06T09:00')).toEqual([])
    expect(await said('2026-06-08T09:00')).toEqual([
      expect.stringMatching(/2件请街道帮忙.*1001.*新提请.*1002.*新提请/su),
    ])
    expect(await said('2026-06-08T15:00')).toHaveLength(1)
    await chats.say('wanggong', '办结 1001 换了皮带', privately('wanggong'))
    const next = await said('2026-06-09T09:00')
    expect(next).toHaveLength(2)
    expect(next[1]).toMatch(/1件请街道帮忙.*1002 .*：1户，报了8天$/su)
  })
})
