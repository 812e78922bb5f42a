import mongoose from 'mongoose'
import { describe, expect, it } from 'vitest'
import { activeStatuses } from '../../domain/ticket-flow.ts'
import { climbLadder } from '../../jobs/climb-ladder.ts'
import type { Delivery } from '../../models/delivery.ts'
import { listDeliveries } from '../../models/delivery.ts'
import { listTickets, moveTicket } from '../../models/ticket.ts'
import { silentTools, someTicket } from '../support/audit.ts'
import { group, privately, staffGroup, useChats } from '../support/chat.ts'
import { failWrites } from '../support/fail-writes.ts'
import { china } from '../support/work-calendar.ts'

const chats = useChats()
const lift = '3号楼2单元电梯不动了'

async function tickets() {
  return (await listTickets({ limit: 50 })).reverse()
}

async function at(time: string) {
  chats.clock.at = china(time)
  return chats.settle()
}

/** What the ladder said since the last look: who heard what. */
function rungs(heard: Awaited<ReturnType<typeof at>>): [string, string][] {
  return heard.all
    .filter(({ content }) => !/^(?:早上|您)好，\d+件|留痕/u.test(content.text))
    .map(({ chatId, content }) => [chatId.replace('dm-', ''), content.text])
}

/** Somebody acts between the two steps of the ladder. */
async function move(number: number, to: 'accepted' | 'resolved') {
  const [ticket] = (await tickets()).filter((one) => one.number === number)
  const act = { eventId: `moved ${to}`, by: null, role: 'property' as const, at: chats.clock.at }
  await moveTicket(ticket?._id ?? '', 'jinxiu', { ...act, to, isAnswer: true })
}

async function ladderDeliveries(): Promise<Delivery[]> {
  return (await listDeliveries({ limit: 200 })).filter(({ kind }) => kind.startsWith('ladder'))
}

/** Every rung that a person was to hear, alone or in a list. */
async function told(): Promise<string[]> {
  const deliveries = await ladderDeliveries()
  return deliveries.flatMap(({ key, list }) => (list ? list.items.map((item) => item.key) : [key])).sort()
}

