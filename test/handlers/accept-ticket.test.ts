import { beforeEach, describe, expect, it } from 'vitest'
import { privately, useChats } from '../support/chat.ts'
import { personIdOf, ticketOf } from '../support/known-person.ts'
import { opsDoor, runLine, setVersion } from '../support/ops.ts'

const chats = useChats()
beforeEach(() => setVersion())
const accept = () => chats.say('wanggong', '接单 1001', privately('wanggong'))

async function seen() {
  const { events } = await ticketOf(1001)
  return events.filter(({ kind }) => kind === 'seen').map(({ by, role }) => [by, role])
}

describe('a look at what somebody reported', () => {
  it('is noted of who accepts the ticket, once a day', async () => {
    await chats.say('liyang', '3号楼2单元501厨房漏水')
    await accept()
    await chats.say('wanggong', '退回 1001 不归我们', privately('wanggong'))
    await accept()
    const once = [await personIdOf('wanggong'), 'property']
    expect(await seen()).toEqual([once])

    chats.clock.pass(24)
    await chats.say('wanggong', '退回 1001 不归我们', privately('wanggong'))
    await accept()
    expect(await seen()).toEqual([once, once])
  })

  it('is noted of the operator who asks for words and names', async () => {
    await chats.say('liyang', '3号楼2单元501厨房漏水')
    const ops = (line: string) => runLine(line, opsDoor(chats.clock.at))
    await ops('tickets show 1001 --community jinxiu')
    expect(await seen()).toEqual([])

    await ops('tickets show 1001 --community jinxiu --full')
    await ops('tickets show 1001 --community jinxiu --full')
    expect(await seen()).toEqual([[null, 'admin']])
  })

  it('is not noted of who accepts what nobody else has reported', async () => {
    await chats.say('wanggong', '3号楼2单元电梯不动了', privately('wanggong'))
    await accept()

    expect(await seen()).toEqual([])
  })
})

describe('转派', () => {
  it('opens nothing that is over: only who reported it or watches over it does', async () => {
    await chats.say('liyang', '3号楼2单元楼道灯不亮')
    await chats.say('wanggong', '接单 1001', privately('wanggong'))
    await chats.say('wanggong', '办结 1001 换了灯', privately('wanggong'))
    await chats.say('liyang', '好了 1001', privately('liyang'))
    const heard = await chats.say('wanggong', '转派 1001 刘师傅', privately('wanggong'))

    expect(heard.in('dm-wanggong')[0]).toContain('不用转派')
    expect(heard.in('dm-liushifu')).toEqual([])
    expect(await ticketOf(1001)).toMatchObject({ status: 'closed' })
  })

  it('says that the time is over, or that the reporter has had an answer, where that is so', async () => {
    await chats.say('liyang', '3号楼2单元楼道灯不亮')
    chats.clock.pass(26)
    await chats.settle()
    const late = await chats.say('chenjingli', '转派 1001 王工', privately('chenjingli'))
    await chats.say('wanggong', '接单 1001', privately('wanggong'))
    const answered = await chats.say('wanggong', '转派 1001 刘师傅', privately('wanggong'))

    expect(late.in('dm-wanggong')[0]).toContain('答复时间已经过了，请先给住户回个话')
    expect(answered.in('dm-liushifu')[0]).toContain('前面已经答复过住户，请接着办')
  })
})
