import { describe, expect, it } from 'vitest'
import { countVoices } from '../../models/report.ts'
import { listTickets } from '../../models/ticket.ts'
import { group, privately, useChats } from '../support/chat.ts'

const chats = useChats()
const record = [
  '锦绣家园业主群的聊天记录',
  '3-2-501 李阳：3号楼2单元电梯不动了',
  '王敏：我家也是，抱着孩子爬七楼',
  '赵军：周末谁去爬山',
  '孙丽：6号楼门口路灯不亮了',
  '小邻：收到，已登记（1001）',
].join('\n')

describe('a forwarded chat', () => {
  it('becomes one ticket for each incident, with everybody who spoke about it, and its lines are counted', async () => {
    const heard = await chats.say('zhoujie', record, privately('zhoujie'))

    const tickets = (await listTickets({ limit: 10 })).reverse()
    expect(tickets.map(({ category, building }) => `${category} ${building}`)).toEqual([
      'repair.elevator 3',
      'facility 6',
    ])
    expect(await countVoices(tickets[0]?._id ?? '')).toBe(2)
    expect(await countVoices(tickets[1]?._id ?? '')).toBe(1)
    const answer = heard.in('dm-zhoujie').join()
    expect(answer).toContain('收到5条聊天记录，少了请补。')
    for (const { number } of tickets) expect(answer).toContain(String(number))
  })

  it('joins what stands already', async () => {
    await chats.say('sunli', '3号楼2单元电梯不动了')
    await chats.say('zhoujie', record, privately('zhoujie'))

    const tickets = await listTickets({ limit: 10 })
    expect(tickets.filter(({ category }) => category === 'repair.elevator')).toHaveLength(1)
  })

  it('with nothing to register is answered so', async () => {
    const heard = await chats.say('zhoujie', '王敏：周末谁去爬山\n赵军：算我一个', privately('zhoujie'))

    expect(heard.in('dm-zhoujie').join()).toContain('收到2条聊天记录，没看出要登记的事')
    expect(await listTickets({ limit: 10 })).toEqual([])
  })

  it('is heard twice without anything twice', async () => {
    await chats.say('zhoujie', record, { ...privately('zhoujie'), key: 'same' })
    await chats.say('zhoujie', record, { ...privately('zhoujie'), key: 'same' })

    const tickets = await listTickets({ limit: 10 })
    expect(tickets).toHaveLength(2)
    expect(await chats.saidIn(group)).toEqual([])
  })
})
