import { beforeEach, describe, expect, it } from 'vitest'
import { listDeliveries } from '../../models/delivery.ts'
import { countVoices, reportsOn } from '../../models/report.ts'
import { listTickets } from '../../models/ticket.ts'
import { group, privately, useChats } from '../support/chat.ts'
import { atEveryWrite } from '../support/interrupt.ts'
import { personIdOf, ticketOf } from '../support/known-person.ts'

const chats = useChats({ start: '2026-11-20T09:00:00+08:00' })

beforeEach(async () => {
  await chats.say('liyang', '3号楼2单元电梯不动了，按了没反应')
  await chats.say('wangmin', '3号楼2单元电梯又停了，我家702')
  await chats.say('zhaojun', '3号楼2单元电梯门关不上，电话13812345678')
  await say('wanggong', '接单 1001')
})

function say(who: string, text: string) {
  return chats.say(who, text, privately(who))
}

describe('拆分', () => {
  it('lists what was said, without rooms and phones, and notes who looked', async () => {
    const heard = await say('wanggong', '拆分 1001')

    expect(heard.in('dm-wanggong')[0]).toMatch(/1　09:00　“.*”\n2　.*\n3　.*电梯门关不上/u)
    expect(heard.in('dm-wanggong')[0]).not.toMatch(/13812345678|李阳|王敏/u)
    expect((await ticketOf(1001)).events.map(({ kind }) => kind)).toContain('seen')
  })

  it('gives some of the reports a ticket of their own, and tells those who had said them', async () => {
    const heard = await say('wanggong', '拆分 1001 3 门的问题，和停运不是一件')

    expect(heard.in('dm-wanggong')[0]).toContain('1002号')
    expect(heard.in('dm-zhaojun').join()).toContain('单独按1002号办')
    expect(heard.in('dm-liyang')).toEqual([])
    expect(heard.in(group)).toEqual([])
    const [apart, rest] = [await ticketOf(1002), await ticketOf(1001)]
    expect(apart).toMatchObject({ status: 'assigned', team: 'property', building: '3', unit: '2' })
    expect(apart.answerBy).toEqual(rest.answerBy)
    expect((await reportsOn(apart._id)).map(({ personId }) => personId)).toEqual([
      await personIdOf('zhaojun'),
    ])
    expect(await countVoices(rest._id)).toBe(2)
  })

  it('can be taken back by merging', async () => {
    await say('wanggong', '拆分 1001 3 门的问题')
    await say('wanggong', '合并 1002 到 1001 拆错了')

    expect(await countVoices((await ticketOf(1001))._id)).toBe(3)
  })

  it('keeps the numbers of the list when somebody takes a report back', async () => {
    await say('wangmin', '撤回 1001')
    await say('wanggong', '拆分 1001 3 门的问题')

    expect((await reportsOn((await ticketOf(1002))._id)).map(({ personId }) => personId)).toEqual([
      await personIdOf('zhaojun'),
    ])
  })

  it.each([
    ['拆分 1001 9 门的问题', '没有第9条'],
    ['拆分 1001 1、2、3 门的问题', '至少要有一条'],
    ['拆分 1001 3', '有这几条'],
  ])('says what is wrong with “%s”', async (text, answer) => {
    const heard = await say('wanggong', text)

    expect(heard.in('dm-wanggong')[0]).toContain(answer)
    expect(await listTickets({ limit: 10 })).toHaveLength(1)
  })

  it('shows nothing to who has not accepted it', async () => {
    const heard = await say('liushifu', '拆分 1001')

    expect(heard.in('dm-liushifu')[0]).toContain('接单 1001')
  })

  it.each(['liyang', 'sunli', 'zhoujie', 'qianzhuren', 'tiankezhang', 'maguanli'])(
    'is not for %s',
    async (who) => {
      const heard = await say(who, '拆分 1001 3 门的问题')

      expect(heard.in(`dm-${who}`).join()).not.toContain('电梯门关不上')
      expect(await listTickets({ limit: 10 })).toHaveLength(1)
    },
  )
})

it('survives a process that dies on the way: one new ticket, no report lost', async () => {
  let rounds = 0
  await atEveryWrite(
    async () => {
      rounds += 1
      // Each time another report is split off.
      await chats.say(rounds % 2 ? 'sunli' : 'zhoujie', '3号楼2单元电梯不动了')
      const count = (await reportsOn((await ticketOf(1001))._id)).length
      return { who: 'wanggong', text: `拆分 1001 ${count > 3 ? '4' : '3'} 不是一件`, at: chats.clock.at }
    },
    async (_answer, cause) => {
      const opened = (await listTickets({ limit: 50 })).filter((ticket) => ticket.cause === cause)
      expect(opened).toHaveLength(1)
      expect(await reportsOn(opened[0]?._id ?? '')).toHaveLength(1)
      const old = await ticketOf(1001)
      expect(old.events.filter(({ id }) => id === cause)).toHaveLength(1)
      const told = (await listDeliveries({ limit: 50 })).filter((one) => one.cause === cause)
      expect(told.filter(({ kind }) => kind === 'apart')).toHaveLength(1)
      await say('wanggong', `合并 ${opened[0]?.number} 到 1001 放回去`)
    },
  )
})
