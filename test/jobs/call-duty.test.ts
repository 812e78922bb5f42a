import { describe, expect, it } from 'vitest'
import { callDuty } from '../../jobs/call-duty.ts'
import { findCommunity, putCommunity } from '../../models/community.ts'
import { listDeliveries } from '../../models/delivery.ts'
import { listTickets } from '../../models/ticket.ts'
import { silentTools } from '../support/audit.ts'
import { group, privately, staffGroup, useChats } from '../support/chat.ts'
import { failWrites } from '../support/fail-writes.ts'

const chats = useChats({ start: '2026-06-01T03:00:00+08:00' })
const gas = '6号楼1单元楼道好大的煤气味'

/** Who was called in the next minutes, in the order of time: "minute person". */
async function called(minutes: number): Promise<string[]> {
  const found: string[] = []
  for (let minute = 1; minute <= minutes; minute++) {
    chats.clock.pass(1 / 60)
    const { all } = await chats.settle()
    const calls = all.filter(({ content }) => /请马上去现场|无人应答/u.test(content.text))
    for (const { chatId, content } of calls) {
      const what = content.text.includes('无人应答') ? '!' : ''
      found.push(`${minute} ${chatId.replace('dm-', '')}${what}`)
    }
  }
  return found
}

async function ticket() {
  const [one] = await listTickets({ limit: 1 })
  return one
}

describe('a danger that nobody answers', () => {
  it('calls the roster, the manager and the secretary once each, then everybody four times, at night', async () => {
    const opened = await chats.say('sunli', gas)
    expect(opened.in('dm-liushifu')).toEqual([expect.stringContaining('请马上去现场')])

    const all = ['chenjingli', 'hexiaomei', 'liushifu', 'wanggong', 'yangshuji']
    const rounds = [20, 35, 50, 65].flatMap((minute) => all.map((who) => `${minute} ${who}!`))
    const heard = await called(80)
    expect(heard.slice(0, 3)).toEqual(['5 wanggong', '10 chenjingli', '15 yangshuji'])
    expect(heard.slice(3).sort()).toEqual(rounds.sort())
    expect(await ticket()).toMatchObject({ pageAt: null, alarms: 4 })
    expect((await chats.saidIn('dm-wanggong')).join()).toContain(
      '⚠️1001号无人应答：6号楼1单元楼道疑似燃气泄漏。请直接打电话0472-555-0101叫人',
    )
    expect(await chats.saidIn(staffGroup)).toHaveLength(1)
    expect((await chats.saidIn(group)).filter((text) => text.includes('无人应答'))).toEqual([])
  })

  it.each([
    ['accepts', '接单 1001'],
    ['has spoken with the reporter', '已联系 1001'],
  ])('is called no further once somebody %s', async (_title, words) => {
    await chats.say('sunli', gas)
    expect(await called(6)).toEqual(['5 wanggong'])
    await chats.say('liushifu', words, privately('liushifu'))
    expect(await called(12)).toEqual([])
    expect(await ticket()).toMatchObject({ pageAt: null })
  })

  it('lets the secretary who was called take it over', async () => {
    await chats.say('sunli', gas)
    await called(15)
    await chats.say('yangshuji', '接单 1001', privately('yangshuji'))

    expect(await ticket()).toMatchObject({ status: 'accepted' })
    expect(await called(20)).toEqual([])
  })

  it('is called to again by who hands it back, and anew when it was not solved', async () => {
    await chats.say('sunli', gas)
    await chats.say('liushifu', '接单 1001', privately('liushifu'))
    await chats.say('liushifu', '退回 1001 我在外地', privately('liushifu'))
    await chats.settle()
    expect((await chats.saidIn('dm-wanggong')).join()).toContain('请马上去现场')
    chats.clock.pass(1)
    await chats.say('wanggong', '办结 1001 关了阀门', privately('wanggong'))
    await chats.say('sunli', '没好 1001', privately('sunli'))
    expect(await called(5)).toEqual(['5 wanggong'])
  })

  it('alarms everybody anew when it is handed back after the last alarm', async () => {
    await chats.say('sunli', gas)
    await called(90)
    expect(await ticket()).toMatchObject({ alarms: 4, pageAt: null })
    await chats.say('wanggong', '接单 1001', privately('wanggong'))

    await chats.say('wanggong', '退回 1001 我在外地', privately('wanggong'))
    const heard = await chats.settle()
    expect(heard.in('dm-liushifu').join()).toContain('无人应答')
    expect(await called(16)).toContainEqual('15 liushifu!')
  })

  it('calls one by one, without catching up, after an hour away', async () => {
    await chats.say('sunli', gas)
    chats.clock.pass(1)
    const heard = await chats.settle()
    expect(heard.all.filter(({ content }) => content.text.includes('请马上去现场'))).toHaveLength(1)
  })

  it('calls nobody twice, wherever it is killed and however many look', async () => {
    await chats.say('sunli', gas)
    chats.clock.pass(5 / 60)
    for (let write = 0; ; write++) {
      const isOver = await failWrites(write, () => callDuty.run(silentTools(chats.clock.at)))
      if (isOver) break
      expect(write).toBeLessThan(20)
      chats.clock.pass(2 / 60)
    }
    await Promise.all([1, 2].map(() => callDuty.run(silentTools(chats.clock.at))))

    const pages = (await listDeliveries({ limit: 50 })).filter(({ kind }) => kind === 'page')
    expect(pages).toHaveLength(2)
    expect((await ticket())?.events.filter(({ kind }) => kind === 'paged')).toHaveLength(1)
  })

  it('calls 社区 where it runs the place and nobody is on the roster', async () => {
    const community = await findCommunity('jinxiu')
    await putCommunity({ ...community, profile: 'district_run', duty: [] } as never)
    const heard = await chats.say('sunli', gas)

    expect(heard.in('dm-hexiaomei').join()).toContain('请马上去现场')
    expect(await called(5)).toEqual(['5 yangshuji'])
  })
})
