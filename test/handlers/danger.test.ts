import { describe, expect, it } from 'vitest'
import { findChat } from '../../models/chat.ts'
import { listTickets } from '../../models/ticket.ts'
import { group, privately, staffGroup, useChats } from '../support/chat.ts'

const chats = useChats()

async function tickets() {
  return (await listTickets({ limit: 50 })).reverse()
}

describe('danger comes first', () => {
  it.each([
    ['我家在6号楼1单元301着火了', group],
    ['我家在6号楼1单元301煤气味好大', 'dm-sunli'],
    ['已修好的煤气管又漏气了，6号楼1单元味道很大', group],
    ['物业费怎么交？另外3号楼2单元着火了', group],
  ])('even in words that look like something else: %s', async (text, chatId) => {
    const heard = await chats.say('sunli', text, { chatId })

    expect(heard.in(chatId)[0]).toMatch(/^⚠️/u)
    expect(heard.in('dm-wanggong').join()).toContain('请马上去现场')
    expect(await tickets()).toContainEqual(expect.objectContaining({ urgency: 'emergency' }))
  })

  it('calls somebody although the lift is reported as broken already, whoever says so', async () => {
    await chats.say('liyang', '3号楼2单元电梯不动了')
    const other = await chats.say('wangmin', '3号楼2单元电梯里困了人')
    const joined = await chats.say('liyang', '3号楼2单元电梯困人了，快来')

    expect(other.in('dm-wanggong').join()).toContain('请马上去现场')
    expect(joined.in(group).join()).toContain('已呼叫值班人员')
    expect(await tickets()).toMatchObject([{ urgency: 'emergency', hazard: 'trapped_in_lift' }])
  })

  it('calls again when it is not solved, at night too', async () => {
    await chats.say('sunli', '6号楼1单元楼道好大的煤气味')
    await chats.say('wanggong', '办结 1001 关了阀门', privately('wanggong'))
    chats.clock.at = new Date('2026-06-01T23:30:00+08:00')
    const heard = await chats.say('sunli', '没好 1001', privately('sunli'))

    expect(heard.in('dm-liushifu').join()).toContain('请马上去现场')
    expect(heard.in('dm-chenjingli').join()).toContain('请马上再去现场')
    expect(heard.in('dm-sunli').join()).not.toContain('明天')
  })

  it('takes a place that is said afterwards to whoever was called', async () => {
    await chats.say('sunli', '煤气味好大')
    const heard = await chats.say('sunli', '是6号楼1单元')

    expect(heard.in('dm-wanggong').join()).toContain('6号楼1单元')
    expect(await tickets()).toMatchObject([{ building: '6', unit: '1' }])
  })

  it('is answered in a group nobody has bound, and to somebody nobody knows', async () => {
    const unbound = await chats.say('liyang', '楼道着火了', { chatId: 'g-new' })
    const unknown = await chats.say('nobody', '家里煤气味好大', { chatId: 'dm-nobody' })

    expect(unbound.in('g-new')[0]).toContain('119')
    expect(unknown.in('dm-nobody')[0]).toContain('119')
  })

  it('calls the secretary alone to violence at home; neither 物业 nor a group nor a colleague hears of it', async () => {
    const heard = await chats.say('liyang', '隔壁3号楼2单元502在打老婆，要出人命了', privately('liyang'))

    expect(heard.in('dm-liyang')[0]).toMatch(/110/u)
    expect(heard.in('dm-yangshuji').join()).toContain('有人需要帮助')
    for (const chat of [group, staffGroup, 'dm-wanggong', 'dm-chenjingli', 'dm-hexiaomei']) {
      expect(heard.in(chat)).toEqual([])
    }
    const tried = await chats.say('wanggong', '接单 1001', privately('wanggong'))
    expect(tried.in('dm-wanggong').join()).toContain('由社区办理')
    await chats.click('yangshuji', '接单', 'dm-yangshuji')
    const accepted = await chats.settle()
    expect(accepted.in(group)).toEqual([])
    expect(await tickets()).toMatchObject([{ team: 'district', lead: 'home_violence', status: 'accepted' }])
  })
})

describe('several things at once', () => {
  it('loses no part behind another that is no matter', async () => {
    const heard = await chats.say('liyang', '5号楼3单元1201的物业费多少钱；5号楼楼道灯不亮')

    expect(await tickets()).toHaveLength(1)
    expect(heard.in(group)[0]).toContain('费用')
    expect(heard.in(group)[0]).not.toContain('1201')
  })

  it('does not store a question that it has not asked', async () => {
    await chats.say('zhoujie', '报两件事：电梯坏了；单元门坏了', privately('zhoujie'))
    const heard = await chats.say('zhoujie', '2', privately('zhoujie'))

    expect(heard.in('dm-zhoujie').join()).not.toContain('2号楼')
  })
})

