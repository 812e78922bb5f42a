import { beforeEach, describe, expect, it } from 'vitest'
import { listDeliveries } from '../../models/delivery.ts'
import { group, privately, useChats } from '../support/chat.ts'
import { atEveryWrite } from '../support/interrupt.ts'
import { personIdOf, ticketOf } from '../support/known-person.ts'

const chats = useChats({ start: '2026-11-20T09:00:00+08:00' })

beforeEach(async () => {
  await chats.say('liyang', '3号楼2单元电梯不动了，按了没反应')
  await chats.say('wanggong', '接单 1001', privately('wanggong'))
})

function say(who: string, text: string) {
  return chats.say(who, text, privately(who))
}

describe('挂起', () => {
  it('lets a ticket wait, and tells the reporter in private until when, why, and that it asks again', async () => {
    const heard = await say('wanggong', '挂起 1001 到 11月25日 等配件')

    expect(heard.in('dm-wanggong')[0]).toContain('挂起到11月25日09:00')
    expect(heard.in('dm-liyang')).toEqual([
      expect.stringMatching(/要等到11月25日09:00，因为等配件。到时候我再问进展/u),
    ])
    expect(heard.in(group)).toEqual([])
    expect(await ticketOf(1001)).toMatchObject({
      status: 'waiting',
      wait: { until: new Date('2026-11-25T09:00:00+08:00') },
    })
  })

  it('asks for the date and the reason, one after the other', async () => {
    const first = await say('wanggong', '挂起 1001')
    const second = await say('wanggong', '11月25日')
    const third = await say('wanggong', '等厂家发配件')

    expect(first.in('dm-wanggong')[0]).toContain('要等到哪天')
    expect(second.in('dm-wanggong')[0]).toContain('为什么要等')
    expect(third.in('dm-liyang')[0]).toContain('因为等厂家发配件')
    expect(await ticketOf(1001)).toMatchObject({ status: 'waiting' })
  })

  it('asks for the date where only the reason was said', async () => {
    const first = await say('wanggong', '挂起 1001 等配件')
    const second = await say('wanggong', '下周三')

    expect(first.in('dm-wanggong')[0]).toContain('要等到哪天')
    expect(second.in('dm-liyang')[0]).toMatch(/11月25日09:00，因为等配件/u)
  })

  it('keeps rooms and phones that 物业 writes out of what neighbours read', async () => {
    const heard = await say('wanggong', '挂起 1001 到 11月25日 等501的张先生13812345678回来')

    expect(heard.in('dm-liyang')[0]).not.toMatch(/13812345678/u)
  })

  it('refuses a day that has passed', async () => {
    const heard = await say('wanggong', '挂起 1001 到 2026年11月19日 等配件')

    expect(heard.in('dm-wanggong').join()).toContain('已经过了')
    expect(await ticketOf(1001)).toMatchObject({ status: 'accepted' })
  })

  it('is not for a danger', async () => {
    await chats.say('sunli', '6号楼1单元楼道好大煤气味')
    await say('wanggong', '接单 1002')
    const heard = await say('wanggong', '挂起 1002 到 11月25日 等')

    expect(heard.in('dm-wanggong')[0]).toContain('1002号是险情，不能挂起')
    expect(heard.in('dm-sunli')).toEqual([])
    expect(await ticketOf(1002)).toMatchObject({ status: 'accepted' })
  })

  it('is not for a ticket that nobody has accepted, nor for one that waits already', async () => {
    await chats.say('sunli', '6号楼1单元楼道灯不亮')
    const early = await say('wanggong', '挂起 1002 到 11月25日 等配件')
    await say('wanggong', '挂起 1001 到 11月25日 等配件')
    const twice = await say('wanggong', '挂起 1001 到 11月26日 等配件')

    expect(early.in('dm-wanggong')[0]).toContain('接单')
    expect(twice.in('dm-wanggong')[0]).toContain('恢复 1001')
  })

  it.each(['liyang', 'sunli', 'zhoujie', 'qianzhuren', 'tiankezhang', 'maguanli'])(
    'is not for %s',
    async (who) => {
      const heard = await say(who, '挂起 1001 到 11月25日 等配件')

      expect(heard.in(`dm-${who}`).join()).toMatch(/我没太明白|由物业办理/u)
      expect(await ticketOf(1001)).toMatchObject({ status: 'accepted' })
    },
  )
})

