import { describe, expect, it } from 'vitest'
import { listDeliveries } from '../../models/delivery.ts'
import { countVoices } from '../../models/report.ts'
import { listTickets } from '../../models/ticket.ts'
import { group, privately, staffGroup, useChats } from '../support/chat.ts'

const chats = useChats()
const lift = '3号楼2单元电梯不动了，按了没反应'

async function tickets() {
  return (await listTickets({ limit: 50 })).reverse()
}

describe('opening', () => {
  it('answers plain words with a number and a time, and tells 物业 in private and in the staff group', async () => {
    const heard = await chats.say('liyang', lift)

    expect(heard.in(group)).toEqual([expect.stringMatching(/已登记（1001）.*最晚明天09:00前给您答复/u)])
    expect(heard.in('dm-chenjingli')).toEqual([expect.stringContaining('【1001】')])
    expect(heard.in(staffGroup)).toEqual([expect.stringContaining('【1001】')])
    const [ticket] = await tickets()
    expect(ticket).toMatchObject({
      category: 'repair.elevator',
      building: '3',
      unit: '2',
      status: 'assigned',
    })
  })

  it('joins several households into one incident and says so in the group at the third', async () => {
    await chats.say('liyang', lift)
    const second = await chats.say('wangmin', '三号楼二单元电梯又坏了，我抱着孩子爬七楼')
    const third = await chats.say('zhaojun', '3-2电梯停了，老人下不去楼')

    expect(second.in(group)[0]).toContain('1001')
    expect(third.in(group)).toContainEqual(expect.stringContaining('3户反映'))
    const [ticket, another] = await tickets()
    expect(another).toBeUndefined()
    expect(await countVoices(ticket?._id ?? '')).toBe(3)
  })

  it('keeps the same fault of another unit apart', async () => {
    await chats.say('liyang', lift)
    await chats.say('wangmin', '3号楼1单元电梯也不动了')

    expect(await tickets()).toHaveLength(2)
  })

  it('asks for the unit where nobody could go without it, and takes a bare number for the answer', async () => {
    const asked = await chats.say('liyang', '3号楼电梯坏了')
    const answered = await chats.say('liyang', '2')

    expect(asked.in(group)[0]).toMatch(/请问几单元？回个数就行/u)
    expect(answered.in(group)).toEqual([expect.stringContaining('3号楼2单元')])
    expect(await tickets()).toMatchObject([{ building: '3', unit: '2' }])
  })

  it('takes a second breath of the same speaker into the same report, silently in the group', async () => {
    await chats.say('liyang', lift)
    chats.clock.pass(1 / 60)
    const heard = await chats.say('liyang', '电梯里灯也不亮，按钮没反应')

    expect(heard.in(group)).toEqual([])
    expect(await tickets()).toHaveLength(1)
  })

  it('makes one ticket of each matter in a unit leader’s relay, and tells 物业 of each', async () => {
    const heard = await chats.say(
      'zhoujie',
      '5号楼1单元楼道灯不亮；5-1-301厨房下水堵了；老张问物业费怎么交',
      privately('zhoujie'),
    )

    expect(heard.in('dm-zhoujie')[0]).toMatch(/已登记2件：\n1001 .*\n1002 /u)
    expect(heard.in('dm-zhoujie')[0]).toContain('没有登记')
    expect(heard.in('dm-chenjingli')).toHaveLength(2)
  })

  it('never shows a room, a name or a phone in a group', async () => {
    await chats.say('liyang', '我是李阳，3号楼2单元501厨房漏水，电话13812345678')
    await chats.click('wanggong', '接单', staffGroup)
    await chats.settle()

    const public_ = [...(await chats.saidIn(group)), ...(await chats.saidIn(staffGroup))].filter(
      (text) => !text.startsWith('我是李阳'),
    )
    expect(public_.join('\n')).not.toMatch(/501|李阳|138/u)
    expect((await chats.saidIn('dm-wanggong')).join('\n')).toContain('501')
  })

  it('sends a complaint about 物业 to 社区, and 物业 neither hears of it nor can take it', async () => {
    const heard = await chats.say('wangmin', '物业前台态度太差，问个事爱答不理', privately('wangmin'))
    const tried = await chats.say('wanggong', '接单 1001', privately('wanggong'))

    expect(heard.in('dm-hexiaomei')).toHaveLength(1)
    expect(heard.in('dm-chenjingli')).toEqual([])
    expect(heard.in(staffGroup)).toEqual([])
    expect(tried.in('dm-wanggong')[0]).toContain('由社区办理')
    expect(await tickets()).toMatchObject([{ team: 'district', status: 'assigned' }])
  })

  it('leaves chatter alone that nobody addressed to it', async () => {
    const heard = await chats.say('liyang', '今天天气真好', { isAddressed: false })

    expect(heard.all).toEqual([])
    expect(await tickets()).toEqual([])
  })
})

