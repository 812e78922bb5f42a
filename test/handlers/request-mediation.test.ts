import { beforeEach, describe, expect, it } from 'vitest'
import { listDeliveries } from '../../models/delivery.ts'
import { mediationsOn } from '../../models/mediation.ts'
import { group, privately, staffGroup, useChats } from '../support/chat.ts'
import { atEveryWrite } from '../support/interrupt.ts'
import { ticketOf } from '../support/known-person.ts'

const chats = useChats({ start: '2026-11-20T09:00:00+08:00' })

beforeEach(async () => {
  await chats.say('liyang', '3号楼2单元楼上半夜装修太吵', privately('liyang'))
})

function say(who: string, text: string) {
  return chats.say(who, text, privately(who))
}

function on(date: string) {
  chats.clock.at = new Date(`2026-${date}T09:00:00+08:00`)
  return chats.settle()
}

async function mediations() {
  return mediationsOn((await ticketOf(1001))._id)
}

describe('申请调解', () => {
  it('is asked for by the reporter in private; 社区 hears it, 物业 and the groups do not', async () => {
    const heard = await say('liyang', '申请调解 1001 说过几次不听')

    expect(heard.in('dm-liyang')[0]).toMatch(
      /由迎宾社区调解委员会来调解，电话0472-555-0102，2026年12月20日前给结果/u,
    )
    expect(heard.in('dm-hexiaomei')[0]).toMatch(/李阳申请调解：“说过几次不听”.*2026年12月20日前/u)
    expect(heard.in('dm-chenjingli')).toEqual([])
    expect([...heard.in(group), ...heard.in(staffGroup)]).toEqual([])
    expect(await mediations()).toMatchObject([{ state: 'running', at: 0 }])
  })

  it('is not taken in a group', async () => {
    const heard = await chats.say('liyang', '申请调解 1001')

    expect(heard.in(group)[0]).toContain('私聊')
    expect(await mediations()).toEqual([])
  })

  it('is asked for once at a time', async () => {
    await say('liyang', '申请调解 1001')
    const again = await say('liyang', '申请调解 1001')

    expect(again.in('dm-liyang')[0]).toContain('已经在调解')
    expect(await mediations()).toHaveLength(1)
  })

  it.each([
    'sunli',
    'zhoujie',
    'wanggong',
    'chenjingli',
    'hexiaomei',
    'qianzhuren',
    'tiankezhang',
    'maguanli',
  ])('is not for %s', async (who) => {
    await say(who, '申请调解 1001')

    expect(await mediations()).toEqual([])
  })
})

describe('a step', () => {
  beforeEach(async () => {
    await say('liyang', '申请调解 1001')
  })

  it('is brought to the mind of 社区 on days 20 and 27, each once', async () => {
    const early = await on('12-09')
    const first = await on('12-10')
    const again = await chats.settle()
    const second = await on('12-17')

    const due = (heard: typeof early) =>
      heard.in('dm-hexiaomei').filter((text) => text.includes('2026年12月20日到期'))
    expect(due(early)).toEqual([])
    expect(due(first)).toHaveLength(1)
    expect(due(again)).toEqual([])
    expect(due(second)).toHaveLength(1)
  })

  it('goes on to the next when its days are over, and the resident hears where', async () => {
    await on('12-10')
    await on('12-17')
    const over = await on('12-20')
    const again = await chats.settle()
    const last = await on('12-31')

    expect(over.in('dm-liyang')).toEqual([
      expect.stringMatching(
        /时间到了还没有结果。下一步由行政调解（住建部门、前进街道）来调解，电话0472-555-0103/u,
      ),
    ])
    expect(over.in('dm-hexiaomei').join()).toContain('转到下一步')
    expect(again.in('dm-liyang')).toEqual([])
    expect(last.in('dm-liyang')).toEqual([])
    expect(await mediations()).toMatchObject([{ at: 1, state: 'running' }])
  })

  it('that failed goes on at once, with the reason, and in the end to the courts', async () => {
    const asked = await say('hexiaomei', '调解不成 1001')
    const first = await say('hexiaomei', '对方不来')
    const second = await say('hexiaomei', '调解不成 1001 还是不来')
    const third = await say('hexiaomei', '调解不成 1001 再来')

    expect(asked.in('dm-hexiaomei')[0]).toContain('为什么没有谈成')
    expect(first.in('dm-liyang')[0]).toMatch(/没有谈成：对方不来。下一步由行政调解/u)
    expect(second.in('dm-liyang')[0]).toMatch(/下一步可以走司法途径.*12348/u)
    expect(third.in('dm-hexiaomei')[0]).toContain('没有在调解')
    expect(await mediations()).toMatchObject([{ state: 'ended' }])
  })

  it('that succeeded needs the word of both sides, and the reporter is asked whether it is so', async () => {
    const half = await say('hexiaomei', '调解成功 1001 他答应了')
    const before = await ticketOf(1001)
    const whole = await say('hexiaomei', '双方同意晚上十点后不装修')

    expect(half.in('dm-hexiaomei')[0]).toContain('要双方都认可才算成')
    expect(before.status).toBe('assigned')
    expect(whole.in('dm-liyang').join()).toContain('调解成了：双方同意晚上十点后不装修')
    expect(await mediations()).toMatchObject([{ state: 'settled' }])
    expect(await ticketOf(1001)).toMatchObject({ status: 'resolved' })
  })

  it('can be settled after the ticket was', async () => {
    await say('liyang', '好了 1001')
    await say('hexiaomei', '调解成功 1001 双方签了协议')

    expect(await mediations()).toMatchObject([{ state: 'settled' }])
    expect(await ticketOf(1001)).toMatchObject({ status: 'closed' })
  })

  it.each(['liyang', 'sunli', 'wanggong', 'chenjingli', 'qianzhuren', 'tiankezhang', 'maguanli'])(
    'is not ended by %s',
    async (who) => {
      await say(who, '调解成功 1001 双方同意')
      await say(who, '调解不成 1001 不行')

      expect(await mediations()).toMatchObject([{ state: 'running', at: 0 }])
    },
  )
})

describe('a process that dies on the way', () => {
  it.each([
    ['申请调解 N', 'sunli', [], ['mediation', 'mediation']],
    ['调解不成 N 对方不来', 'hexiaomei', ['申请调解 N'], ['mediation', 'mediation', 'mediation-step']],
    ['调解成功 N 双方同意', 'hexiaomei', ['申请调解 N'], ['ask-solved', 'mediation-settled']],
  ])('does “%s” once', async (text, who, before, kinds) => {
    let number = 1001
    await atEveryWrite(
      async () => {
        number += 1
        await say('sunli', `${number - 990}号楼1单元楼上半夜装修太吵`)
        for (const one of before) await say('sunli', one.replace('N', String(number)))
        return { who, text: text.replace('N', String(number)), at: chats.clock.at }
      },
      async (_answer, cause) => {
        const ticket = await ticketOf(number)
        expect(ticket.events.filter(({ id }) => id === cause)).toHaveLength(1)
        const [mediation, another] = await mediationsOn(ticket._id)
        expect(another).toBeUndefined()
        expect(mediation?.at).toBe(text.includes('不成') ? 1 : 0)
        const told = (await listDeliveries({ limit: 30 })).filter((one) => one.cause === cause)
        expect(told.map(({ kind }) => kind).sort()).toEqual(kinds)
      },
    )
  })
})