describe('a wait that is over', () => {
  it('ends by itself at its date, and whoever has the ticket is asked once', async () => {
    await say('wanggong', '挂起 1001 到 11月25日 等配件')
    chats.clock.at = new Date('2026-11-25T08:59:00+08:00')
    const before = await chats.settle()
    chats.clock.at = new Date('2026-11-25T09:00:00+08:00')
    const after = await chats.settle()
    const again = await chats.settle()

    expect(before.in('dm-wanggong')).toEqual([])
    expect(after.in('dm-wanggong').filter((text) => text.includes('说好等到现在（等配件）'))).toHaveLength(1)
    expect(again.in('dm-wanggong')).toEqual([])
    expect(await ticketOf(1001)).toMatchObject({ status: 'accepted', wait: null })
  })

  it('can be ended before, and the reporter hears it', async () => {
    await say('wanggong', '挂起 1001 到 11月25日 等配件')
    const heard = await say('wanggong', '恢复 1001')
    const again = await say('wanggong', '恢复 1001')
    chats.clock.at = new Date('2026-11-25T10:00:00+08:00')
    const later = await chats.settle()

    expect(heard.in('dm-liyang')[0]).toContain('不用等了')
    expect(again.in('dm-wanggong')[0]).toContain('已接单')
    expect(later.in('dm-wanggong').join()).not.toContain('说好等到现在')
    expect(await ticketOf(1001)).toMatchObject({ status: 'accepted' })
  })

  it.each(['liyang', 'qianzhuren', 'tiankezhang'])('is not ended by %s', async (who) => {
    await say('wanggong', '挂起 1001 到 11月25日 等配件')
    await say(who, '恢复 1001')

    expect(await ticketOf(1001)).toMatchObject({ status: 'waiting' })
  })
})