describe('handling', () => {
  it('goes from 接单 over 已联系 and 办结 to the reporter’s 好了', async () => {
    await chats.say('liyang', lift)
    const answer = await chats.click('wanggong', '接单', staffGroup)
    const accepted = await chats.settle()
    await chats.say('wanggong', '已联系 1001', privately('wanggong'))
    const resolved = await chats.say('wanggong', '办结 1001 换了门机皮带，试过了', privately('wanggong'))
    const closed = await chats.say('liyang', '好了，谢谢', privately('liyang'))

    expect(answer.text).toContain('接单')
    expect(accepted.in('dm-liyang')[0]).toContain('已接手')
    expect(resolved.in('dm-liyang')[0]).toContain('换了门机皮带，试过了')
    expect(closed.in(group)).toEqual([expect.stringContaining('已经好了')])
    const [ticket] = await tickets()
    expect(ticket).toMatchObject({ status: 'closed', closeReason: 'confirmed' })
    expect(ticket?.events.map((event) => event.to ?? event.kind)).toEqual([
      'assigned',
      'accepted',
      'seen',
      'contacted',
      'resolved',
      'closed',
    ])
  })

  it('asks for the note when 办结 comes without one', async () => {
    await chats.say('liyang', lift)
    await chats.say('wanggong', '接单 1001', privately('wanggong'))
    await chats.click('wanggong', '办结', 'dm-wanggong')
    const heard = await chats.say('wanggong', '换了控制板', privately('wanggong'))

    expect(heard.in('dm-liyang')[0]).toContain('换了控制板')
    expect(await tickets()).toMatchObject([{ status: 'resolved' }])
  })

  it('reopens on 没好, whoever of the neighbours says it, and 物业 hears it', async () => {
    await chats.say('liyang', lift)
    await chats.say('wanggong', '办结 1001 重启了一下', privately('wanggong'))
    const heard = await chats.say('wangmin', '没好 1001', privately('wangmin'))

    expect(heard.in('dm-wangmin')[0]).toContain('重新打开')
    expect(heard.in('dm-chenjingli')[0]).toContain('还没好')
    expect(await tickets()).toMatchObject([{ status: 'assigned', resolvedAt: null }])
  })

  it('passes a ticket to a colleague by name, and offers the names without one', async () => {
    await chats.say('liyang', lift)
    const offered = await chats.say('wanggong', '转派 1001', privately('wanggong'))
    const passed = await chats.say('wanggong', '转派 1001 刘师傅', privately('wanggong'))

    expect(offered.in('dm-wanggong')[0]).toContain('转给谁')
    expect(passed.in('dm-liushifu')[0]).toContain('【1001】')
  })

  it('does not open again by the back door what is settled', async () => {
    await chats.say('liyang', lift)
    await chats.say('wanggong', '办结 1001 换了皮带', privately('wanggong'))
    const refused = await chats.say('wanggong', '转派 1001 刘师傅', privately('wanggong'))
    await chats.say('liyang', '好了 1001', privately('liyang'))
    await chats.say('wanggong', '转派 1001 刘师傅', privately('wanggong'))

    expect(refused.in('dm-wanggong')[0]).toContain('不用转派')
    expect(await tickets()).toMatchObject([{ status: 'closed', closeReason: 'confirmed' }])
  })

  it('hands a ticket back with a reason that 社区 and the manager hear', async () => {
    await chats.say('liyang', lift)
    await chats.say('wanggong', '退回 1001', privately('wanggong'))
    const heard = await chats.say('wanggong', '电梯在保修期，归厂家', privately('wanggong'))

    expect(heard.in('dm-hexiaomei')[0]).toContain('电梯在保修期，归厂家')
    expect(heard.in('dm-chenjingli')).toHaveLength(1)
    expect(await tickets()).toMatchObject([{ status: 'open', handBacks: 1, assigneeId: null }])
  })

  it('asks once in the morning about what was solved twice in the night', async () => {
    await chats.say('liyang', lift)
    chats.clock.at = new Date('2026-06-01T22:30:00+08:00')
    await chats.say('wanggong', '办结 1001 换了皮带', privately('wanggong'))
    await chats.say('liyang', '没好 1001', privately('liyang'))
    await chats.say('wanggong', '办结 1001 又换了电机', privately('wanggong'))
    chats.clock.at = new Date('2026-06-02T08:00:00+08:00')
    const heard = await chats.settle()

    const asked = heard.in('dm-liyang').filter((text) => text.includes('换了'))
    expect(asked).toEqual([expect.stringContaining('又换了电机')])
  })

  it('closes by silence three days after the question was delivered, not after it was queued', async () => {
    await chats.say('liyang', lift)
    chats.clock.at = new Date('2026-06-01T21:59:00+08:00')
    await chats.say('wanggong', '接单 1001', privately('wanggong'))
    chats.clock.at = new Date('2026-06-01T22:30:00+08:00')
    await chats.say('wanggong', '办结 1001 换了皮带', privately('wanggong'))
    chats.clock.at = new Date('2026-06-02T08:00:00+08:00')
    await chats.settle()

    chats.clock.at = new Date('2026-06-05T07:59:00+08:00')
    await chats.settle()
    const before = await tickets()
    chats.clock.at = new Date('2026-06-05T08:00:00+08:00')
    await chats.settle()
    const after = await tickets()

    expect(before).toMatchObject([{ status: 'resolved' }])
    expect(after).toMatchObject([{ status: 'closed', closeReason: 'silent' }])
  })
})

