import { beforeEach, describe, expect, it } from 'vitest'
import { listDeliveries } from '../../models/delivery.ts'
import { countVoices, isReporter, reportsOn } from '../../models/report.ts'
import { group, privately, staffGroup, useChats } from '../support/chat.ts'
import { atEveryWrite } from '../support/interrupt.ts'
import { personIdOf, ticketOf } from '../support/known-person.ts'
import { linkEnv, usePageDoor } from '../support/page-door.ts'

const chats = useChats({ start: '2026-11-20T09:00:00+08:00', env: linkEnv })
const door = usePageDoor(chats)
const merge = '合并 1002 到 1001 都是同一根管'

beforeEach(async () => {
  await chats.say('liyang', '3号楼2单元楼道灯不亮')
  await chats.say('sunli', '6号楼1单元门禁坏了')
})

function say(who: string, text: string) {
  return chats.say(who, text, privately(who))
}

describe('合并', () => {
  it('moves the reports, tells each reporter once, and the group nothing', async () => {
    const heard = await say('wanggong', merge)

    expect(heard.in('dm-wanggong')[0]).toContain('1002号并到1001号了')
    expect(heard.in('dm-sunli')).toEqual([expect.stringMatching(/（1002）和1001号是同一件事/u)])
    expect(heard.in('dm-liyang')).toEqual([])
    expect([...heard.in(group), ...heard.in(staffGroup)]).toEqual([])
    const [source, target] = [await ticketOf(1002), await ticketOf(1001)]
    expect(source).toMatchObject({ status: 'closed', closeReason: 'merged', mergedInto: target._id })
    expect(await reportsOn(source._id)).toEqual([])
    expect(await countVoices(target._id)).toBe(2)
  })

  it('leads whoever names the old number to the other', async () => {
    await say('wanggong', merge)
    const heard = await say('sunli', '进度 1002')

    expect(heard.in('dm-sunli')[0]).toMatch(/^1002号已合到1001号一起办。\n1001号/u)
  })

  it('lets those who came with it say 没好, by either number', async () => {
    await say('wanggong', merge)
    await say('wanggong', '办结 1001 换了管')
    const heard = await say('sunli', '没好 1002')

    expect(heard.in('dm-sunli')[0]).toContain('1001号重新打开')
    expect(await ticketOf(1001)).toMatchObject({ status: 'assigned' })
    expect(await ticketOf(1002)).toMatchObject({ status: 'closed' })
  })

  it('shows the other on the page of the old one', async () => {
    const device = await door.signedIn('sunli', '进度 1002')
    await say('wanggong', merge)
    const page = await device.get(`/api/tickets/${(await ticketOf(1002))._id}`)

    expect(page.status).toBe(200)
    expect(JSON.stringify(page.json)).toContain('1001')
  })

  it('keeps that right for who had taken a report back', async () => {
    await chats.say('wangmin', '6号楼1单元门禁坏了')
    await say('sunli', '撤回 1002')
    await say('wanggong', merge)

    expect(await isReporter((await ticketOf(1001))._id, await personIdOf('sunli'), 'ever')).toBe(true)
  })

  it('asks for the reason, and says what is missing', async () => {
    const nowhere = await say('wanggong', '合并 1002')
    const unknown = await say('wanggong', '合并 1002 到 1099 一样')
    const why = await say('wanggong', '合并 1002 到 1001')
    await say('wanggong', '都是同一根管')

    expect(nowhere.in('dm-wanggong')[0]).toContain('并到哪一号')
    expect(unknown.in('dm-wanggong')[0]).toContain('没有找到1099号')
    expect(why.in('dm-wanggong')[0]).toContain('为什么把1002号并到1001号')
    expect(await ticketOf(1002)).toMatchObject({ status: 'closed', closeReason: 'merged' })
  })

  it('is not for what is over, and not twice', async () => {
    await say('wanggong', merge)
    const again = await say('wanggong', '合并 1002 到 1001 再来')

    expect(again.in('dm-wanggong')[0]).toContain('1002号已经办完')
  })

  it('keeps complaints about 物业 to themselves', async () => {
    await say('wangmin', '物业前台态度太差，问个事爱答不理')
    const property = await say('wanggong', '合并 1003 到 1001 一样')
    const district = await say('hexiaomei', '合并 1003 到 1001 一样')

    expect(property.in('dm-wanggong')[0]).toContain('由社区办理')
    expect(district.in('dm-hexiaomei')[0]).toContain('涉及的人不同')
  })

  it.each(['liyang', 'sunli', 'zhoujie', 'qianzhuren', 'tiankezhang', 'maguanli'])(
    'is not for %s',
    async (who) => {
      await say(who, merge)

      expect(await ticketOf(1002)).toMatchObject({ status: 'assigned' })
    },
  )
})

