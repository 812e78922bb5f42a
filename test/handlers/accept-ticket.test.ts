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
