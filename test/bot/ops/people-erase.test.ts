import mongoose from 'mongoose'
import { beforeEach, describe, expect, it } from 'vitest'
import { runOps } from '../../../bot/ops/run.ts'
import { erasePerson } from '../../../models/erase-person.ts'
import { findByIdentity } from '../../../models/person.ts'
import { tracesOf } from '../../../models/person-traces.ts'
import { countVoices, reportsOn } from '../../../models/report.ts'
import { privately, useChats } from '../../support/chat.ts'
import { failWrites } from '../../support/fail-writes.ts'
import { hear, personal, personIdOf, tellOfLiyang, ticketOf } from '../../support/known-person.ts'
import { opsDoor, runLine, setVersion } from '../../support/ops.ts'
import { linkEnv, usePageDoor } from '../../support/page-door.ts'

const chats = useChats({ env: linkEnv })
const door = usePageDoor(chats)
beforeEach(() => setVersion())

const who = '--platform console --id liyang'
const ops = (line: string) => runLine(line, opsDoor(chats.clock.at))
const audit = async () => (await ops('audit verify')).json

/** All texts that are stored anywhere, ids and numbers of other things among them. */
async function allTexts(): Promise<string[]> {
  const collections = (await mongoose.connection.db?.collections()) ?? []
  const documents = await Promise.all(
    collections
      .filter(({ collectionName }) => collectionName !== 'media.chunks')
      .map(async (one) => (await one.find().toArray()).map((found) => [one.collectionName, found])),
  )
  return documents.flat(2).flatMap(textsIn)
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null || value instanceof Date) return []
  return Object.entries(value).flatMap(([key, inner]) => [key, ...textsIn(inner)])
}

async function leftovers(): Promise<string[]> {
  return (await allTexts()).filter((text) => personal.test(text))
}

function voicesOf(numbers: number[]): Promise<number[]> {
  return Promise.all(numbers.map(async (number) => countVoices((await ticketOf(number))._id)))
}

