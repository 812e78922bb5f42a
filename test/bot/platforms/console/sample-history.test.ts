import { describe, expect, it } from 'vitest'
import { plantLivingSample } from '../../../../bot/platforms/console/sample.ts'
import { pastMatters } from '../../../../bot/platforms/console/sample-history.ts'
import { lastConsoleSeq } from '../../../../models/console-world.ts'
import { countVoices, reportsOn } from '../../../../models/report.ts'
import { listTickets } from '../../../../models/ticket.ts'
import { useChats } from '../../../support/chat.ts'

const chats = useChats()
const planted = () => plantLivingSample(chats.clock.at)

async function statusOf(number: number): Promise<string | undefined> {
  return (await listTickets({ limit: 50 })).find((ticket) => ticket.number === number)?.status
}

describe('the past of the sample community', () => {
  it('is understood as it was meant, in every state', async () => {
    await planted()

    const tickets = (await listTickets({ limit: 50 })).reverse()
    expect(tickets.map(({ category, team, status }) => `${category} ${team} ${status}`)).toEqual([
      'repair.electric property closed',
      'parking property closed',
      'cleaning property closed',
      'public_revenue district accepted',
      'repair.door_access property resolved',
      'facility property assigned',
      'repair.structure property accepted',
    ])
    expect(tickets.at(-1)).toMatchObject({ urgency: 'emergency', hazard: 'falling_facade' })
    expect(tickets.every(({ openedAt }) => openedAt < chats.clock.at)).toBe(true)
  })

  it('has a report for everybody who spoke about a matter', async () => {
    await planted()

    for (const [i, ticket] of (await listTickets({ limit: 50 })).reverse().entries()) {
      const voices = 1 + (pastMatters[i]?.also?.length ?? 0)
      expect(await countVoices(ticket._id)).toBe(voices)
      expect(await reportsOn(ticket._id)).toHaveLength(voices)
    }
  })

  it('is told in the order of time, and no group hears a room or a telephone of somebody', async () => {
    await planted()

    const said = await chats.saidIn('g-jinxiu')
    expect(said.length).toBeGreaterThan(15)
    expect(said.join('\n')).not.toMatch(/[37]02|501|1101|301|201室|1[3-9]\d{9}/u)
    expect(await lastConsoleSeq()).toBeGreaterThan(said.length)
  })

  it('closes by silence what it says was asked, three days after it was', async () => {
    await planted()
    await chats.settle()
    const before = await statusOf(1005)
    chats.clock.pass(3 * 24)
    await chats.settle()

    expect(before).toBe('resolved')
    expect(await statusOf(1005)).toBe('closed')
  })

  it('leaves new matters new, and lets the old ones go on', async () => {
    await planted()
    await chats.settle()

    const fresh = await chats.say('liyang', '3号楼2单元电梯不动了')
    expect(fresh.in('g-jinxiu').join()).toContain('已登记（1008）')
    const closed = await chats.say('zhoujie', '好了 1005', { chatId: 'dm-zhoujie' })
    expect(closed.in('dm-zhoujie').join()).toContain('1005号就记办好了')
    const joined = await chats.say('liyang', '5号楼北边外墙瓷砖又掉了一片')
    expect(joined.in('g-jinxiu').join()).toContain('已有邻居报过（1007）')
  })
})
