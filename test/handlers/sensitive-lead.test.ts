import { beforeEach, describe, expect, it } from 'vitest'
import { findCommunity, putCommunity } from '../../models/community.ts'
import { group, privately, useChats } from '../support/chat.ts'
import { ticketOf } from '../support/known-person.ts'

const chats = useChats({ start: '2026-11-20T09:00:00+08:00' })

function say(who: string, text: string) {
  return chats.say(who, text, privately(who))
}

function heardBy({ all }: Awaited<ReturnType<typeof say>>): string[] {
  return [...new Set(all.map(({ chatId }) => chatId))].sort()
}

describe('a sensitive lead', () => {
  beforeEach(async () => {
    await say('liyang', '业委会主任挪用维修资金')
    await say('yangshuji', '接单 1001')
  })

  it.each([
    ['不受理 1001 归纪委管，电话0472-5550188', '只交给您一个人'],
    ['遗留 1001 年头太久', '只交给您一个人'],
    ['同意提请 1001', '只交给您一个人'],
    ['需要协调 1001 帮帮忙', '只交给您一个人'],
    ['退回 1001 我不管', '只交给您一个人'],
    ['再给1天 1001 等回话', '延到'],
  ])('stays with the one who has it: %s', async (command, answer) => {
    const heard = await say('yangshuji', command)

    expect(heard.in('dm-yangshuji').join()).toContain(answer)
    expect(heardBy(heard)).toEqual(['dm-yangshuji'])
  })

  it('is waited for, forwarded and chased without anybody else', async () => {
    await say('yangshuji', '转交 1001 纪委 0472-5550188')
    chats.clock.pass(24 * 30)
    await chats.settle()
    chats.clock.pass(24 * 30)
    await chats.settle()

    for (const who of ['hexiaomei', 'tiankezhang', 'chenjingli', 'wanggong', 'qianzhuren']) {
      expect((await chats.saidIn(`dm-${who}`)).join('\n')).not.toMatch(/1001|业委会事务/u)
    }
    const chased = (await chats.saidIn('dm-yangshuji')).filter((text) => text.includes('转给纪委'))
    expect(chased.length).toBeGreaterThan(0)
  })

  it('is mediated, if its reporter wants that, by the one who has it', async () => {
    const heard = await say('liyang', '申请调解 1001')

    expect(heardBy(heard)).not.toContain('dm-hexiaomei')
  })
})

describe('a complaint about 社区, where it runs the place', () => {
  beforeEach(async () => {
    const community = await findCommunity('jinxiu')
    if (community) await putCommunity({ ...community, profile: 'district_run' })
    await say('liyang', '物业前台态度太差')
    await say('tiankezhang', '接单 1001')
  })

  it.each([
    ['需要协调 1001 帮帮忙', '由街道来办'],
    ['不受理 1001 误会，由民政局负责，电话0472-5551234', '反映的是社区'],
    ['挂起 1001 到 12月25日 等调查', '挂起到12月25日'],
    ['转交 1001 民政局 0472-5551234', '已转给民政局'],
    ['退回 1001 再看看', '街道的同事'],
  ])('is heard of by nobody there: %s', async (command, answer) => {
    expect(await ticketOf(1001)).toMatchObject({ team: 'street', accused: 'district' })
    const heard = await say('tiankezhang', command)
    chats.clock.pass(24 * 60)
    const later = await chats.settle()

    expect(heard.in('dm-tiankezhang')[0]).toContain(answer)
    expect([...heardBy(heard), ...heardBy(later)]).not.toContain('dm-hexiaomei')
    expect([...heard.all, ...later.all].filter(({ chatId }) => chatId === 'dm-yangshuji')).toEqual([])
  })
})

describe('a complaint about 物业', () => {
  beforeEach(async () => {
    await say('liyang', '物业前台态度太差')
  })

  it('names 社区 to call, not the side complained about', async () => {
    const heard = await say('hexiaomei', '接单 1001')

    expect(heard.in('dm-liyang')[0]).toContain('0472-555-0102')
    expect(heard.in('dm-liyang')[0]).not.toContain('0472-555-0101')
  })

  it('is handed back to 社区, and nothing is said of 物业', async () => {
    await say('hexiaomei', '接单 1001')
    const heard = await say('hexiaomei', '退回 1001 请书记来定')

    expect(heard.in('dm-hexiaomei')[0]).toContain('原因已转给社区的同事')
    expect(heard.in('dm-yangshuji')[0]).toContain('请另行安排，回“转派 1001 姓名”')
    expect(heard.all.map(({ content }) => content.text).join()).not.toContain('物业经理')
    expect(heard.in(group)).toEqual([])
  })
})

describe('who has a matter', () => {
  it('is named to the reporter by side and name, once each', async () => {
    await say('liyang', '业委会主任挪用维修资金')
    const heard = await say('yangshuji', '接单 1001')

    expect(heard.in('dm-liyang')[0]).toContain('社区杨书记已接手')
    expect(heard.in('dm-liyang')[0]).not.toContain('书记杨书记')
  })
})

describe('what 社区 settles for 物业', () => {
  it('is told the reporter as said by 社区', async () => {
    await chats.say('liyang', '3号楼2单元楼道灯不亮')
    const heard = await say('yangshuji', '已解决 1001 昨天换好了')

    expect(heard.in('dm-liyang')[0]).toContain('社区说今天09:00办好了：昨天换好了')
  })
})
