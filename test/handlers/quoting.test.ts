import { describe, expect, it } from 'vitest'
import type { TicketStatus } from '../../domain/ticket-flow.ts'
import { reportsOn } from '../../models/report.ts'
import { listTickets } from '../../models/ticket.ts'
import { group, privately, staffGroup, useChats } from '../support/chat.ts'

const chats = useChats()

async function statuses(): Promise<TicketStatus[]> {
  return (await listTickets({ limit: 50 })).reverse().map(({ status }) => status)
}

/** Two tickets of 李阳; the second is the one spoken of last. */
async function twoTickets(): Promise<void> {
  await chats.say('liyang', '3号楼2单元电梯不动了')
  await chats.say('liyang', '3号楼2单元楼道灯不亮')
}

describe('a message that quotes one of the bot’s', () => {
  it.each<[string, TicketStatus]>([
    ['没好', 'assigned'],
    ['还是没修好啊', 'assigned'],
    ['好了，谢谢', 'closed'],
  ])('%s is about the ticket that the quoted message names', async (words, status) => {
    await twoTickets()
    for (const number of [1001, 1002])
      await chats.say('wanggong', `办结 ${number} 修了`, privately('wanggong'))
    const quote = '您反映的3号楼2单元电梯停运（1001），物业说今天09:00办好了：修了。您看好了吗？'
    await chats.say('liyang', words, { quote })

    expect(await statuses()).toEqual([status, 'resolved'])
  })

  it('withdraws, urges and adds to that ticket', async () => {
    await twoTickets()
    const quote = '【1001】3号楼2单元电梯停运。'
    const urged = await chats.say('liyang', '催一下', { quote })
    await chats.say('liyang', '补充 晚上更响', { quote })
    await chats.say('liyang', '撤回', { quote })

    expect(urged.in(group)[0]).toContain('1001号催过了')
    const [, first] = await listTickets({ limit: 2 })
    expect(first?.events.map(({ kind }) => kind)).toContain('urged')
    expect(await reportsOn(first?._id ?? '')).toEqual([])
    expect(await statuses()).toEqual(['withdrawn', 'assigned'])
  })

  it('lets staff act on a card without saying its number', async () => {
    await twoTickets()
    const quote = '【1001】3号楼2单元电梯停运。请先回个话，最晚明天09:00。'
    await chats.say('wanggong', '接单', { chatId: staffGroup, quote })
    await chats.say('wanggong', '办结 换了皮带', { chatId: staffGroup, quote })

    expect(await statuses()).toEqual(['resolved', 'assigned'])
  })

  it('is taken by the ticket behind its buttons where the text names none', async () => {
    await twoTickets()
    const [, first] = await listTickets({ limit: 2 })
    await chats.say('liyang', '撤回', { quote: '您看好了吗？', quotedTicket: first?._id ?? '' })

    expect(await statuses()).toEqual(['withdrawn', 'assigned'])
  })

  it('goes by the number that is said, whatever is quoted', async () => {
    await twoTickets()
    await chats.say('liyang', '撤回 1002', { quote: '收到，电梯，已登记（1001）。' })

    expect(await statuses()).toEqual(['assigned', 'withdrawn'])
  })

  it('gives nobody a right that the number does not give', async () => {
    await twoTickets()
    const heard = await chats.say('sunli', '撤回', { ...privately('sunli'), quote: '已登记（1001）。' })

    expect(heard.in('dm-sunli')[0]).toContain('不是您报的')
    expect(await statuses()).toEqual(['assigned', 'assigned'])
  })
})

describe('an answer in a group', () => {
  it('begins with whom it is for, as the group knows that person, and with nobody else', async () => {
    const heard = await chats.say('liyang', '3号楼2单元电梯不动了')
    const refused = await chats.say('sunli', '撤回 1001')

    expect(heard.in(group)).toEqual([expect.stringMatching(/^@liyang 收到/u)])
    expect(refused.in(group)).toEqual([expect.stringMatching(/^@sunli 1001号不是您报的/u)])
    expect(heard.in('dm-chenjingli').join()).not.toContain('@')
  })

  it('to a danger is for everybody, and in private for nobody else', async () => {
    const danger = await chats.say('sunli', '6号楼1单元楼道好大的煤气味')
    const alone = await chats.say('liyang', '帮助', privately('liyang'))

    expect(danger.in(group)[0]).toMatch(/^⚠️/u)
    expect(alone.in('dm-liyang')[0]).not.toContain('@')
  })
})
