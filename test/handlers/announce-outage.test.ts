import { describe, expect, it } from 'vitest'
import { bindChat } from '../../models/chat.ts'
import { listDeliveries } from '../../models/delivery.ts'
import { standingEvents } from '../../models/known-event.ts'
import { countVoices, reportsOn } from '../../models/report.ts'
import { listTickets } from '../../models/ticket.ts'
import { group, privately, staffGroup, useChats } from '../support/chat.ts'
import { atEveryWrite } from '../support/interrupt.ts'
import { ticketOf } from '../support/known-person.ts'

const chats = useChats({ start: '2026-11-20T09:00:00+08:00' })
const notice = '停水通知 3号楼 10点到18点 换阀门'

function say(who: string, text: string) {
  return chats.say(who, text, privately(who))
}

function at(clock: string) {
  chats.clock.at = new Date(`2026-11-20T${clock}:00+08:00`)
  return chats.settle()
}

async function tickets() {
  return listTickets({ limit: 20 })
}

async function standing() {
  return standingEvents('jinxiu', {})
}

describe('停水通知', () => {
  it('is posted once in the group, and whoever announced it hears what was understood', async () => {
    const heard = await say('wanggong', notice)

    expect(heard.in(group)).toEqual([
      expect.stringMatching(/^各位邻居：3号楼今天10:00到今天18:00停水，因为换阀门.*要问打物业0472-555-0101/u),
    ])
    expect(heard.in('dm-wanggong')[0]).toContain('3号楼今天10:00到今天18:00停水')
    expect(heard.in(staffGroup)).toEqual([])
    expect(await standing()).toMatchObject([{ what: '停水', buildings: ['3'], state: 'standing' }])
  })

  it('waits for the morning, and is not posted when it is over by then', async () => {
    chats.clock.at = new Date('2026-11-20T22:30:00+08:00')
    await say('wanggong', '停水通知 3号楼 现在到23点半 抢修')
    const night = await say('hexiaomei', '停电通知 全小区 明天9点到12点 检修')
    chats.clock.at = new Date('2026-11-21T08:00:00+08:00')
    const morning = await chats.settle()

    expect(night.in(group)).toEqual([])
    expect(morning.in(group)).toEqual([expect.stringContaining('全小区')])
  })

  it('says in the morning what day it is then', async () => {
    chats.clock.at = new Date('2026-11-20T22:30:00+08:00')
    await say('hexiaomei', '停电通知 全小区 明天9点到12点 检修')
    chats.clock.at = new Date('2026-11-21T08:00:00+08:00')
    const morning = await chats.settle()

    expect(morning.in(group)[0]).toContain('全小区今天09:00到今天12:00停电')
  })

  it.each([
    ['停水通知 3号楼 昨天8点到18点 换阀门', '从几点到几点'],
    ['停水通知 3号楼 今天10点到2099年1月1日 换阀门', '从几点到几点'],
    ['停水通知 3号楼 今天10点到3月1日 换阀门', '最多通知31天'],
  ])('is not posted with a time that cannot be meant: %s', async (words, answer) => {
    const heard = await say('wanggong', words)

    expect(heard.in('dm-wanggong')[0]).toContain(answer)
    expect(heard.in(group)).toEqual([])
    expect(await standing()).toEqual([])
  })

  it('calls nobody, and names no neighbour, room or phone in the group', async () => {
    const heard = await say(
      'wanggong',
      '停水通知 3号楼 10点到18点 <@all>@所有人 换阀门，2单元501王大爷家漏水，电话13812345678',
    )

    expect(heard.in(group)[0]).toContain('换阀门')
    expect(heard.in(group)[0]).not.toMatch(/<@|所有人|501|王大爷|138/u)
  })

  it('goes to the groups of the buildings where each has one', async () => {
    const building = { platform: 'console', externalId: 'g-3', kind: 'building' as const, building: '3' }
    await bindChat({ ...building, communityId: 'jinxiu' }, chats.clock.at)
    await say('wanggong', notice)

    const posts = (await listDeliveries({ limit: 10 })).filter(({ kind }) => kind === 'outage')
    expect(posts).toHaveLength(1)
  })

  it('asks for the time and the reason, one after the other', async () => {
    const first = await say('wanggong', '停水通知 3号楼')
    const second = await say('wanggong', '10点到18点')
    const third = await say('wanggong', '换阀门')

    expect(first.in('dm-wanggong')[0]).toContain('从几点到几点')
    expect(second.in('dm-wanggong')[0]).toContain('因为什么')
    expect(third.in(group)[0]).toContain('因为换阀门')
  })

  it.each(['liyang', 'zhoujie', 'qianzhuren', 'tiankezhang', 'maguanli'])('is not for %s', async (who) => {
    await say(who, notice)

    expect(await standing()).toEqual([])
  })
})

