import { beforeEach, describe, expect, it } from 'vitest'
import { listDeliveries } from '../../models/delivery.ts'
import { group, privately, useChats } from '../support/chat.ts'
import { atEveryWrite } from '../support/interrupt.ts'
import { personIdOf, ticketOf } from '../support/known-person.ts'

const chats = useChats({ start: '2026-11-20T09:00:00+08:00' })

beforeEach(async () => {
  await chats.say('liyang', '3号楼2单元停电了')
})

function say(who: string, text: string) {
  return chats.say(who, text, privately(who))
}

describe('转交', () => {
  it('gives a matter to a supplier with its own 24 hours, and whoever gave it stays on it', async () => {
    const heard = await say('wanggong', '转交 1001 供电公司 变压器的事')

    expect(heard.in('dm-liyang')).toEqual([
      expect.stringMatching(/已转给供电公司，电话0472-555-0130，明天09:00前应有回音。物业王工继续盯着/u),
    ])
    expect(heard.in(group)).toEqual([])
    expect(await ticketOf(1001)).toMatchObject({
      status: 'forwarded',
      assigneeId: await personIdOf('wanggong'),
      forward: { to: '供电公司', isUtility: true, dueAt: new Date('2026-11-21T09:00:00+08:00') },
    })
  })

  it('gives an authority longer', async () => {
    await say('wanggong', '转交 1001 城管 0472-5550160')

    expect(await ticketOf(1001)).toMatchObject({
      forward: { isUtility: false, dueAt: new Date('2026-11-27T09:00:00+08:00') },
    })
  })

  it('asks to whom, and for the telephone where nobody has given it', async () => {
    const first = await say('wanggong', '转交 1001')
    const second = await say('wanggong', '开发商')
    const third = await say('wanggong', '0472-5551234')

    expect(first.in('dm-wanggong')[0]).toMatch(/转给谁：\n1 供电单位 0472-555-0130/u)
    expect(second.in('dm-wanggong')[0]).toContain('转给开发商，电话是多少')
    expect(third.in('dm-liyang')[0]).toContain('已转给开发商，电话0472-5551234')
  })

  it('takes the number of a line that was offered', async () => {
    await say('wanggong', '转交 1001')
    await say('wanggong', '1')

    expect(await ticketOf(1001)).toMatchObject({ status: 'forwarded', forward: { to: '供电单位' } })
  })

  it('is for 社区, too', async () => {
    await say('hexiaomei', '转交 1001 供电公司')

    expect(await ticketOf(1001)).toMatchObject({
      status: 'forwarded',
      assigneeId: await personIdOf('hexiaomei'),
    })
  })

  it('is no more for what is settled', async () => {
    await say('wanggong', '办结 1001 合了闸')
    const heard = await say('wanggong', '转交 1001 供电公司')

    expect(heard.in('dm-wanggong')[0]).toContain('不用转交')
  })

  it.each(['liyang', 'sunli', 'zhoujie', 'qianzhuren', 'tiankezhang', 'maguanli'])(
    'is not for %s',
    async (who) => {
      await say(who, '转交 1001 供电公司')

      expect(await ticketOf(1001)).toMatchObject({ status: 'assigned' })
    },
  )
})

