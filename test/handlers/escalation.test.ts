import { describe, expect, it } from 'vitest'
import { listTickets } from '../../models/ticket.ts'
import { group, privately, staffGroup, useChats } from '../support/chat.ts'
import { china } from '../support/work-calendar.ts'

const chats = useChats()
const lift = '3号楼2单元电梯不动了'

async function ticket() {
  const [one] = (await listTickets({ limit: 50 })).reverse()
  if (!one) throw new Error('no ticket')
  return one
}

async function at(time: string) {
  chats.clock.at = china(time)
  return chats.settle()
}

/** Up to the rung of the secretary. */
async function untilSecretary() {
  await chats.say('liyang', lift)
  return at('2026-06-04T09:00')
}

const secretary = privately('yangshuji')

describe('the secretary', () => {
  it('brings it before 街道, once, and it is in the list of the next morning', async () => {
    const asked = await untilSecretary()
    const question = asked.all.find(({ content }) => content.text.startsWith('书记'))
    const labels = question?.content.buttons?.map(({ label }) => label)
    expect(labels).toEqual(['同意提请', '再给1天，写明原因', '已解决'])
    const answer = await chats.click('yangshuji', '同意提请', 'dm-yangshuji')
    const again = await chats.say('yangshuji', '同意提请 1001', secretary)

    expect(answer.text).toBe('1001号已提请街道，列进明天09:00给街道的清单。')
    expect(again.in('dm-yangshuji').join()).toContain('已经提请街道了')
    expect((await at('2026-06-05T09:00')).in('dm-tiankezhang')).toEqual([expect.stringContaining('1001')])
  })

  it('gives one day more, once, with a reason that the manager hears; then 街道 gets it', async () => {
    await untilSecretary()
    const asked = await chats.click('yangshuji', '再给1天，写明原因', 'dm-yangshuji')
    chats.clock.at = china('2026-06-08T08:30')
    const given = await chats.say('yangshuji', '再给1天 1001 配件今天到货', secretary)
    const again = await chats.say('yangshuji', '再给一天 1001 还没到', secretary)

    expect(asked.text).toContain('为什么再给一天')
    expect(given.in('dm-chenjingli').join()).toContain('社区书记再给一天，到明天08:30：配件今天到货')
    expect(again.in('dm-yangshuji').join()).toContain('不能再延')
    expect((await at('2026-06-08T09:30')).in('dm-tiankezhang')).toEqual([])
    expect((await at('2026-06-09T09:00')).in('dm-tiankezhang')).toHaveLength(1)
  })

  it('says that it is solved, and the reporter is asked', async () => {
    await untilSecretary()
    const asked = await chats.click('yangshuji', '已解决', 'dm-yangshuji')
    const heard = await chats.say('yangshuji', '昨天换好了门机', secretary)

    expect(asked.text).toContain('怎么解决的')
    expect(heard.in('dm-liyang')[0]).toMatch(/昨天换好了门机.*看好了吗/u)
    expect(await ticket()).toMatchObject({ status: 'resolved', ladderAt: null })
  })

  it.each(['同意提请 1001', '再给1天 1001 等等看', '已解决 1001 好了'])(
    'alone decides: %s from a colleague or 物业 changes nothing',
    async (words) => {
      await untilSecretary()
      const colleague = await chats.say('hexiaomei', words, privately('hexiaomei'))
      const manager = await chats.say('chenjingli', words, privately('chenjingli'))

      expect(colleague.in('dm-hexiaomei').join()).toContain('由社区书记定')
      expect(manager.in('dm-chenjingli').join()).toContain('没太明白')
      expect(await ticket()).toMatchObject({ status: 'assigned', referredAt: null, extendedUntil: null })
    },
  )

  it('decides nothing about what is over', async () => {
    await untilSecretary()
    await chats.say('wanggong', '办结 1001 换好了', privately('wanggong'))
    const heard = await chats.say('yangshuji', '同意提请 1001', secretary)

    expect(heard.in('dm-yangshuji').join()).toContain('已经办完')
  })

  it('brings a danger before 街道 at once, at night, too', async () => {
    chats.clock.at = china('2026-06-01T23:30')
    await chats.say('sunli', '6号楼1单元楼道好大的煤气味')
    const heard = await chats.say('yangshuji', '同意提请 1001', secretary)

    expect(heard.in('dm-tiankezhang')).toEqual([expect.stringContaining('【提请协调】锦绣家园1001号')])
  })
})