describe('撤销合并', () => {
  it('takes them apart again within a day, with what had moved, and tells those reporters', async () => {
    await say('wanggong', merge)
    await chats.say('zhaojun', '3号楼2单元楼道灯还是不亮')
    chats.clock.pass(23)
    const heard = await say('wanggong', '撤销合并 1002')

    expect(heard.in('dm-sunli').join()).toContain('单独按1002号办')
    expect(heard.in('dm-liyang').join()).not.toContain('1002')
    const [source, target] = [await ticketOf(1002), await ticketOf(1001)]
    expect(source).toMatchObject({ status: 'assigned', closeReason: null, mergedInto: null })
    expect(await countVoices(source._id)).toBe(1)
    expect(await countVoices(target._id)).toBe(2)
  })

  it('is too late after a day', async () => {
    await say('wanggong', merge)
    chats.clock.pass(25)
    const heard = await say('wanggong', '撤销合并 1002')

    expect(heard.in('dm-wanggong').join()).toContain('已经超过24小时')
    expect(await ticketOf(1002)).toMatchObject({ status: 'closed' })
  })

  it('goes back step by step where one was merged on', async () => {
    await chats.say('wangmin', '5号楼2单元水管漏水')
    await say('wanggong', merge)
    await say('wanggong', '合并 1001 到 1003 也是一件')
    const early = await say('wanggong', '撤销合并 1002')
    const first = await say('wanggong', '撤销合并 1001')
    const second = await say('wanggong', '撤销合并 1002')

    expect(first.in('dm-wanggong')[0]).toMatch(/^1001号又单独办了/u)
    expect(second.in('dm-sunli').join()).toContain('单独按1002号办')
    expect(second.in('dm-liyang')).toEqual([])
    expect(await isReporter((await ticketOf(1002))._id, await personIdOf('sunli'))).toBe(true)
    expect(await isReporter((await ticketOf(1001))._id, await personIdOf('sunli'))).toBe(false)

    expect(early.in('dm-wanggong')[0]).toContain('先回“撤销合并 1001”')
    expect(await ticketOf(1001)).toMatchObject({ status: 'assigned' })
  })

  it('says so where nothing was merged', async () => {
    const heard = await say('wanggong', '撤销合并 1001')

    expect(heard.in('dm-wanggong')[0]).toContain('没有并到别的单子里')
  })

  it.each(['liyang', 'sunli', 'zhoujie', 'qianzhuren', 'tiankezhang'])('is not for %s', async (who) => {
    await say('wanggong', merge)
    await say(who, '撤销合并 1002')

    expect(await ticketOf(1002)).toMatchObject({ status: 'closed' })
  })
})

describe('a process that dies on the way', () => {
  it.each([
    ['merges', '合并 N 到 1001 一件事', null],
    ['takes apart', '撤销合并 N', '合并 N 到 1001 一件事'],
  ])('%s once, and no report is lost', async (_title, text, before) => {
    let number = 1002
    await atEveryWrite(
      async () => {
        number += 1
        await chats.say('wangmin', `${number - 990}号楼1单元门禁坏了`)
        if (before) await say('wanggong', before.replace('N', String(number)))
        return { who: 'wanggong', text: text.replace('N', String(number)), at: chats.clock.at }
      },
      async (_answer, cause) => {
        const [source, target] = [await ticketOf(number), await ticketOf(1001)]
        const here = (await reportsOn(source._id)).length
        const there = (await reportsOn(target._id)).filter(({ movedFrom }) => movedFrom === source._id).length
        expect([here, there]).toEqual(before ? [1, 0] : [0, 1])
        expect(source.status).toBe(before ? 'assigned' : 'closed')
        for (const { events } of [source, target]) {
          expect(events.filter(({ id }) => id === cause)).toHaveLength(1)
        }
        const told = (await listDeliveries({ limit: 20 })).filter((one) => one.cause === cause)
        expect(told.filter(({ audience }) => audience === 'resident')).toHaveLength(1)
      },
    )
  })
})