describe('what comes back', () => {
  beforeEach(async () => {
    await say('wanggong', '转交 1001 供电公司')
  })

  it('resolves the ticket where it is done, and the reporter is asked', async () => {
    const heard = await say('wanggong', '回复 1001 已修好，换了变压器')

    expect(heard.in('dm-liyang')[0]).toMatch(/供电公司回复：已修好，换了变压器。您看好了吗/u)
    expect(await ticketOf(1001)).toMatchObject({ status: 'resolved' })
  })

  it('brings it back where they will not, and the reporter hears who goes on', async () => {
    const heard = await say('wanggong', '回复 1001 不归他们，是小区的线')

    expect(heard.in('dm-liyang')[0]).toMatch(/供电公司那边没有办成.*物业接着办/u)
    expect(await ticketOf(1001)).toMatchObject({ status: 'assigned' })
  })

  it('is no word of theirs that it comes back', async () => {
    await say('wanggong', '回复 1001 明天派人来看')
    const heard = await say('wanggong', '回复 1001 拿回来办')

    expect(heard.in('dm-liyang')[0]).toContain('没有办成：明天派人来看')
    expect(heard.in('dm-liyang')[0]).not.toContain('拿回来')
  })

  it('is asked about where it says neither, and one tap is enough then', async () => {
    const asked = await say('wanggong', '回复 1001 明天派人来看')
    const before = await ticketOf(1001)
    await chats.click('wanggong', '拿回来办', 'dm-wanggong')
    const heard = await chats.settle()

    expect(asked.in('dm-wanggong')[0]).toContain('办好了吗')
    expect(before).toMatchObject({ status: 'forwarded' })
    expect(heard.in('dm-liyang')[0]).toContain('明天派人来看')
    expect(await ticketOf(1001)).toMatchObject({ status: 'assigned' })
  })

  it('is asked for when it is due, each time once, and 社区 hears it from the second time on', async () => {
    chats.clock.at = new Date('2026-11-21T09:00:00+08:00')
    const first = await chats.settle()
    const again = await chats.settle()
    chats.clock.at = new Date('2026-11-22T09:00:00+08:00')
    const second = await chats.settle()

    expect(first.in('dm-wanggong').filter((text) => text.includes('转给供电公司'))).toHaveLength(1)
    expect(first.in('dm-hexiaomei').join()).not.toContain('转给供电公司')
    expect(again.in('dm-wanggong')).toEqual([])
    expect(second.in('dm-wanggong').filter((text) => text.includes('转给供电公司'))).toHaveLength(1)
    expect(second.in('dm-hexiaomei').filter((text) => text.includes('转给供电公司'))).toHaveLength(1)
  })

  it('is asked for once after a long time away', async () => {
    chats.clock.at = new Date('2026-11-30T10:00:00+08:00')
    const heard = await chats.settle()

    expect(heard.in('dm-wanggong').filter((text) => text.includes('转给供电公司'))).toHaveLength(1)
    expect(await ticketOf(1001)).toMatchObject({
      forward: { remindAt: new Date('2026-12-01T09:00:00+08:00') },
    })
  })

  it.each(['liyang', 'sunli', 'qianzhuren', 'tiankezhang', 'maguanli'])(
    'is not written down by %s',
    async (who) => {
      await say(who, '回复 1001 已修好')

      expect(await ticketOf(1001)).toMatchObject({ status: 'forwarded' })
    },
  )

  it('is shown to the reporter who asks how it stands', async () => {
    const heard = await say('liyang', '进度 1001')

    expect(heard.in('dm-liyang')[0]).toMatch(/已转给供电公司，电话0472-555-0130/u)
  })
})

describe('a process that dies on the way', () => {
  it.each([
    ['转交 N 供电公司', '接单 N', 'forwarded', ['forwarded']],
    ['回复 N 已修好', '转交 N 供电公司', 'resolved', ['ask-solved']],
    ['回复 N 不归他们', '转交 N 供电公司', 'assigned', ['back']],
  ])('does “%s” once', async (text, before, status, kinds) => {
    let number = 1001
    await atEveryWrite(
      async () => {
        number += 1
        await chats.say('sunli', `${number - 990}号楼1单元门禁坏了`)
        await say('wanggong', before.replace('N', String(number)))
        return { who: 'wanggong', text: text.replace('N', String(number)), at: chats.clock.at }
      },
      async (_answer, cause) => {
        const ticket = await ticketOf(number)
        expect(ticket.status).toBe(status)
        expect(ticket.events.filter(({ id }) => id === cause)).toHaveLength(1)
        const told = (await listDeliveries({ limit: 20 })).filter((one) => one.cause === cause)
        expect(told.map(({ kind }) => kind)).toEqual(kinds)
      },
    )
  })
})
