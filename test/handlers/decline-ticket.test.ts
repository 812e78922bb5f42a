import { beforeEach, describe, expect, it } from 'vitest'
import { listDeliveries } from '../../models/delivery.ts'
import { group, privately, useChats } from '../support/chat.ts'
import { atEveryWrite } from '../support/interrupt.ts'
import { ticketOf } from '../support/known-person.ts'

const chats = useChats({ start: '2026-11-20T09:00:00+08:00' })
const propose = '不受理 1001 保修期内，由开发商负责，电话0472-5551234'

beforeEach(async () => {
  await chats.say('liyang', '3号楼2单元楼道灯不亮')
})

function say(who: string, text: string) {
  return chats.say(who, text, privately(who))
}

describe('不受理', () => {
  it('is only a proposal until a second person, of 社区, agrees', async () => {
    const heard = await say('wanggong', propose)

    expect(heard.in('dm-wanggong')[0]).toContain('要社区另一位同意才算')
    expect(heard.in('dm-hexiaomei')[0]).toContain('由开发商负责，电话0472-5551234')
    expect(heard.in('dm-liyang')).toEqual([])
    expect(await ticketOf(1001)).toMatchObject({ status: 'assigned', request: { kind: 'decline' } })
  })

  it('tells the reporter then whose it is and how to reach them, and the group nothing', async () => {
    await say('wanggong', propose)
    await chats.click('hexiaomei', '同意', 'dm-hexiaomei')
    const heard = await chats.settle()

    expect(heard.in('dm-liyang')).toEqual([
      expect.stringMatching(/不属于物业职责，由开发商负责，电话0472-5551234。社区核实过：保修期内/u),
    ])
    expect(heard.in('dm-wanggong').join()).toContain('同意')
    expect(heard.in(group)).toEqual([])
    expect(await ticketOf(1001)).toMatchObject({ status: 'declined', request: null })
  })

  it('stays where it was when 社区 says no, and whoever proposed hears why', async () => {
    await say('wanggong', propose)
    const heard = await say('hexiaomei', '不同意 1001 已经过保了')

    expect(heard.in('dm-wanggong')[0]).toContain('已经过保了')
    expect(heard.in('dm-liyang')).toEqual([])
    expect(await ticketOf(1001)).toMatchObject({ status: 'assigned', request: null })
  })

  it('asks for the reason, who is responsible, and the telephone, one after the other', async () => {
    const first = await say('wanggong', '不受理 1001')
    const second = await say('wanggong', '还在保修期')
    const third = await say('wanggong', '开发商')
    const fourth = await say('wanggong', '0472-5551234')

    expect(first.in('dm-wanggong')[0]).toContain('为什么不属受理')
    expect(second.in('dm-wanggong')[0]).toMatch(/由谁负责：\n1 /u)
    expect(third.in('dm-wanggong')[0]).toContain('由开发商负责，电话是多少')
    expect(fourth.in('dm-hexiaomei')[0]).toMatch(/还在保修期。由开发商负责，电话0472-5551234/u)
  })

  it('takes the number of a line that was offered', async () => {
    await say('wanggong', '不受理 1001 不归我们管')
    const offered = await say('wanggong', '1')

    expect(offered.in('dm-wanggong')[0]).toMatch(/电话是多少|不属受理：由/u)
  })

  it('is proposed by 社区, too, and decided by another of 社区', async () => {
    const heard = await say('hexiaomei', propose)
    const own = await say('hexiaomei', '同意 1001')
    const before = await ticketOf(1001)
    await say('yangshuji', '同意 1001')

    expect(heard.in('dm-hexiaomei').join()).not.toContain('【1001】')
    expect(heard.in('dm-yangshuji')[0]).toContain('社区何小梅提出不属受理')
    expect(own.in('dm-hexiaomei')[0]).toContain('要由社区另一位同事来定')
    expect(before.status).toBe('assigned')
    expect(await ticketOf(1001)).toMatchObject({ status: 'declined' })
  })

  it('says in a group neither whose it is nor a number to call', async () => {
    const heard = await chats.say('wanggong', '不受理 1001 自家的灯，由李阳负责，电话13812345678')

    expect(heard.in(group)[0]).toContain('要社区另一位同意才算')
    expect(heard.in(group)[0]).not.toMatch(/李阳|138/u)
    expect(heard.in('dm-wanggong')[0]).toContain('由李阳负责')
  })

  it('is not said of a danger', async () => {
    await chats.say('sunli', '6号楼1单元楼道好大的煤气味')
    const heard = await say('wanggong', '不受理 1002 由燃气公司负责，电话0472-5550110')

    expect(heard.in('dm-wanggong')[0]).toContain('先到现场处置')
    expect(await ticketOf(1002)).toMatchObject({ status: 'assigned', request: null })
  })

  it.each(['liyang', 'sunli', 'zhoujie', 'qianzhuren', 'tiankezhang', 'maguanli'])(
    'is not proposed by %s',
    async (who) => {
      await say(who, propose)

      expect(await ticketOf(1001)).toMatchObject({ status: 'assigned', request: null })
    },
  )

  it.each(['liyang', 'wanggong', 'chenjingli', 'qianzhuren', 'tiankezhang', 'maguanli'])(
    'is not approved by %s',
    async (who) => {
      await say('liushifu', propose)
      await say(who, '同意 1001')

      expect(await ticketOf(1001)).toMatchObject({ status: 'assigned', request: { kind: 'decline' } })
    },
  )

  it('is not for 物业 to say of a complaint about itself', async () => {
    await say('wangmin', '物业前台态度太差，问个事爱答不理')
    const heard = await say('chenjingli', '不受理 1002 没有的事，由社区负责，电话0472-5550102')

    expect(heard.in('dm-chenjingli')[0]).toContain('由社区办理')
    expect(await ticketOf(1002)).toMatchObject({ request: null })
  })
})