describe('rights', () => {
  it.each(['接单 1001', '办结 1001 好了', '转派 1001 王工', '退回 1001 不想办', '需要协调 1001', '启用小邻'])(
    'answers %s from a resident like any unknown words',
    async (command) => {
      await chats.say('liyang', lift)
      const heard = await chats.say('sunli', command, privately('sunli'))

      expect(heard.in('dm-sunli')).toEqual([expect.stringContaining('我没太明白')])
      expect(await tickets()).toMatchObject([{ status: 'assigned', assigneeId: null }])
    },
  )

  it('refuses the click of a resident on a staff button', async () => {
    await chats.say('liyang', lift)

    const answer = await chats.click('liyang', '接单', staffGroup)

    expect(answer.text).toBe('这一步由物业来做。')
    expect(await tickets()).toMatchObject([{ status: 'assigned' }])
  })

  it('shows a stranger the status only, and the reporter the course of things', async () => {
    await chats.say('liyang', lift)
    const stranger = await chats.say('sunli', '进度 1001', privately('sunli'))
    const reporter = await chats.say('liyang', '进度 1001', privately('liyang'))

    expect(stranger.in('dm-sunli')).toEqual(['1001号：已派单。'])
    expect(reporter.in('dm-liyang')[0]).toContain('电梯')
  })

  it('lets only a reporter withdraw, and the last one withdraws the ticket', async () => {
    await chats.say('liyang', lift)
    await chats.say('wangmin', lift)
    const wrong = await chats.say('sunli', '撤回 1001', privately('sunli'))
    await chats.say('liyang', '撤回 1001', privately('liyang'))
    const half = await tickets()
    await chats.say('wangmin', '撤回 1001', privately('wangmin'))

    expect(wrong.in('dm-sunli')[0]).toContain('不是您报的')
    expect(half).toMatchObject([{ status: 'assigned' }])
    expect(await tickets()).toMatchObject([{ status: 'withdrawn' }])
  })

  it('lets only a reporter confirm', async () => {
    await chats.say('liyang', lift)
    await chats.say('wanggong', '办结 1001 换了皮带', privately('wanggong'))
    const heard = await chats.say('sunli', '好了 1001', privately('sunli'))

    expect(heard.in('dm-sunli')[0]).toContain('不是您报的')
    expect(await tickets()).toMatchObject([{ status: 'resolved' }])
  })

  it('lists one’s own appeals in private even when asked in the group', async () => {
    await chats.say('liyang', lift)
    const heard = await chats.say('liyang', '我的诉求')

    expect(heard.in(group)).toEqual(['@liyang 已单独发给您。'])
    expect(heard.in('dm-liyang')[0]).toContain('1001')
  })
})