describe('a ticket handed back twice', () => {
  async function handBackTwice() {
    await chats.say('liyang', lift)
    await chats.say('wanggong', '退回 1001 保修期内，归厂家', privately('wanggong'))
    await chats.say('chenjingli', '转派 1001 王工', privately('chenjingli'))
    return chats.say('chenjingli', '退回 1001 合同里没有电梯维保', privately('chenjingli'))
  }

  it('is decided by 街道, who reads the reasons of each side, and is noted for the tripartite meeting', async () => {
    const heard = await handBackTwice()
    expect(heard.in('dm-chenjingli')[0]).toContain('由街道定归哪一方')
    expect(heard.in('dm-tiankezhang')).toEqual([
      '锦绣家园【1001】3号楼2单元电梯停运，退回2次，请街道定归属。\n物业：保修期内，归厂家\n物业经理：合同里没有电梯维保',
    ])
    expect(await ticket()).toMatchObject({ status: 'open', agenda: true, handBacks: 2 })

    const answer = await chats.click('tiankezhang', '归社区', 'dm-tiankezhang')
    const told = await chats.settle()
    expect(answer.text).toContain('归社区办')
    expect(told.in('dm-hexiaomei').join()).toContain('【1001】')
    expect(told.in('dm-chenjingli').join()).toContain('街道定了归社区办')
    expect(await ticket()).toMatchObject({ status: 'assigned', team: 'district', agenda: true })
    expect(
      (await chats.say('hexiaomei', '接单 1001', privately('hexiaomei'))).in('dm-hexiaomei')[0],
    ).toContain('由您来办')
  })

  it('goes to nobody it is about, and is decided by nobody else', async () => {
    await handBackTwice()
    const wrong = await chats.say('tiankezhang', '定归属 1001 居民', privately('tiankezhang'))
    const other = await chats.say('yangshuji', '定归属 1001 物业', secretary)
    const right = await chats.say('tiankezhang', '定归属 1001 业委会', privately('tiankezhang'))

    expect(wrong.in('dm-tiankezhang')[0]).toContain('归哪一方')
    expect(other.in('dm-yangshuji')[0]).not.toContain('归物业办')
    expect(right.in('dm-qianzhuren').join()).toContain('【1001】')
    expect(await ticket()).toMatchObject({ team: 'committee' })
  })
})

describe('the class of a ticket', () => {
  it('is set by the manager to a date within a week, with a reason that the reporter hears', async () => {
    await chats.say('liyang', lift)
    const set = await chats.say('chenjingli', '限时 1001 6月5日 等501门机配件', privately('chenjingli'))
    const far = await chats.say('chenjingli', '限时 1001 6月20日 等配件', privately('chenjingli'))
    const bare = await chats.say('chenjingli', '限时 1001 6月5日', privately('chenjingli'))
    const worker = await chats.say('wanggong', '限时 1001 6月5日 等配件', privately('wanggong'))

    expect(set.in('dm-liyang')[0]).toMatch(/需要些时间：.*定在6月5日17:30前办好/u)
    expect(far.in('dm-chenjingli')[0]).toContain('最多定到6月8日09:00（7天）')
    expect(bare.in('dm-chenjingli')[0]).toContain('请说到哪天、为什么')
    expect(worker.in('dm-wanggong')[0]).toContain('请物业经理来定')
    expect(await ticket()).toMatchObject({
      serviceClass: 'timed',
      resolveBy: china('2026-06-05T17:30'),
      answeredAt: china('2026-06-01T09:00'),
    })
  })

  it('is 遗留 only when 社区 proposes it and 街道 confirms', async () => {
    await chats.say('liyang', lift)
    const manager = await chats.say('chenjingli', '遗留 1001 没钱修', privately('chenjingli'))
    const asked = await chats.say('hexiaomei', '遗留 1001 维修资金没交齐', privately('hexiaomei'))
    expect(manager.in('dm-chenjingli')[0]).toContain('没太明白')
    expect(asked.in('dm-tiankezhang')[0]).toContain('申请列入遗留问题台账：维修资金没交齐')
    expect(await ticket()).toMatchObject({ serviceClass: 'immediate' })

    await chats.click('tiankezhang', '同意列入', 'dm-tiankezhang')
    const told = await chats.settle()
    const again = await chats.say('tiankezhang', '不同意遗留 1001 再想想', privately('tiankezhang'))
    expect(told.in('dm-hexiaomei')[0]).toContain('街道同意列入遗留台账')
    expect(told.in('dm-liyang')[0]).toContain('已列入遗留问题台账')
    expect(again.in('dm-tiankezhang')[0]).toContain('没有等街道定的遗留申请')
    expect(await ticket()).toMatchObject({ serviceClass: 'legacy', resolveBy: china('2026-07-01T09:00') })
  })

  it('stays what it was when 街道 refuses', async () => {
    await chats.say('liyang', lift)
    await chats.say('hexiaomei', '遗留 1001 维修资金没交齐', privately('hexiaomei'))
    const heard = await chats.say('tiankezhang', '不同意遗留 1001 先走应急维修', privately('tiankezhang'))

    expect(heard.in('dm-hexiaomei')[0]).toContain('街道不同意列入遗留台账：先走应急维修')
    expect(await ticket()).toMatchObject({ serviceClass: 'immediate', legacyRequest: null })
  })
})