describe('questions', () => {
  it('takes a new matter for a new matter, not for the answer', async () => {
    await chats.say('liyang', '单元门坏了，刷不开')
    await chats.say('liyang', '5号楼1单元楼道灯也不亮了')

    expect(await tickets()).toHaveLength(2)
  })

  it('takes neither a new report nor 算了 for the note of a resolved ticket', async () => {
    await chats.say('liyang', '3号楼2单元电梯不动了')
    await chats.say('wanggong', '办结 1001', privately('wanggong'))
    await chats.say('wanggong', '算了', privately('wanggong'))
    await chats.say('wanggong', '5号楼1单元楼道灯不亮', privately('wanggong'))

    expect(await tickets()).toMatchObject([{ number: 1001, status: 'assigned' }, { number: 1002 }])
  })

  it('is over once answered', async () => {
    await chats.say('liyang', '3号楼2单元电梯不动了')
    await chats.say('wanggong', '办结 1001', privately('wanggong'))
    await chats.say('wanggong', '换了皮带', privately('wanggong'))
    const heard = await chats.say('wanggong', '6号楼1单元楼道灯不亮', privately('wanggong'))

    expect(heard.in('dm-wanggong')[0]).toContain('已登记（1002）')
  })
})

describe('which ticket is meant', () => {
  it.each(['1001没好', '没好 1001。', '没好1001谢谢', '１００１号没好！'])(
    'is the one whose number is said: %s',
    async (words) => {
      await chats.say('liyang', '3号楼2单元电梯不动了')
      await chats.say('liyang', '3号楼2单元楼道灯不亮')
      for (const number of [1001, 1002])
        await chats.say('wanggong', `办结 ${number} 修了`, privately('wanggong'))
      await chats.say('liyang', words, privately('liyang'))

      expect(await tickets()).toMatchObject([{ status: 'assigned' }, { status: 'resolved' }])
    },
  )

  it('joins different flats that speak of one lift, and keeps lifts apart that nobody placed', async () => {
    await chats.say('liyang', '3号楼2单元501，电梯停了')
    await chats.say('wangmin', '3号楼2单元702，电梯停了')
    await chats.say('sunli', '电梯坏了')

    expect(await tickets()).toHaveLength(2)
  })

  it('takes a photo without words into what was said before', async () => {
    await chats.say('liyang', '3号楼2单元电梯不动了', privately('liyang'))
    const heard = await chats.say('liyang', '', { ...privately('liyang'), images: ['photo'] })

    expect(heard.in('dm-liyang')).toEqual(['记到1001号了。'])
  })
})

describe('wrong people', () => {
  it('does not let 物业 reopen a complaint about itself, nor a stranger the matter of a flat', async () => {
    await chats.say('wangmin', '物业前台王工态度太差，骂人', privately('wangmin'))
    await chats.say('hexiaomei', '办结 1001 已约谈', privately('hexiaomei'))
    await chats.say('liyang', '我家3号楼2单元501厨房漏水', privately('liyang'))
    await chats.say('wanggong', '办结 1002 换了三角阀', privately('wanggong'))
    const accused = await chats.say('wanggong', '没好 1001', privately('wanggong'))
    const stranger = await chats.say('sunli', '没好 1002', privately('sunli'))

    expect(accused.in('dm-wanggong')[0]).toContain('不是您报的')
    expect(stranger.in('dm-sunli')[0]).toContain('不是您报的')
    expect(await tickets()).toMatchObject([{ status: 'resolved' }, { status: 'resolved' }])
  })

  it('says nothing in a group of a complaint about 物业', async () => {
    for (const person of ['liyang', 'wangmin', 'zhaojun', 'sunli', 'zhoujie']) {
      await chats.say(person, '物业费乱涨价，凭什么')
    }
    const heard = await chats.say('hexiaomei', '办结 1001 已公示', privately('hexiaomei'))

    expect(heard.in(group)).toEqual([])
  })

  it('lets only whoever has a ticket, or the manager, hand it back', async () => {
    await chats.say('liyang', '3号楼2单元电梯不动了')
    await chats.say('wanggong', '转派 1001 刘师傅', privately('wanggong'))
    const heard = await chats.say('wanggong', '退回 1001 不想办', privately('wanggong'))

    expect(heard.in('dm-wanggong')[0]).toContain('不在您手上')
  })

  it('does not close or withdraw anything on words that were not said to it', async () => {
    await chats.say('liyang', '3号楼2单元电梯不动了')
    await chats.say('liyang', '没事了', { isAddressed: false })
    await chats.say('liyang', '好了好了，别吵了', { isAddressed: false })

    expect(await tickets()).toMatchObject([{ status: 'assigned' }])
  })

  it('is silenced by the words it teaches', async () => {
    await chats.say('liyang', '安静')

    expect((await findChat('console', group))?.silentUntil).not.toBeNull()
  })
})