describe('a ticket without an answer', () => {
  it('goes up one rung at a time, in private, to 街道 with the list of the day and to a drafted letter', async () => {
    await chats.say('liyang', lift)

    expect(rungs(await at('2026-06-01T12:59'))).toEqual([])
    expect(rungs(await at('2026-06-01T14:00'))).toEqual([
      ['chenjingli', expect.stringMatching(/^【1001】.*还没看到回音，您可能已经答复过了.*需要协调/u)],
    ])
    expect(rungs(await at('2026-06-02T08:00'))).toEqual([
      ['chenjingli', expect.stringContaining('今天09:00前要答复住户，还没看到回音')],
    ])
    expect(rungs(await at('2026-06-02T09:00'))).toEqual([
      ['chenjingli', expect.stringContaining('24小时，还没有回音。请您先给住户回个话')],
    ])
    expect(rungs(await at('2026-06-03T09:00'))).toEqual([
      ['qianzhuren', expect.stringContaining('请业委会帮忙问问物业有什么难处，物业电话0472-555-0101')],
    ])
    expect(rungs(await at('2026-06-04T09:00'))).toEqual([
      [
        'yangshuji',
        expect.stringMatching(
          /^书记，锦绣家园1001号（.*1户，报了3天）6月8日09:00到提请街道的时间。您看怎么办？/u,
        ),
      ],
    ])
    expect(rungs(await at('2026-06-05T09:00'))).toEqual([])
    expect(rungs(await at('2026-06-08T09:00'))).toEqual([
      [
        'tiankezhang',
        expect.stringMatching(
          /^【提请协调】1件请街道帮忙，联系迎宾社区0472-555-0102：\n锦绣家园1001 .*：新提请，1户，报了7天$/u,
        ),
      ],
    ])
    expect(rungs(await at('2026-06-15T09:00'))).toContainEqual([
      'yangshuji',
      expect.stringMatching(/移交函（?.*|草稿/u),
    ])
    const [ticket] = await tickets()
    expect(ticket?.events.filter(({ kind }) => kind === 'escalated')).toHaveLength(7)
    expect((await chats.saidIn(group)).filter((text) => /没有回音|提请/u.test(text))).toEqual([])
  })

  it('is silent at night, and what was answered before the morning is not said any more', async () => {
    chats.clock.at = china('2026-06-01T18:30')
    await chats.say('liyang', lift)
    await chats.say('sunli', '6号楼1单元楼道灯不亮')
    expect(rungs(await at('2026-06-01T22:30'))).toEqual([])
    await chats.say('wanggong', '接单 1001', privately('wanggong'))

    const morning = rungs(await at('2026-06-02T08:00')).filter(([who]) => who === 'chenjingli')
    expect(morning).toEqual([['chenjingli', expect.stringMatching(/^【1002】/u)]])
  })

  it('is not nudged when it is accepted in the moment of sending', async () => {
    await chats.say('liyang', lift)
    chats.clock.at = china('2026-06-01T14:00')
    await climbLadder.run(silentTools(chats.clock.at))
    await move(1001, 'accepted')
    const heard = await chats.settle()

    expect(heard.in('dm-chenjingli')).toEqual([])
    expect(await ladderDeliveries()).toMatchObject([{ status: 'cancelled', proof: 'no longer true' }])
  })

  it('tells the one who has it, and does not begin anew because it was passed on', async () => {
    await chats.say('liyang', lift)
    await chats.say('chenjingli', '转派 1001 刘师傅', privately('chenjingli'))
    expect(rungs(await at('2026-06-01T14:00')).map(([who]) => who)).toEqual(['liushifu'])
    await chats.say('chenjingli', '转派 1001 王工', privately('chenjingli'))
    expect(rungs(await at('2026-06-01T19:00'))).toEqual([])
    expect(rungs(await at('2026-06-02T08:00'))).toEqual([
      ['chenjingli', expect.stringContaining('王工可能在忙')],
    ])
  })

  it('of a danger goes on at night and is before 街道 at once', async () => {
    await chats.say('sunli', '6号楼1单元楼道好大的煤气味')
    chats.clock.at = china('2026-06-01T23:00')
    await chats.settle()
    const heard = await at('2026-06-08T09:30')

    expect(heard.in('dm-yangshuji').join()).toContain('您看怎么办')
    const street = await at('2026-06-09T09:30')
    expect(street.in('dm-tiankezhang').join()).toContain('【提请协调】锦绣家园1001号')
  })

  it('that complains about 业委会 or 物业 is never told to them', async () => {
    await chats.say('wangmin', '物业前台态度太差', privately('wangmin'))
    await chats.say('liyang', '业委会不公开账目，开会也不通知')
    const heard: [string, string][] = []
    for (let day = 2; day <= 16; day++) {
      heard.push(...rungs(await at(`2026-06-${String(day).padStart(2, '0')}T09:00`)))
    }

    const people = new Set(heard.map(([who]) => who))
    expect([...people].sort()).toEqual(['hexiaomei', 'tiankezhang', 'yangshuji'])
    expect(await chats.saidIn(staffGroup)).toEqual([])
  })
})

describe('a ticket that was answered', () => {
  it('is asked about at the date that was set, and not before', async () => {
    await chats.say('liyang', lift)
    await chats.say('wanggong', '接单 1001', privately('wanggong'))
    await chats.say('chenjingli', '限时 1001 6月4日15点 等配件', privately('chenjingli'))
    expect(rungs(await at('2026-06-04T14:59'))).toEqual([])
    expect(rungs(await at('2026-06-04T15:00'))).toEqual([
      ['wanggong', expect.stringContaining('说好今天15:00前办好')],
    ])
    expect(rungs(await at('2026-06-05T15:00'))).toEqual([
      ['chenjingli', expect.stringContaining('过了说好的时间')],
    ])
  })

  it('is left alone once it is settled, and climbs again when it is not solved', async () => {
    await chats.say('liyang', lift)
    await chats.say('wanggong', '接单 1001', privately('wanggong'))
    await chats.say('wanggong', '办结 1001 换了皮带', privately('wanggong'))
    expect(await tickets()).toMatchObject([{ ladderAt: null }])
    expect(rungs(await at('2026-06-02T09:00'))).toEqual([])
    await chats.say('liyang', '没好 1001', privately('liyang'))
    expect(rungs(await at('2026-06-02T14:00')).map(([who]) => who)).toContain('wanggong')
    expect(await tickets()).toMatchObject([{ answeredAt: null, reopenedAt: china('2026-06-02T09:00') }])
  })
})