describe('已联系', () => {
  it('counts from when it was, as far as that can be', async () => {
    await chats.say('liyang', lift)
    chats.clock.at = china('2026-06-01T18:00')
    const heard = await chats.say('wanggong', '已联系 1001 今天10点半，约了明天上门', privately('wanggong'))
    expect(heard.in('dm-wanggong')[0]).toContain('1001号今天10:30已联系住户')
    expect(await ticket()).toMatchObject({ answeredAt: china('2026-06-01T10:30') })

    await chats.say('liushifu', '已联系 1001 9:15', privately('liushifu'))
    expect(await ticket()).toMatchObject({ answeredAt: china('2026-06-01T09:15') })
    await chats.say('liushifu', '已联系 1001 昨天8点', privately('liushifu'))
    expect(await ticket()).toMatchObject({ answeredAt: china('2026-06-01T09:15') })
  })
})

describe('clocks', () => {
  it('stand still while a ticket waits, and its date moves on by as much', async () => {
    await chats.say('liyang', lift)
    await chats.say('chenjingli', '接单 1001', privately('chenjingli'))
    await chats.say('chenjingli', '挂起 1001 到 6月3日9点 等配件', privately('chenjingli'))
    expect(await ticket()).toMatchObject({ pausedAt: china('2026-06-01T09:00') })
    chats.clock.at = china('2026-06-02T09:00')
    await chats.say('chenjingli', '恢复 1001', privately('chenjingli'))

    expect(await ticket()).toMatchObject({ pausedAt: null, resolveBy: china('2026-06-03T09:00') })
  })
})

describe('lists', () => {
  it('show each what is theirs, in private and without persons', async () => {
    await chats.say('liyang', '3号楼2单元501厨房漏水')
    await chats.say('wangmin', '物业前台态度太差', privately('wangmin'))
    await chats.say('sunli', '5号楼楼道灯不亮')
    await chats.say('wanggong', '接单 1001', privately('wanggong'))
    const ask = async (who: string, words: string) =>
      (await chats.say(who, words, privately(who))).in(`dm-${who}`)[0] ?? ''

    expect(await ask('wanggong', '我的工单')).toMatch(
      /^您手上1件：\n1001 3号楼2单元厨房漏水：明天09:00前要办好$/u,
    )
    expect(await ask('liyang', '我的工单')).toContain('您报过的事')
    expect(await ask('liushifu', '今日待办')).toBe('今天没有到期的事。')
    expect(await ask('zhoujie', '本楼诉求')).toMatch(/还有1件没办完：\n1003/u)
    expect(await ask('liyang', '本楼诉求')).toContain('没太明白')
    chats.clock.at = china('2026-06-02T08:45')
    expect(await ask('liushifu', '今日待办')).toMatch(/^今天1件：\n1003/u)
    expect(await ask('chenjingli', '今日待办')).toMatch(/^今天2件：/u)
    chats.clock.at = china('2026-06-02T09:01')
    expect(await ask('chenjingli', '超期')).toMatch(/^超期2件，早的在前：/u)
    expect(await ask('hexiaomei', '超期')).toMatch(/^超期3件/u)
    expect(await ask('qianzhuren', '超期')).toMatch(/^超期2件/u)
    expect(await ask('tiankezhang', '超期')).toMatch(/^超期3件/u)
    const inGroup = await chats.say('chenjingli', '超期', { chatId: staffGroup })
    expect(inGroup.in(staffGroup).join()).not.toContain('1001')
  })
})

describe('who gets a new ticket', () => {
  it('is proposed by roster and load to the manager, who passes it on with one tap', async () => {
    await chats.say('liyang', lift)
    await chats.click('chenjingli', '派给王工', 'dm-chenjingli')
    const heard = await chats.settle()

    expect((await chats.saidIn('dm-chenjingli'))[0]).toContain('可以派给王工（正在值班，手上没有别的）')
    expect((await chats.saidIn(staffGroup))[0]).not.toContain('可以派给')
    expect(heard.in('dm-wanggong')).toEqual([expect.stringContaining('【1001】')])
  })

  it('is the secretary alone for a sensitive lead, which joins nothing and is listed to nobody else', async () => {
    await chats.say('liyang', '业委会不公开账目，开会也不通知')
    const lead = await chats.say('sunli', '业委会主任把公共收益私分了，挪用公款')
    await chats.say('wangmin', '业委会账目从来不公布')
    const list = await chats.say('hexiaomei', '超期', privately('hexiaomei'))
    const progress = await chats.say('hexiaomei', '进度 1002', privately('hexiaomei'))

    expect(lead.in(group)).toEqual([expect.stringContaining('已单独发给您')])
    expect(lead.in('dm-yangshuji')).toHaveLength(1)
    expect(lead.all.map(({ chatId }) => chatId).sort()).toEqual(['dm-sunli', 'dm-yangshuji', group])
    expect(list.in('dm-hexiaomei').join()).not.toContain('1002')
    expect(progress.in('dm-hexiaomei')).toEqual(['1002号：已派单。'])
    expect((await listTickets({ limit: 9 })).map(({ lead: kind }) => kind)).toEqual(['money', null])
  })
})