describe('people erase', () => {
  it('leaves nothing of a person anywhere, and the audit chain valid', async () => {
    await tellOfLiyang(chats, door)
    expect((await leftovers()).length).toBeGreaterThan(40)
    const voices = await voicesOf([1001, 1002, 1003])
    const rehearsed = await ops(`people erase ${who}`)
    expect((await audit()).ok).toBe(true)

    const { json, exitCode } = await ops(`people erase ${who} --yes`)

    expect(await leftovers()).toEqual([])
    expect(exitCode).toBe(0)
    expect(json.left).toEqual({})
    expect(json.counts.person).toBe(1)
    expect(rehearsed.json.isReal).toBe(false)
    await chats.settle()
    expect(await audit()).toMatchObject({ ok: true, waiting: 0, faulty: 0 })
    expect((await audit()).erased).toBeGreaterThan(0)
    expect(await voicesOf([1001, 1002, 1003])).toEqual(voices)
  })

  it('keeps the tickets, what was done about them, and the words of others', async () => {
    await tellOfLiyang(chats, door)
    const before = await ticketOf(1001)
    await ops(`people erase ${who} --yes`)
    const after = await ticketOf(1001)

    expect(after).toMatchObject({
      number: 1001,
      status: before.status,
      category: before.category,
      room: '某',
    })
    expect(after.events.map(({ id }) => id)).toEqual([
      ...before.events.map(({ id }) => id),
      expect.stringMatching(/^erased:/u),
    ])
    expect(after.events.map(({ note }) => note)).toContain('某换了软管')
    const texts = (await reportsOn((await ticketOf(1002))._id)).map(({ text }) => text)
    expect(texts).toEqual(['', '3号楼2单元电梯又坏了，某家的某也停了'])
    expect(await mongoose.connection.collection('media.files').countDocuments()).toBe(0)
    expect(await mongoose.connection.collection('media.chunks').countDocuments()).toBe(0)
  })

  it('only counts without --yes, about as much as is then erased', async () => {
    await tellOfLiyang(chats, door)
    const before = await allTexts()
    const { json: rehearsed } = await ops(`people erase ${who}`)
    expect(await allTexts()).toEqual(before)
    const { json: done } = await ops(`people erase ${who} --yes`)

    // A message that quotes the person is in two of the rehearsed numbers.
    expect(rehearsed.counts.mentions - done.counts.mentions).toBe(1)
    for (const thing of ['links', 'sessions', 'quotes', 'pictures', 'reports', 'homes', 'person']) {
      expect(done.counts[thing], thing).toBe(rehearsed.counts[thing])
      expect(done.counts[thing], thing).toBeGreaterThan(0)
    }
    const { stdout } = await runOps(
      ['people', 'erase', '--platform', 'console', '--id', 'wangmin'],
      opsDoor(chats.clock.at),
    )
    expect(stdout).toContain('以上是演练，什么都没有删')
    expect(stdout).toContain('管不到：以前的备份')
  })

  it('changes nothing more when it is repeated under the erased identity', async () => {
    await tellOfLiyang(chats, door)
    const { json } = await ops(`people erase ${who} --yes`)
    const texts = await allTexts()

    const again = await ops(json.again)

    expect(Object.values(again.json.counts).every((count) => count === 0)).toBe(true)
    expect(await allTexts()).toEqual(texts)
    expect((await ops(`people erase ${who} --yes`)).json.error.code).toBe('unknown_person')
  })

  it('is completed by a repetition after a crash at any write', async () => {
    await tellOfLiyang(chats, door)
    for (let write = 0; ; write += 1) {
      const traces = await tracesOf({ platform: 'console', externalId: 'liyang' })
      if (!traces) break
      const erasure = { at: chats.clock.at, isReal: true, ownOnly: false }
      const isOver = await failWrites(write, () => erasePerson(traces, erasure))
      expect(write).toBeLessThan(300)
      if (isOver) break
    }

    expect(await leftovers()).toEqual([])
    await chats.settle()
    expect(await audit()).toMatchObject({ ok: true, faulty: 0 })
  })

  it('knows somebody who comes back as somebody new', async () => {
    await tellOfLiyang(chats, door)
    const before = await personIdOf('liyang')
    await ops(`people erase ${who} --yes`)
    const heard = await chats.say('liyang', '5号楼1单元电梯不动了', privately('wangmin'))

    expect(await personIdOf('liyang')).not.toBe(before)
    expect(heard.in('dm-wangmin').join()).not.toBe('')
  })

  it('leaves the words of others alone with --own-only', async () => {
    await hear(chats, { who: 'liyang', name: '电梯', text: '6号楼1单元楼道灯不亮' })
    await chats.say('wangmin', '3号楼2单元电梯不动了')
    const { json, exitCode } = await ops(`people erase ${who} --yes --own-only`)

    expect(exitCode).toBe(0)
    expect((await ticketOf(1002)).summary).toContain('电梯')
    expect(json.left.tickets).toBe(1)
  })

  it('takes a common word for a name where it is told to, which the rehearsal shows', async () => {
    await hear(chats, { who: 'liyang', name: '电梯', text: '6号楼1单元楼道灯不亮' })
    await chats.say('wangmin', '3号楼2单元电梯不动了')

    expect((await ops(`people erase ${who}`)).json.counts.mentions).toBeGreaterThan(2)
  })

  it('tells of somebody else who has the same name', async () => {
    await ops('people grant --platform console --id other --name 李阳 --role unit_leader --place jinxiu')
    const { json, exitCode } = await ops(`people erase ${who} --yes`)

    expect(exitCode).toBe(1)
    expect(json.left).toEqual({ people: 1 })
    expect(await findByIdentity({ platform: 'console', externalId: 'other' })).toMatchObject({ name: '李阳' })
  })

  it.each([
    ['a role in force', 'wanggong', 'has_roles'],
    ['nobody known', 'nobody', 'unknown_person'],
  ])('refuses %s', async (_what, id, code) => {
    expect(await ops(`people erase --platform console --id ${id} --yes`)).toMatchObject({
      exitCode: 1,
      json: { error: { code } },
    })
  })

  it('erases who worked here once the roles have ended and the roster is another', async () => {
    await chats.say('liyang', '3号楼2单元电梯不动了')
    await chats.say('chenjingli', '接单 1001', privately('chenjingli'))
    await chats.say('chenjingli', '转派 1001 王工', privately('chenjingli'))
    await ops('people end --platform console --id wanggong --role property --place jinxiu')
    expect((await ops('people erase --platform console --id wanggong')).json.error.code).toBe('on_duty')
    await mongoose.connection.collection('communities').updateMany({}, { $set: { duty: [] } })
    const { json } = await ops('people erase --platform console --id wanggong --yes')
    await chats.settle()

    expect(json.left).toEqual({})
    expect((await allTexts()).filter((text) => /王工|wanggong/u.test(text))).toEqual([])
    expect(await audit()).toMatchObject({ ok: true, erased: 1 })
  })

  it('waits with somebody who has reported a danger that is not over, unless forced', async () => {
    await chats.say('sunli', '6号楼1单元301好大的煤气味')
    const erase = 'people erase --platform console --id sunli --yes'

    expect((await ops(erase)).json.error.code).toBe('active_emergency')
    expect((await ops(`${erase} --force`)).json.left).toEqual({})
  })

  it('waits while something of the person is being worked on', async () => {
    await chats.say('liyang', '3号楼2单元电梯不动了')
    await mongoose.connection.collection('inbound').updateMany({}, { $set: { stage: 'understood' } })

    expect((await ops(`people erase ${who} --yes`)).json.error.code).toBe('still_busy')
  })
})