describe('what was declined', () => {
  beforeEach(async () => {
    await say('wanggong', propose)
    await say('hexiaomei', '同意 1001')
  })

  it('is looked at again by 社区 when its reporter says so', async () => {
    const heard = await chats.click('liyang', '请社区再看', 'dm-liyang')
    const told = await chats.settle()

    expect(heard.text).toContain('重新打开')
    expect(told.in('dm-hexiaomei')[0]).toContain('【1001】')
    expect(told.in('dm-chenjingli')).toEqual([])
    expect(await ticketOf(1001)).toMatchObject({ status: 'assigned', team: 'district', assigneeId: null })
  })

  it('is not opened again by a neighbour or by 物业', async () => {
    await say('sunli', '没好 1001')
    await say('chenjingli', '没好 1001')

    expect(await ticketOf(1001)).toMatchObject({ status: 'declined' })
  })

  it('closes as declined three days after its reporter was told, and can still be opened again', async () => {
    chats.clock.at = new Date('2026-11-23T08:59:00+08:00')
    await chats.settle()
    const before = await ticketOf(1001)
    chats.clock.at = new Date('2026-11-23T09:01:00+08:00')
    await chats.settle()
    const after = await ticketOf(1001)
    await say('liyang', '没好 1001')

    expect(before.status).toBe('declined')
    expect(after).toMatchObject({ status: 'closed', closeReason: 'declined' })
    expect(await ticketOf(1001)).toMatchObject({ status: 'assigned', team: 'district', closeReason: null })
  })
})

describe('a process that dies on the way', () => {
  it('declines once and tells each reporter once', async () => {
    let number = 1001
    await atEveryWrite(
      async () => {
        number += 1
        await chats.say('sunli', `${number - 1000}号楼1单元楼道灯不亮`)
        await say('wanggong', propose.replace('1001', String(number)))
        return { who: 'hexiaomei', text: `同意 ${number}`, at: chats.clock.at }
      },
      async (answer, cause) => {
        const ticket = await ticketOf(number)
        expect(answer).toContain('由开发商负责，电话0472-5551234')
        expect(ticket.status).toBe('declined')
        expect(ticket.events.filter(({ to }) => to === 'declined')).toHaveLength(1)
        const told = (await listDeliveries({ limit: 20 })).filter((one) => one.cause === cause)
        expect(told.map(({ kind }) => kind).sort()).toEqual(['decided', 'declined'])
        expect(told.find(({ kind }) => kind === 'declined')?.content.text).toContain('保修期内')
      },
    )
  })

  it('proposes once', async () => {
    let number = 1001
    await atEveryWrite(
      async () => {
        number += 1
        await chats.say('sunli', `${number - 1000}号楼1单元楼道灯不亮`)
        return { who: 'wanggong', text: propose.replace('1001', String(number)), at: chats.clock.at }
      },
      async (_answer, cause) => {
        const ticket = await ticketOf(number)
        expect(ticket.request).toMatchObject({ cause, kind: 'decline' })
        expect(ticket.events.filter(({ kind }) => kind === 'requested')).toHaveLength(1)
      },
    )
  })
})
