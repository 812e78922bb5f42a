import { describe, expect, it } from 'vitest'
import { countVoices } from '../../models/report.ts'
import { listTickets } from '../../models/ticket.ts'
import { group, privately, useChats } from '../support/chat.ts'

const chats = useChats()
const lift = '3号楼2单元电梯不动了，按了没反应'

async function tickets() {
  return (await listTickets({ limit: 50 })).reverse()
}

describe('what the group is talking of', () => {
  it.each(['我家也是', '+1'])('is joined by who says %s to the bot', async (text) => {
    await chats.say('liyang', lift)
    const heard = await chats.say('wangmin', text)

    expect(heard.in(group).join()).toContain('也给您记上了')
    expect(await countVoices((await tickets())[0]?._id ?? '')).toBe(2)
  })

  it('is not joined by words that were said to others, nor in private', async () => {
    await chats.say('liyang', lift)
    await chats.say('wangmin', '我家也是', { isAddressed: false })
    const heard = await chats.say('zhaojun', '我家也是', privately('zhaojun'))

    expect(heard.in('dm-zhaojun').join()).toContain('没太明白')
    expect(await countVoices((await tickets())[0]?._id ?? '')).toBe(1)
  })

  it('is not joined by who lives elsewhere', async () => {
    await chats.say('liyang', lift)
    await chats.say('sunli', '我家也是')

    expect(await countVoices((await tickets())[0]?._id ?? '')).toBe(1)
  })

  it('is placed by a neighbour who says where, and 物业 hears it', async () => {
    await chats.say('liyang', '电梯坏了，按了没反应')
    const heard = await chats.say('wangmin', '3号楼2单元电梯也不动')

    expect(heard.in('dm-chenjingli').join()).toContain('3号楼2单元')
    expect(await tickets()).toMatchObject([{ building: '3', unit: '2' }])
  })
})

describe('the reporter', () => {
  it('corrects a place, and 物业 hears where it is', async () => {
    await chats.say('liyang', lift)
    const heard = await chats.say('liyang', '说错了，是1单元不是2单元')

    expect(heard.in('dm-chenjingli').join()).toContain('3号楼1单元')
    expect(await tickets()).toMatchObject([{ building: '3', unit: '1' }])
  })

  it('opens a closed ticket again by saying that it is back', async () => {
    await chats.say('liyang', lift)
    await chats.say('liyang', '好了 1001', privately('liyang'))
    chats.clock.pass(5)
    await chats.say('liyang', '又停了，还是按了没反应')

    expect(await tickets()).toMatchObject([{ number: 1001, status: 'assigned' }])
  })
})
