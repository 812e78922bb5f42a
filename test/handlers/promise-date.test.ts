import { beforeEach, describe, expect, it } from 'vitest'
import { listDeliveries } from '../../models/delivery.ts'
import { countPromises, promisesOn } from '../../models/promise.ts'
import { group, privately, useChats } from '../support/chat.ts'
import { atEveryWrite } from '../support/interrupt.ts'
import { personIdOf, ticketOf } from '../support/known-person.ts'

const chats = useChats({ start: '2026-11-20T09:00:00+08:00' })
const promise = '承诺 1001 11月25日17点前修好'

beforeEach(async () => {
  await chats.say('liyang', '3号楼2单元电梯不动了，按了没反应')
  await say('wanggong', '接单 1001')
})

function say(who: string, text: string) {
  return chats.say(who, text, privately(who))
}

function at(text: string) {
  chats.clock.at = new Date(`2026-${text}:00+08:00`)
  return chats.settle()
}

async function states() {
  return (await promisesOn((await ticketOf(1001))._id)).map(({ state }) => state)
}

async function counted() {
  return countPromises('jinxiu', new Date('2026-11-01T00:00:00+08:00'), new Date('2026-12-31T00:00:00+08:00'))
}

describe('承诺', () => {
  it('is told to the reporters in private, with who promised what by when', async () => {
    const heard = await say('wanggong', promise)

    expect(heard.in('dm-liyang')).toEqual([expect.stringMatching(/物业王工承诺11月25日17:00前修好/u)])
    expect(heard.in(group)).toEqual([])
    expect(await states()).toEqual(['standing'])
  })

  it('is shown to who asks how it stands', async () => {
    await say('wanggong', promise)
    const heard = await say('liyang', '进度 1001')

    expect(heard.in('dm-liyang')[0]).toContain('王工承诺：11月25日17:00前修好')
  })

  it('asks when, where no time was said', async () => {
    const asked = await say('wanggong', '承诺 1001 尽快修好')
    const heard = await say('wanggong', '11月25日17点前修好')

    expect(asked.in('dm-wanggong')[0]).toContain('什么时候前办好')
    expect(heard.in('dm-liyang')[0]).toContain('11月25日17:00前修好')
  })

  it('is not for a time that has passed', async () => {
    const heard = await say('wanggong', '承诺 1001 2026年11月19日修好')

    expect(heard.in('dm-wanggong')[0]).toContain('已经过了')
    expect(await states()).toEqual([])
  })

  it('needs a reason to be changed, which the reporters hear once', async () => {
    await say('wanggong', promise)
    const asked = await say('wanggong', '承诺 1001 11月28日17点前修好')
    const heard = await say('wanggong', '厂家配件没到')

    expect(asked.in('dm-wanggong')[0]).toMatch(/原来承诺11月25日17:00前。为什么改/u)
    expect(asked.in('dm-liyang')).toEqual([])
    expect(heard.in('dm-liyang')).toEqual([
      expect.stringMatching(/原说11月25日17:00前，现改为11月28日17:00前修好，因为厂家配件没到/u),
    ])
    expect(await states()).toEqual(['changed', 'standing'])
  })

  it('takes the reason with the change', async () => {
    await say('wanggong', promise)
    const heard = await say('wanggong', '承诺 1001 11月28日17点前修好，因为配件没到')

    expect(heard.in('dm-liyang')[0]).toContain('因为配件没到')
  })

  it.each(['liyang', 'sunli', 'zhoujie', 'hexiaomei', 'qianzhuren', 'tiankezhang', 'maguanli'])(
    'is not for %s',
    async (who) => {
      await say(who, promise)

      expect(await states()).toEqual([])
    },
  )
})

describe('the time of a promise', () => {
  it('is brought to mind the day before and at the hour, each once, and broken is counted', async () => {
    await say('wanggong', promise)
    const early = await at('11-24T16:59')
    const dayBefore = await at('11-24T17:00')
    const between = await at('11-25T12:00')
    const hour = await at('11-25T17:00')
    const later = await at('11-25T18:00')

    const due = (heard: typeof early) =>
      heard.in('dm-wanggong').filter((text) => text.includes('您承诺的时间'))
    expect(due(early)).toEqual([])
    expect(due(dayBefore)).toEqual([expect.stringContaining('是明天17:00')])
    expect(due(between)).toEqual([])
    expect(due(hour)).toEqual([expect.stringContaining('到了，还没有办结')])
    expect(due(later)).toEqual([])
    expect(await counted()).toEqual({ kept: 0, broken: 1 })
  })

  it('is counted as kept when the matter is solved, without another word', async () => {
    await say('wanggong', promise)
    await at('11-25T16:00')
    await say('wanggong', '办结 1001 换了皮带')
    const heard = await at('11-25T17:00')

    expect(heard.in('dm-wanggong').join()).not.toContain('您承诺的时间')
    expect(await counted()).toEqual({ kept: 1, broken: 0 })
  })

  it('is judged by the history where nobody looked in time', async () => {
    await say('wanggong', promise)
    chats.clock.at = new Date('2026-11-25T18:00:00+08:00')
    await say('wanggong', '办结 1001 换了皮带')
    await at('11-27T09:00')

    expect(await counted()).toEqual({ kept: 0, broken: 1 })
  })

  it('counts what was changed by its new time only', async () => {
    await say('wanggong', promise)
    await say('wanggong', '承诺 1001 11月28日17点前修好，因为配件没到')
    await at('11-25T17:00')
    await at('11-28T17:00')

    expect(await states()).toEqual(['changed', 'broken'])
    expect(await counted()).toEqual({ kept: 0, broken: 1 })
  })

  it('goes on with the ticket that goes on for this one', async () => {
    await chats.say('sunli', '6号楼1单元门禁坏了')
    await say('wanggong', promise)
    await say('wanggong', '合并 1001 到 1002 一件事')
    await say('wanggong', '办结 1002 好了')
    await at('11-25T17:00')

    expect((await promisesOn((await ticketOf(1002))._id)).map(({ state }) => state)).toEqual(['kept'])
  })
})

it('survives a process that dies on the way: one promise stands, the reporter hears it once', async () => {
  let number = 1001
  await atEveryWrite(
    async () => {
      number += 1
      await chats.say('sunli', `${number - 990}号楼1单元门禁坏了`)
      await say('wanggong', `承诺 ${number} 11月24日17点前修好`)
      return { who: 'wanggong', text: `承诺 ${number} 11月26日17点前修好，因为没到货`, at: chats.clock.at }
    },
    async (answer, cause) => {
      const ticket = await ticketOf(number)
      const promises = await promisesOn(ticket._id)
      expect(answer).toContain('11月26日17:00')
      expect(promises.map(({ state }) => state)).toEqual(['changed', 'standing'])
      expect(promises[1]).toMatchObject({ cause, by: await personIdOf('wanggong') })
      const told = (await listDeliveries({ limit: 20 })).filter((one) => one.cause === cause)
      expect(told.map(({ content }) => content.text)).toEqual([
        expect.stringContaining('原说11月24日17:00前'),
      ])
    },
  )
})