describe('reports inside it', () => {
  it('are answered with what is known and counted, not opened', async () => {
    await say('wanggong', notice)
    await at('11:00')
    const heard = await chats.say('liyang', '3号楼2单元停水了')
    await chats.say('wangmin', '3号楼怎么没水了')

    expect(heard.in(group)).toEqual([
      expect.stringMatching(/3号楼正在停水，因为换阀门，预计今天18:00来水，您家的情况我记上了/u),
    ])
    expect(heard.in('dm-chenjingli')).toEqual([])
    expect(await tickets()).toEqual([])
    const [event] = await standing()
    expect(await countVoices(event?._id ?? '')).toBe(2)
  })

  it('are known by the home of who names no building', async () => {
    await say('wanggong', notice)
    await at('11:00')
    await say('liyang', '家里没水了')
    await say('sunli', '家里没水了')

    expect(await tickets()).toHaveLength(1)
  })

  it.each([
    ['another building', '6号楼1单元停水了'],
    ['another matter', '3号楼2单元电梯不动了'],
    ['a danger', '3号楼2单元水管爆了，水到处喷'],
  ])('are none of %s', async (_title, text) => {
    await say('wanggong', notice)
    await at('11:00')
    await chats.say('liyang', text)

    expect(await tickets()).toHaveLength(1)
  })

  it('are none before it begins', async () => {
    await say('wanggong', notice)
    await chats.say('liyang', '3号楼2单元停水了')

    expect(await tickets()).toHaveLength(1)
  })

  it('leave the other part of a message its ticket', async () => {
    await say('wanggong', notice)
    await at('11:00')
    const heard = await say('zhoujie', '3号楼2单元停水了；5号楼1单元楼道灯不亮')

    expect(await tickets()).toHaveLength(1)
    expect(heard.in('dm-zhoujie').join()).toMatch(/已登记（1001）[\s\S]*3号楼正在停水/u)
  })
})

describe('an outage that goes on', () => {
  it('opens one ticket by itself with those who had reported, half an hour after nobody called it over', async () => {
    await say('wanggong', notice)
    await at('11:00')
    await chats.say('liyang', '3号楼2单元停水了')
    await chats.say('wangmin', '3号楼怎么没水了')
    const asked = await at('18:00')
    const before = await tickets()
    const heard = await at('18:30')
    await at('18:45')

    expect(asked.in('dm-wanggong')[0]).toMatch(/说好的时间到了，2户问过/u)
    expect(before).toEqual([])
    const [ticket, another] = await tickets()
    expect(another).toBeUndefined()
    expect(ticket).toMatchObject({
      summary: '3号楼停水到点未恢复',
      status: 'assigned',
      category: 'water_supply',
    })
    expect(await countVoices(ticket?._id ?? '')).toBe(2)
    expect(heard.in('dm-liyang')).toEqual([expect.stringContaining('已登记（1001）')])
    expect(heard.in('dm-chenjingli').filter((text) => text.includes('【1001】'))).toHaveLength(1)
  })

  it('opens it at once when somebody says 没来 past its time, and not before', async () => {
    await say('wanggong', notice)
    await at('11:00')
    await say('liyang', '3号楼2单元停水了')
    const early = await say('liyang', '没来')
    await at('18:01')
    const late = await say('liyang', '没来')
    await at('19:00')

    expect(early.in('dm-liyang')[0]).toContain('预计今天18:00来水')
    expect(late.in('dm-liyang')[0]).toContain('已登记（1001）')
    expect(await tickets()).toHaveLength(1)
  })

  it('opens it at once when somebody reports past its time', async () => {
    await say('wanggong', notice)
    await at('18:05')
    const heard = await chats.say('wangmin', '3号楼2单元怎么没水了')
    await chats.say('zhaojun', '3号楼2单元还是没水')
    await at('19:00')

    expect(heard.in(group)[0]).toContain('已登记（1001）')
    expect(await tickets()).toHaveLength(1)
    expect(await countVoices((await ticketOf(1001))._id)).toBe(2)
  })

  it('waits for an answer to a question of the night until the morning', async () => {
    await say('wanggong', '停水通知 3号楼 10点到22点半 换阀门')
    chats.clock.at = new Date('2026-11-20T10:30:00+08:00')
    await chats.say('liyang', '3号楼2单元停水了')
    chats.clock.at = new Date('2026-11-20T23:30:00+08:00')
    const night = await chats.settle()
    chats.clock.at = new Date('2026-11-21T08:05:00+08:00')
    const morning = await chats.settle()

    expect(night.all).toEqual([])
    expect(morning.in('dm-wanggong')).toEqual([expect.stringContaining('说好的时间到了')])
    expect(morning.in('dm-liyang')).toEqual([])
  })

  it('counts as over where nobody had asked', async () => {
    await say('wanggong', notice)
    await at('18:00')
    await at('18:30')
    await chats.say('liyang', '3号楼2单元停水了')

    expect(await standing()).toEqual([])
    expect(await tickets()).toMatchObject([{ summary: expect.stringContaining('3号楼2单元') }])
  })

  it('can be announced anew with a later end, and those who asked go on with it', async () => {
    await say('wanggong', notice)
    await at('11:00')
    await chats.say('liyang', '3号楼2单元停水了')
    await say('wanggong', '停水通知 3号楼 现在到20点 管子锈死')
    await at('18:30')
    const none = await tickets()
    await at('20:00')
    await at('20:31')

    expect(none).toEqual([])
    expect(await tickets()).toHaveLength(1)
    expect(await reportsOn((await ticketOf(1001))._id)).toHaveLength(1)
  })
})