describe('no active ticket without a next rung', () => {
  it('after any move', async () => {
    await chats.say('liyang', lift)
    const say = (words: string) => chats.say('chenjingli', words, privately('chenjingli'))
    for (const words of [
      '接单 1001',
      '挂起 1001 到 6月3日 等配件',
      '恢复 1001',
      '退回 1001 保修期内',
      '转派 1001 王工',
      '办结 1001 好了',
      '没好 1001',
    ]) {
      await say(words)
      for (const { status, ladderAt } of await tickets()) {
        expect([words, status, ladderAt !== null]).toEqual([words, status, activeStatuses.includes(status)])
      }
    }
  })
})

describe('a community in shadow mode', () => {
  it('tells nobody, and counts from when it speaks', async () => {
    await chats.say('yangshuji', '小邻静默', privately('yangshuji'))
    await chats.say('liyang', lift)
    chats.clock.at = china('2026-06-05T10:00')
    await chats.settle()
    await chats.say('yangshuji', '启用小邻', privately('yangshuji'))

    expect(rungs(await at('2026-06-05T11:00'))).toEqual([])
    expect(rungs(await at('2026-06-05T14:00')).map(([who]) => who)).toEqual(['chenjingli'])
    expect(await told()).toHaveLength(1)
  })
})

describe('after three days off', () => {
  async function open(count: number) {
    for (let i = 0; i < count; i++) await someTicket(`cause ${i}`, chats.clock.at)
    chats.clock.at = china('2026-06-04T10:00')
  }

  it('tells of each ticket the highest rung only, in one list with its lines', async () => {
    await open(12)
    const heard = await chats.settle()
    const ladder = rungs(heard)

    expect(ladder).toHaveLength(1)
    expect(ladder[0]?.[0]).toBe('yangshuji')
    const lines = ladder[0]?.[1].split('\n') ?? []
    expect(lines[0]).toBe('有12件事到时间了，请先看急的。看一件回“进度 编号”：')
    expect(lines).toHaveLength(12)
    expect(lines.at(-1)).toBe('还有2件。')
    for (const { events } of await tickets()) {
      expect(events.filter(({ kind }) => kind === 'escalated')).toHaveLength(1)
    }
  })

  it('sends up to three one by one', async () => {
    await open(3)
    expect(rungs(await chats.settle())).toHaveLength(3)
  })

  it('leaves out of a list what was settled before it is sent', async () => {
    await open(5)
    await climbLadder.run(silentTools(chats.clock.at))
    await move(1001, 'resolved')
    const [list, ...others] = rungs(await chats.settle())

    expect(others).toEqual([])
    expect(list?.[1]).toMatch(/^有4件事.*\n1002/su)
  })

  it('tells nothing twice and leaves nothing out, wherever it is killed', async () => {
    await open(5)
    const tools = () => silentTools(chats.clock.at)
    const expected = 5
    for (let write = 0; ; write++) {
      const isOver = await failWrites(write, () => climbLadder.run(tools()))
      if (isOver) break
      expect(write).toBeLessThan(100)
      // Leases run out, and now and then the hour turns.
      chats.clock.pass(0.2)
    }

    const keys = await told()
    expect(new Set(keys).size).toBe(keys.length)
    expect(keys).toHaveLength(expected)
    for (const { events, ladderAt } of await tickets()) {
      expect(events.filter(({ kind }) => kind === 'escalated')).toHaveLength(1)
      expect(ladderAt && ladderAt > chats.clock.at).toBe(true)
    }
  })

  it('is done once by two processes', async () => {
    await open(8)
    await Promise.all([1, 2, 3].map(() => climbLadder.run(silentTools(chats.clock.at))))

    const keys = await told()
    expect(keys).toHaveLength(8)
    expect(new Set(keys).size).toBe(8)
    const escalated = { $size: 2 }
    expect(await mongoose.connection.collection('tickets').countDocuments({ events: escalated })).toBe(8)
  })
})
