import { beforeEach, describe, expect, it } from 'vitest'
import { listDeliveries } from '../../models/delivery.ts'
import { dissuasionsOn } from '../../models/dissuasion.ts'
import { group, privately, staffGroup, useChats } from '../support/chat.ts'
import { atEveryWrite } from '../support/interrupt.ts'
import { ticketOf } from '../support/known-person.ts'

const chats = useChats({ start: '2026-11-20T09:00:00+08:00' })

beforeEach(async () => {
  await chats.say('liyang', '3号楼2单元楼道堆满杂物，消防通道堵了')
  await say('wanggong', '接单 1001')
})

function say(who: string, text: string) {
  return chats.say(who, text, privately(who))
}

async function dissuasions() {
  return dissuasionsOn((await ticketOf(1001))._id)
}

describe('已劝阻', () => {
  it('is written down with how and when, and the reporter hears it', async () => {
    expect((await ticketOf(1001)).category).toBe('fire_safety')
    const heard = await say('wanggong', '已劝阻 1001 当面 说了不能堆')

    expect(heard.in('dm-liyang')[0]).toContain('物业已当面劝阻')
    expect(heard.in(group)).toEqual([])
    expect(await dissuasions()).toMatchObject([{ way: '当面', at: chats.clock.at, failedAt: null }])
    expect((await ticketOf(1001)).events.at(-1)).toMatchObject({
      kind: 'dissuaded',
      note: '当面劝阻：说了不能堆',
    })
  })

  it('keeps its photos', async () => {
    await chats.say('wanggong', '已劝阻 1001 张贴 贴了通知', { ...privately('wanggong'), images: ['photo'] })

    expect(await dissuasions()).toMatchObject([{ images: ['photo'] }])
  })

  it('asks how', async () => {
    const asked = await say('wanggong', '已劝阻 1001')
    await say('wanggong', '书面 发了整改单')

    expect(asked.in('dm-wanggong')[0]).toContain('怎么劝阻的')
    expect(await dissuasions()).toMatchObject([{ way: '书面' }])
  })

  it('is nothing for matters that need none', async () => {
    await chats.say('sunli', '6号楼1单元电梯不动了')
    const heard = await say('wanggong', '已劝阻 1002 当面 没用')

    expect(heard.in('dm-wanggong')[0]).toContain('不走劝阻报告')
  })

  it.each(['liyang', 'zhoujie', 'hexiaomei', 'qianzhuren', 'tiankezhang', 'maguanli'])(
    'is not for %s',
    async (who) => {
      await say(who, '已劝阻 1001 当面 说了不能堆')

      expect(await dissuasions()).toEqual([])
    },
  )
})

describe('无效', () => {
  beforeEach(async () => {
    await say('wanggong', '已劝阻 1001 当面 说了不能堆')
  })

  it('drafts the report for a person to send: to 社区, to the manager, and to who says so', async () => {
    const heard = await say('wanggong', '无效 1001 还是堆着')

    for (const who of ['wanggong', 'chenjingli', 'hexiaomei']) {
      expect(heard.in(`dm-${who}`).join()).toMatch(
        /明天09:00前由人发给业委会（物管会）、前进街道 0472-555-0103[\s\S]*【劝阻无效报告】/u,
      )
    }
    expect(heard.in('dm-liyang')[0]).toContain('正按规定报街道和主管部门')
    expect([...heard.in(group), ...heard.in(staffGroup)]).toEqual([])
    expect(await dissuasions()).toMatchObject([{ failedAt: chats.clock.at }])
  })

  it('needs a dissuasion first', async () => {
    await chats.say('sunli', '6号楼1单元楼道停电动车充电')
    const heard = await say('wanggong', '无效 1002')

    expect(heard.in('dm-wanggong')[0]).toContain('先劝阻，再报告')
  })

  it('is asked about when the report is overdue, until it is sent', async () => {
    await say('wanggong', '无效 1001')
    chats.clock.at = new Date('2026-11-21T09:00:00+08:00')
    const first = await chats.settle()
    const again = await chats.settle()
    await say('chenjingli', '已上报 1001')
    chats.clock.at = new Date('2026-11-22T09:00:00+08:00')
    const after = await chats.settle()

    expect(first.in('dm-hexiaomei').filter((text) => text.includes('还没有记录'))).toHaveLength(1)
    expect(first.in('dm-chenjingli').filter((text) => text.includes('还没有记录'))).toHaveLength(1)
    expect(again.all).toEqual([])
    expect(after.in('dm-hexiaomei').join()).not.toContain('还没有记录')
  })

  it('is followed until the answer is back', async () => {
    await say('wanggong', '无效 1001')
    await say('hexiaomei', '已上报 1001 送街道了')
    const sent = await ticketOf(1001)
    const heard = await say('wanggong', '回复 1001 已处理，清走了')

    expect(sent).toMatchObject({ status: 'forwarded', forward: { phone: '0472-555-0103' } })
    expect(await dissuasions()).toMatchObject([{ reportedAt: chats.clock.at, reportDueAt: null }])
    expect(heard.in('dm-liyang')[0]).toContain('已处理，清走了')
    expect(await ticketOf(1001)).toMatchObject({ status: 'resolved' })
  })

  it.each(['liyang', 'zhoujie', 'qianzhuren', 'tiankezhang', 'maguanli'])(
    'is not for %s, nor is 已上报',
    async (who) => {
      await say(who, '无效 1001')
      await say('wanggong', '无效 1001')
      await say(who, '已上报 1001')

      expect(await dissuasions()).toMatchObject([{ reportedAt: null }])
      expect(await ticketOf(1001)).toMatchObject({ status: 'accepted' })
    },
  )
})

describe('a process that dies on the way', () => {
  it.each([
    ['已劝阻 N 当面 说了', [], ['dissuaded']],
    ['无效 N', ['已劝阻 N 当面 说了'], ['defiance-report', 'defiance-report', 'defiance-report', 'defied']],
    ['已上报 N', ['已劝阻 N 当面 说了', '无效 N'], []],
  ])('does “%s” once', async (text, before, kinds) => {
    let number = 1001
    await atEveryWrite(
      async () => {
        number += 1
        await chats.say('sunli', `${number - 990}号楼1单元楼道堆满杂物`)
        for (const one of before) await say('wanggong', one.replace('N', String(number)))
        return { who: 'wanggong', text: text.replace('N', String(number)), at: chats.clock.at }
      },
      async (_answer, cause) => {
        const ticket = await ticketOf(number)
        expect(ticket.events.filter(({ id }) => id === cause)).toHaveLength(1)
        expect(await dissuasionsOn(ticket._id)).toHaveLength(1)
        const told = (await listDeliveries({ limit: 20 })).filter((one) => one.cause === cause)
        expect(told.map(({ kind }) => kind).sort()).toEqual(kinds)
      },
    )
  })
})