describe('a long wait', () => {
  const long = '挂起 1001 到 12月10日 等厂家'

  it('is for 社区 to agree to, with one tap', async () => {
    const asked = await say('wanggong', long)
    const held = await ticketOf(1001)
    await chats.click('hexiaomei', '同意', 'dm-hexiaomei')
    const agreed = await chats.settle()

    expect(asked.in('dm-wanggong')[0]).toContain('超过7天要社区同意')
    expect(asked.in('dm-hexiaomei')[0]).toContain('王工申请挂起到12月10日09:00：等厂家')
    expect(held).toMatchObject({ status: 'accepted', request: { kind: 'wait' } })
    expect(agreed.in('dm-liyang')[0]).toContain('要等到12月10日09:00，因为等厂家')
    expect(agreed.in('dm-wanggong')[0]).toContain('同意')
    expect(await ticketOf(1001)).toMatchObject({ status: 'waiting', request: null })
  })

  it('goes on where 社区 says no with a reason', async () => {
    await say('wanggong', long)
    await chats.click('yangshuji', '不同意', 'dm-yangshuji')
    const heard = await say('yangshuji', '请先修另一部')

    expect(heard.in('dm-wanggong')[0]).toContain('请先修另一部')
    expect(await ticketOf(1001)).toMatchObject({ status: 'accepted', request: null })
  })

  it('is not agreed to once its date is over, and the reporter hears nothing untrue', async () => {
    await say('wanggong', '挂起 1001 到 12月5日 等配件')
    chats.clock.at = new Date('2026-12-07T09:00:00+08:00')
    await chats.settle()
    const late = await say('yangshuji', '同意 1001')
    const no = await say('yangshuji', '不同意 1001 请接着办')

    expect(late.in('dm-yangshuji')[0]).toContain('已经过了')
    expect(late.in('dm-liyang')).toEqual([])
    expect(no.in('dm-wanggong').join()).toContain('请接着办')
    expect(await ticketOf(1001)).toMatchObject({ status: 'accepted', request: null })
  })

  it('is not agreed to by an old button once another was asked for', async () => {
    await say('wanggong', long)
    const { _id, request } = await ticketOf(1001)
    await say('wanggong', '挂起 1001 到 12月5日 等厂家')
    const { answer } = await chats.app().intake.click({
      key: 'an-old-button',
      kind: 'action',
      chat: { platform: 'console', externalId: 'dm-hexiaomei', isGroup: false },
      sender: { externalId: 'hexiaomei', name: '何小梅' },
      text: '',
      isAddressed: true,
      images: [],
      action: 'agree-request',
      data: { ticket: _id, request: request?.cause ?? '' },
    })
    const before = await ticketOf(1001)
    await say('hexiaomei', '同意 1001')

    expect(answer.text).toContain('没有等您定的申请')
    expect(before).toMatchObject({ status: 'accepted' })
    expect(await ticketOf(1001)).toMatchObject({ wait: { until: new Date('2026-12-05T09:00:00+08:00') } })
  })

  it('may be set by 社区 at once', async () => {
    await say('hexiaomei', long)

    expect(await ticketOf(1001)).toMatchObject({ status: 'waiting' })
  })

  it('cannot be made of several short ones', async () => {
    await say('wanggong', '挂起 1001 到 11月25日 等配件')
    await say('wanggong', '恢复 1001')
    const heard = await say('wanggong', '挂起 1001 到 11月28日 还在等')

    expect(heard.in('dm-wanggong')[0]).toContain('要社区同意')
  })

  it.each(['liyang', 'wanggong', 'chenjingli', 'qianzhuren', 'tiankezhang', 'maguanli'])(
    'is not agreed to by %s',
    async (who) => {
      await say('wanggong', long)
      await say(who, '同意 1001')
      await say(who, '不同意 1001 不好')

      expect(await ticketOf(1001)).toMatchObject({ status: 'accepted', request: { kind: 'wait' } })
    },
  )
})

describe('a process that dies on the way', () => {
  it('lets it wait once, and tells each reporter once', async () => {
    let number = 1001
    await atEveryWrite(
      async () => {
        number += 1
        await chats.say('sunli', `${number - 1000}号楼1单元楼道灯不亮`)
        await say('wanggong', `接单 ${number}`)
        return { who: 'wanggong', text: `挂起 ${number} 到 11月25日 等配件`, at: chats.clock.at }
      },
      async (answer, cause) => {
        const ticket = await ticketOf(number)
        expect(answer).toContain('挂起到')
        expect(ticket.status).toBe('waiting')
        expect(ticket.events.filter(({ to }) => to === 'waiting')).toHaveLength(1)
        const told = (await listDeliveries({ limit: 20 })).filter((one) => one.cause === cause)
        expect(told.map(({ to }) => to)).toEqual([{ personId: await personIdOf('sunli') }])
      },
    )
  })

  it('decides a request once', async () => {
    let number = 1001
    await atEveryWrite(
      async () => {
        number += 1
        await chats.say('sunli', `${number - 1000}号楼1单元楼道灯不亮`)
        await say('wanggong', `接单 ${number}`)
        await say('wanggong', `挂起 ${number} 到 12月10日 等厂家`)
        return { who: 'hexiaomei', text: `同意 ${number}`, at: chats.clock.at }
      },
      async (answer, cause) => {
        const ticket = await ticketOf(number)
        expect(answer).toContain('同意了')
        expect(ticket).toMatchObject({ status: 'waiting', request: null })
        const told = (await listDeliveries({ limit: 20 })).filter((one) => one.cause === cause)
        expect(told.map(({ kind }) => kind).sort()).toEqual(['decided', 'waiting'])
      },
    )
  })
})
