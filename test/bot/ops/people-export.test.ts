import { beforeEach, describe, expect, it } from 'vitest'
import { findByIdentity } from '../../../models/person.ts'
import { useChats } from '../../support/chat.ts'
import { tellOfLiyang } from '../../support/known-person.ts'
import { opsDoor, runLine, setVersion } from '../../support/ops.ts'
import { linkEnv, usePageDoor } from '../../support/page-door.ts'

const chats = useChats({ env: linkEnv })
const door = usePageDoor(chats)
beforeEach(() => setVersion())

const ops = (line: string) => runLine(line, opsDoor(chats.clock.at))

describe('people export', () => {
  it('has everything that is held about a person, and is noted once a day', async () => {
    await tellOfLiyang(chats, door)
    const { json, exitCode } = await ops('people export --platform console --id liyang')
    await ops('people export --platform console --id liyang')

    expect(exitCode).toBe(0)
    expect(json.person).toMatchObject({ name: '李阳', identities: [{ externalId: 'liyang' }] })
    expect(json.homes).toEqual([{ communityId: 'jinxiu', building: '3', unit: '2', room: '501' }])
    expect(json.tickets.map(({ number }: { number: number }) => number).sort()).toEqual([1001, 1002, 1003])
    expect(JSON.stringify(json.reports)).toContain('老人腿脚')
    expect(JSON.stringify(json.messages)).toContain('13812345678')
    expect(JSON.stringify(json.deliveries)).toContain('已登记')
    expect(json.links.length + json.sessions.length).toBe(3)
    expect(json.pictures).toHaveLength(2)
    expect(Buffer.from(json.pictures[0].base64, 'base64').subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]))
    expect(JSON.stringify(json)).not.toMatch(/王敏|salt/u)
    const person = await findByIdentity({ platform: 'console', externalId: 'liyang' })
    expect(person?.events.map(({ kind }) => kind)).toEqual(['seen'])
    await chats.settle()
    expect((await ops('audit verify')).json).toMatchObject({ ok: true, waiting: 0 })
  })

  it('has what staff did, without the words of those they did it for', async () => {
    await tellOfLiyang(chats, door)
    const { json } = await ops('people export --platform console --id wanggong')

    expect(json.roles).toMatchObject([{ role: 'property' }])
    expect(JSON.stringify(json.acts)).toContain('501换了软管')
    expect(json.reports).toEqual([])
  })

  it('does not know a stranger', async () => {
    expect((await ops('people export --platform console --id nobody')).json.error.code).toBe('unknown_person')
  })
})