describe('停水结束', () => {
  it('ends it early; the group hears it once, and who had asked in private, too', async () => {
    await say('wanggong', notice)
    await at('11:00')
    await chats.say('liyang', '3号楼2单元停水了')
    await say('wangmin', '3号楼2单元停水了')
    const heard = await say('wanggong', '停水结束 3号楼')
    const again = await say('wanggong', '停水结束 3号楼')
    await at('19:00')

    expect(heard.in(group)).toEqual([expect.stringContaining('3号楼提前来水')])
    expect(heard.in('dm-wangmin')).toHaveLength(1)
    expect(heard.in('dm-liyang')).toEqual([])
    expect(again.in('dm-wanggong')[0]).toContain('现在没有停水的通知')
    expect(await tickets()).toEqual([])
  })

  it('asks which where there are several', async () => {
    await say('wanggong', notice)
    await say('wanggong', '停水通知 6号楼 10点到18点 换阀门')
    const asked = await say('wanggong', '停水结束')
    await say('wanggong', '停水结束 6号楼')

    expect(asked.in('dm-wanggong')[0]).toContain('哪里的停水结束了')
    expect(await standing()).toMatchObject([{ buildings: ['3'] }])
  })

  it('lets a later report open its ticket', async () => {
    await say('wanggong', notice)
    await at('11:00')
    await say('wanggong', '停水结束')
    await chats.say('liyang', '3号楼2单元停水了')

    expect(await tickets()).toHaveLength(1)
  })

  it.each(['liyang', 'zhoujie', 'qianzhuren', 'tiankezhang', 'maguanli'])('is not for %s', async (who) => {
    await say('wanggong', notice)
    await say(who, '停水结束 3号楼')

    expect(await standing()).toHaveLength(1)
  })
})

describe('a process that dies on the way', () => {
  it('announces once', async () => {
    let building = 20
    await atEveryWrite(
      async () => {
        building += 1
        return { who: 'wanggong', text: `停水通知 ${building}号楼 10点到18点 换阀门`, at: chats.clock.at }
      },
      async (_answer, cause) => {
        const events = (await standing()).filter((event) => event.cause === cause)
        expect(events).toHaveLength(1)
        const posts = (await listDeliveries({ limit: 20 })).filter(
          (one) => one.cause === `outage:${events[0]?._id}`,
        )
        expect(posts).toHaveLength(1)
      },
    )
  })

  it('ends once', async () => {
    let building = 20
    await atEveryWrite(
      async () => {
        building += 1
        await say('wanggong', `停水通知 ${building}号楼 10点到18点 换阀门`)
        return { who: 'wanggong', text: `停水结束 ${building}号楼`, at: chats.clock.at }
      },
      async (answer) => {
        expect(answer).toContain(`${building}号楼停水结束`)
        expect(await standing()).toEqual([])
      },
    )
  })
})
