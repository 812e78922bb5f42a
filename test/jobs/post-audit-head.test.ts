import { beforeEach, describe, expect, it } from 'vitest'
import { postAuditHead } from '../../jobs/post-audit-head.ts'
import { chainRow } from '../../models/audit-chain.ts'
import { bindChat } from '../../models/chat.ts'
import { setCommunityMode } from '../../models/community.ts'
import { listDeliveries } from '../../models/delivery.ts'
import { silentTools } from '../support/audit.ts'
import { group, staffGroup, useChats } from '../support/chat.ts'
import { opsDoor, runLine, setVersion } from '../support/ops.ts'

const chats = useChats()
beforeEach(() => setVersion())

async function posts(): Promise<string[]> {
  return (await chats.saidIn(staffGroup)).filter((text) => text.includes('校验码'))
}

function at(clock: string): Date {
  return new Date(`2026-06-01T${clock}:00+08:00`)
}

describe('post-audit-head', () => {
  it('posts in the afternoon where the chain ends, once a day, to the staff group alone', async () => {
    await chats.say('liyang', '3号楼2单元电梯不动了')
    expect(await posts()).toEqual([])

    chats.clock.at = at('17:30')
    await chats.settle()
    const [text = ''] = await posts()
    const { seq, hash } =
      /^今日留痕校验码 (?<seq>\d+)-(?<hash>[0-9a-f]{12})，请留存。$/u.exec(text)?.groups ?? {}
    expect((await chainRow(Number(seq)))?.hash.slice(0, 12)).toBe(hash)
    await chats.say('wangmin', '6号楼1单元楼道灯不亮')
    chats.clock.at = at('19:00')
    await chats.settle()
    expect(await posts()).toEqual([text])
    expect((await chats.saidIn(group)).join()).not.toContain('校验码')

    chats.clock.pass(23)
    await chats.settle()
    expect(await posts()).toHaveLength(2)
  })

  it('posts what verifying takes', async () => {
    await chats.say('liyang', '3号楼2单元电梯不动了')
    chats.clock.at = at('18:00')
    await chats.settle()
    const noted = /\d+-[0-9a-f]{12}/u.exec((await posts()).join())?.[0]
    await chats.say('wangmin', '6号楼1单元楼道灯不亮')

    expect((await runLine(`audit verify --head ${noted}`, opsDoor(chats.clock.at))).json.ok).toBe(true)
  })

  it.each(['17:29', '19:30', '23:00'])('posts nothing at %s', async (clock) => {
    await chats.say('liyang', '3号楼2单元电梯不动了')

    expect(await postAuditHead.run(silentTools(at(clock)))).toBe(0)
  })

  it('posts nothing while there is nothing to keep', async () => {
    expect(await postAuditHead.run(silentTools(at('18:00')))).toBe(0)
  })

  it('comes to every staff group although a crash came between them', async () => {
    await chats.say('liyang', '3号楼2单元电梯不动了')
    await postAuditHead.run(silentTools(at('18:00')))
    await bindChat(
      { platform: 'console', externalId: 'g-two', kind: 'staff', communityId: 'jinxiu' },
      at('18:00'),
    )

    expect(await postAuditHead.run(silentTools(at('18:01')))).toBe(1)
    expect(await postAuditHead.run(silentTools(at('18:02')))).toBe(0)
  })

  it('is kept on record where the bot may not speak', async () => {
    await chats.say('liyang', '3号楼2单元电梯不动了')
    await setCommunityMode('jinxiu', 'shadow')
    await postAuditHead.run(silentTools(at('18:00')))
    const [post] = (await listDeliveries({ limit: 50 })).filter(({ kind }) => kind === 'audit-head')

    expect(post).toMatchObject({ status: 'cancelled', proof: 'mode shadow' })
  })
})
