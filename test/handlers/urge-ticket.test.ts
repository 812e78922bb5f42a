import { describe, expect, it } from 'vitest'
import { listDeliveries } from '../../models/delivery.ts'
import { listTickets } from '../../models/ticket.ts'
import { privately, useChats } from '../support/chat.ts'

const chats = useChats()
const lift = '3号楼2单元电梯不动了'

function say(who: string, words: string) {
  return chats.say(who, words, privately(who))
}

async function urges(): Promise<number> {
  const [ticket] = await listTickets({ limit: 1 })
  return ticket?.events.filter(({ kind }) => kind === 'urged').length ?? 0
}

describe('urging', () => {
  it('reaches people once in two hours for each who urges, and is counted each time', async () => {
    await chats.say('liyang', lift)
    await chats.say('wangmin', lift)
    const first = await say('liyang', '催办 1001')
    chats.clock.pass(1)
    const second = await say('liyang', '催办 1001')
    const other = await say('wangmin', '催办 1001')
    chats.clock.pass(1)
    const later = await say('liyang', '催办 1001')

    const told = [first, second, other, later].map((heard) => heard.in('dm-chenjingli').length)
    expect(told).toEqual([1, 0, 1, 1])
    expect(first.in('dm-liyang')[0]).toContain('1001号催过了，现在是已派单')
    expect(second.in('dm-liyang')[0]).toContain('刚催过，09:00已经告诉他们，这次也记下了，1001号一共催了2次')
    expect(later.in('dm-liyang')[0]).toContain('催过了（第4次）')
    expect(later.in('dm-chenjingli')[0]).toContain('已经催了4次')
    expect(await urges()).toBe(4)
  })

  it('is not put off by those that reached nobody', async () => {
    await chats.say('liyang', lift)
    const told: number[] = []
    for (const _ of [0, 1, 2]) {
      told.push((await say('liyang', '催办 1001')).in('dm-chenjingli').length)
      chats.clock.pass(1.5)
    }

    expect(told).toEqual([1, 0, 1])
  })

  it('is no emergency by itself, whatever it is about', async () => {
    await chats.say('sunli', '6号楼1单元楼道好大的煤气味')
    await say('sunli', '催办 1001')
    const urged = (await listDeliveries({ limit: 50 })).filter(({ kind }) => kind === 'urged')

    expect(urged.map(({ priority }) => priority)).toEqual(['notice'])
  })

  it('promises no time that is over, and says whom to call', async () => {
    await chats.say('liyang', lift)
    chats.clock.pass(25)
    const late = await say('liyang', '催办 1001')
    const again = await say('liyang', '催办 1001')
    const progress = await say('liyang', '进度 1001')

    expect(late.in('dm-liyang')).toEqual(['1001号已过答复时间，我再催一次，您也可以直接打0472-555-0101。'])
    expect(again.in('dm-liyang')[0]).toContain('已过答复时间，您也可以直接打0472-555-0101')
    expect(progress.in('dm-liyang')[0]).toContain('已过答复时间')
    expect([late, again, progress].flatMap((heard) => heard.in('dm-liyang')).join()).not.toContain('最晚')
  })

  it('promises no answer where somebody has answered', async () => {
    await chats.say('liyang', lift)
    await say('wanggong', '接单 1001')
    const heard = await say('liyang', '催办 1001')

    expect(heard.in('dm-liyang')).toEqual(['1001号催过了，现在是已接单，王工在办。'])
  })
})