describe('danger', () => {
  it('is answered at once with what to do, pages the duty person once, and the group hears that somebody comes', async () => {
    const heard = await chats.say('sunli', '6号楼1单元楼道好大的煤气味')
    const again = await chats.say('liyang', '6号楼1单元我也闻到煤气味了')
    await chats.click('wanggong', '接单', 'dm-wanggong')
    const responded = await chats.settle()

    expect(heard.in(group)[0]).toMatch(/^⚠️.*119.*没有替您报警/u)
    expect(heard.in(group)[1]).toContain('已登记（1001）')
    expect(heard.in('dm-wanggong')).toEqual([expect.stringContaining('请马上去现场')])
    expect(again.in('dm-wanggong')).toEqual([])
    expect(responded.in(group)).toEqual([expect.stringContaining('已回应')])
    expect(await tickets()).toHaveLength(1)
  })

  it('pages at night whoever is on duty then, and does not wait for the morning', async () => {
    chats.clock.at = new Date('2026-06-01T23:30:00+08:00')
    const heard = await chats.say('sunli', '6号楼1单元楼道好大的煤气味')

    expect(heard.in('dm-liushifu')).toHaveLength(1)
    expect(heard.in('dm-wanggong')).toEqual([])
  })
})

describe('restraint', () => {
  it('keeps ordinary notices back at night and sends them in the morning', async () => {
    chats.clock.at = new Date('2026-06-01T22:30:00+08:00')
    const night = await chats.say('liyang', lift)
    chats.clock.at = new Date('2026-06-02T08:00:00+08:00')
    const morning = await chats.settle()

    expect(night.in(group)).toHaveLength(1)
    expect(night.in('dm-chenjingli')).toEqual([])
    expect(morning.in('dm-chenjingli')).toHaveLength(1)
  })

  it('says in the morning 今天 of what is due that day', async () => {
    chats.clock.at = new Date('2026-06-01T22:30:00+08:00')
    const night = await chats.say('liyang', lift)
    await chats.say('wanggong', '办结 1001 换了皮带', privately('wanggong'))
    await chats.say('liyang', '没好 1001', privately('liyang'))
    await chats.say('sunli', '6号楼1单元楼道灯不亮')
    await chats.say('wanggong', '办结 1002 换了灯泡', privately('wanggong'))
    chats.clock.at = new Date('2026-06-02T08:00:00+08:00')
    const morning = await chats.settle()

    expect(night.in(group)[0]).toContain('最晚明天22:30')
    expect(morning.in('dm-chenjingli').join()).toContain('最晚今天22:30')
    expect(morning.in('dm-sunli').join()).toContain('物业说昨天22:30办好了')
    expect(morning.all.map(({ content }) => content.text).join()).not.toContain('明天')
  })

  it('does not send in the morning what is no longer true', async () => {
    chats.clock.at = new Date('2026-06-01T22:30:00+08:00')
    await chats.say('liyang', lift)
    await chats.say('liyang', '撤回 1001', privately('liyang'))
    chats.clock.at = new Date('2026-06-02T08:00:00+08:00')
    const morning = await chats.settle()

    expect(morning.all).toEqual([])
    const cancelled = await listDeliveries({ status: 'cancelled', limit: 10 })
    expect(cancelled.map((delivery) => delivery.proof)).toContain('no longer true')
  })

  it('is silent in shadow mode but keeps the ticket, and still calls somebody to danger', async () => {
    await chats.say('yangshuji', '小邻静默', privately('yangshuji'))
    const heard = await chats.say('liyang', lift)
    const danger = await chats.say('sunli', '6号楼1单元楼道好大的煤气味')

    expect(heard.all).toEqual([])
    expect(danger.in(group)).toEqual([])
    expect(danger.in('dm-wanggong')).toHaveLength(1)
    expect(await tickets()).toHaveLength(2)
  })

  it('says nothing in the group while it only listens, except in danger', async () => {
    await chats.say('yangshuji', '小邻只听不说', privately('yangshuji'))
    const heard = await chats.say('liyang', lift)
    const danger = await chats.say('sunli', '6号楼1单元楼道好大的煤气味')

    expect(heard.in(group)).toEqual([])
    expect(heard.in('dm-chenjingli')).toHaveLength(1)
    expect(danger.in(group)[0]).toContain('119')
  })

  it('keeps unasked lines out of a silenced group until the morning', async () => {
    await chats.say('liyang', '小邻安静')
    for (const person of ['liyang', 'wangmin', 'zhaojun']) await chats.say(person, lift)

    expect((await chats.saidIn(group)).filter((text) => text.includes('户反映'))).toEqual([])
  })
})

describe('nothing twice', () => {
  it('takes the same message once, however often the platform brings it', async () => {
    await chats.say('liyang', lift, { key: 'same' })
    const heard = await chats.say('liyang', lift, { key: 'same' })

    expect(heard.all).toEqual([])
    expect(await tickets()).toHaveLength(1)
  })
})
