import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { preparePicture } from '../../bot/picture.ts'
import { issueLink } from '../../models/link.ts'
import { storePicture } from '../../models/media.ts'
import { findByIdentity } from '../../models/person.ts'
import { endRole } from '../../models/role.ts'
import { listTickets } from '../../models/ticket.ts'
import { privately, staffGroup, useChats } from '../support/chat.ts'
import type { Device } from '../support/page-door.ts'
import { linkEnv, secret, usePageDoor } from '../support/page-door.ts'

const chats = useChats({ env: linkEnv })
const door = usePageDoor(chats)
const leak = '我是李阳，3号楼2单元501厨房漏水，电话13812345678'

async function picture(): Promise<string> {
  const bytes = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#808080' } })
    .jpeg()
    .toBuffer()
  return storePicture(await preparePicture(bytes), 'xiaolin', chats.clock.at)
}

async function ticket(number = 1001) {
  const found = (await listTickets({ limit: 50 })).find((one) => one.number === number)
  if (!found) throw new Error(`no ticket ${number}`)
  return found
}

async function personId(externalId: string): Promise<string> {
  const person = await findByIdentity({ platform: 'console', externalId })
  if (!person) throw new Error(`nobody called ${externalId}`)
  return person._id
}

/** A leak in 李阳’s flat, with a photo. */
async function reportLeak(): Promise<string> {
  const image = await picture()
  await chats.say('liyang', leak, { images: [image] })
  return image
}

function say(who: string, words: string) {
  return chats.say(who, words, privately(who))
}

async function page(device: Device, number = 1001) {
  const { status, json } = await device.get(`/api/tickets/${(await ticket(number))._id}`)
  return { status, ...json }
}

async function look(device: Device, image: string, number = 1001): Promise<number> {
  return (await device.get(`/api/tickets/${(await ticket(number))._id}/media/${image}`)).status
}

/** Opens a link to a ticket that the bot would not give. */
async function withLink(who: string, number = 1001): Promise<Device> {
  const { _id, communityId } = await ticket(number)
  const expiresAt = new Date(chats.clock.at.getTime() + 86_400_000)
  const link = { purpose: 'ticket' as const, personId: await personId(who), communityId, ticketId: _id }
  const device = door.device()
  await device.post(`/api/links/${await issueLink({ ...link, expiresAt }, secret, 'issued')}`, {})
  return device
}

async function seen(): Promise<(string | null)[]> {
  return (await ticket()).events.filter(({ kind }) => kind === 'seen').map(({ by }) => by)
}

describe('物业', () => {
  it('sees before accepting where it is and how it stands, and nothing that was said', async () => {
    const image = await reportLeak()
    const device = await door.signedIn('wanggong', '进度 1001')
    const found = await page(device)

    expect(found).toMatchObject({
      status: 'assigned',
      statusName: '已派单',
      timeline: [{ text: '已登记，转给办理的人' }],
      mine: [],
      actions: [],
      handling: { place: '3号楼2单元厨房', reports: null },
    })
    expect(JSON.stringify({ ...found, id: '' })).not.toMatch(/李阳|501|138/u)
    expect(await look(device, image)).toBe(404)
    expect(await seen()).toEqual([])
  })

  it('sees after accepting who said what, with the photos, and no actions of residents', async () => {
    const image = await reportLeak()
    const device = await door.signedIn('wanggong', '进度 1001')
    await say('wanggong', '接单 1001')
    const found = await page(device)

    expect(found).toMatchObject({
      actions: [],
      mine: [],
      handling: {
        place: '3号楼2单元501室厨房',
        reports: [{ name: '李阳', room: '501', words: [{ text: leak, images: [image] }] }],
      },
    })
    expect(await look(device, image)).toBe(200)
    const { status } = await device.post(`/api/tickets/${(await ticket())._id}/actions`, {
      action: 'urge-ticket',
      key: 'a-good-key',
    })
    expect(status).toBe(403)
  })

  it('gets the link with the ticket when there are photos, and only in private', async () => {
    const image = await reportLeak()
    await chats.click('wanggong', '接单', staffGroup)
    const heard = await chats.settle()
    const token = /\/l\/(?<token>\S+)/u.exec(heard.in('dm-wanggong').join())?.groups?.token
    const device = door.device()
    await device.post(`/api/links/${token}`, {})

    expect(heard.all.filter(({ content }) => content.text.includes('/l/'))).toHaveLength(1)
    expect(await look(device, image)).toBe(200)
  })

  it('gets no link with a ticket without photos', async () => {
    await chats.say('liyang', leak)
    const heard = await say('wanggong', '接单 1001')

    expect(heard.in('dm-wanggong').join()).not.toContain('/l/')
  })

  it('sees after the ticket was passed on no more than any colleague', async () => {
    const image = await reportLeak()
    await say('wanggong', '接单 1001')
    const before = await door.signedIn('wanggong', '进度 1001')
    await say('wanggong', '转派 1001 刘师傅')
    const after = await door.signedIn('liushifu', '进度 1001')

    expect((await page(before)).handling.reports).toBeNull()
    expect(await look(before, image)).toBe(404)
    expect((await page(after)).handling).toMatchObject({
      place: '3号楼2单元厨房',
      reports: [{ name: null, room: null, words: [{ images: [image] }] }],
    })
    expect(await look(after, image)).toBe(200)
  })

  it('sees nothing any more from the moment the role ends', async () => {
    const image = await reportLeak()
    await say('wanggong', '接单 1001')
    const device = await door.signedIn('wanggong', '进度 1001')
    await endRole(await personId('wanggong'), 'property', 'jinxiu', chats.clock.at)

    expect(await page(device)).toMatchObject({ status: 403, error: { code: 'not_yours' } })
    expect(await look(device, image)).toBe(403)
  })

  it('sees persons no longer when the ticket is closed, and not what was taken back', async () => {
    await reportLeak()
    await chats.say('wangmin', '3号楼2单元501厨房漏水漏到我家了')
    await say('wanggong', '接单 1001')
    const device = await door.signedIn('wanggong', '进度 1001')
    const both = await page(device)
    await say('wangmin', '撤回 1001')
    const one = await page(device)
    await say('liyang', '好了 1001')
    const closed = await page(device)

    const names = (found: typeof both) => found.handling.reports.map(({ name }: { name: string }) => name)
    expect([names(both), names(one), names(closed)]).toEqual([['李阳', '王敏'], ['李阳'], [null]])
    expect(JSON.stringify({ ...closed, id: '' })).not.toMatch(/李阳|501|138/u)
  })

  it('cannot get in by the link to the own household', async () => {
    await reportLeak()
    await say('wanggong', '接单 1001')
    const device = await door.signedIn('wanggong', '我的页面')

    expect(await page(device)).toMatchObject({ status: 403 })
  })

  it('cannot see a complaint about 物业, whoever hands out a link', async () => {
    await say('wangmin', '物业前台王工态度太差，问个事爱答不理')

    expect(await door.tokenFor('wanggong', '进度 1001')).toBeNull()
    expect(await page(await withLink('wanggong'))).toMatchObject({ status: 403 })
    expect(await page(await withLink('chenjingli'))).toMatchObject({ status: 403 })
  })
})

describe('the duty person', () => {
  it('sees at once what was said and where it is, but not who said it; a colleague does not', async () => {
    const image = await picture()
    await chats.say('sunli', '6号楼1单元301好大的煤气味，我是孙丽13812345678', { images: [image] })
    const called = await door.signedIn('wanggong', '进度 1001')
    const colleague = await door.signedIn('chenjingli', '进度 1001')
    const found = await page(called)

    expect(found.handling.place).toContain('6号楼1单元301')
    expect(found.handling.reports).toEqual([
      {
        name: null,
        room: null,
        words: [{ at: expect.any(String), text: expect.any(String), images: [image] }],
      },
    ])
    expect(found.handling.reports[0].words[0].text).toContain('好大的煤气味')
    expect(found.handling.reports[0].words[0].text).not.toMatch(/孙丽|301|138/u)
    expect(await look(called, image)).toBe(200)
    expect((await page(colleague)).handling.reports).toBeNull()
    expect(await look(colleague, image)).toBe(404)
  })
})

describe('社区', () => {
  it('sees the words of its own tickets, and whose they are after accepting', async () => {
    const image = await picture()
    await chats.say('wangmin', '物业前台态度太差，我是王敏', { ...privately('wangmin'), images: [image] })
    const device = await door.signedIn('hexiaomei', '进度 1001')
    const before = await page(device)
    await say('hexiaomei', '接单 1001')
    const after = await page(device)

    expect(before.handling.reports).toMatchObject([
      { name: null, words: [{ text: '物业前台态度太差，我是某', images: [image] }] },
    ])
    expect(await look(device, image)).toBe(200)
    expect(after.handling.reports).toMatchObject([{ name: '王敏', room: '702' }])
  })

  it('gets no page of a ticket that 物业 has', async () => {
    const image = await reportLeak()

    expect(await door.tokenFor('hexiaomei', '进度 1001')).toBeNull()
    const device = await withLink('hexiaomei')
    expect(await page(device)).toMatchObject({ status: 403 })
    expect(await look(device, image)).toBe(403)
  })
})

describe('who handles a ticket and has reported it', () => {
  it('acts as a reporter and reads as a handler, each words once', async () => {
    await chats.say('wanggong', '3号楼2单元电梯不动了', privately('wanggong'))
    await chats.say('liyang', '3号楼2单元电梯又坏了')
    await say('wanggong', '接单 1001')
    const found = await page(await door.signedIn('wanggong', '进度 1001'))

    expect(found.actions).toContain('withdraw-appeal')
    expect(found.mine).toMatchObject([{ text: '3号楼2单元电梯不动了' }])
    expect(found.handling.reports).toMatchObject([{ name: '李阳' }])
  })
})

describe('a look at what others said', () => {
  it('is noted on the ticket, once a day for each person', async () => {
    const image = await reportLeak()
    await say('wanggong', '接单 1001')
    const device = await door.signedIn('wanggong', '进度 1001')
    await Promise.all([page(device), page(device), look(device, image)])
    await page(device)
    const sameDay = await seen()
    chats.clock.pass(24)
    await page(device)
    const wanggong = await personId('wanggong')

    expect(sameDay).toEqual([wanggong])
    expect(await seen()).toEqual([wanggong, wanggong])
  })

  it('is not noted of a reporter, and is told to nobody on the page', async () => {
    await reportLeak()
    const own = await door.signedIn('liyang', '进度 1001')
    await page(own)
    const before = await seen()
    await say('wanggong', '接单 1001')
    await page(await door.signedIn('wanggong', '进度 1001'))

    expect(before).toEqual([])
    expect((await page(own)).timeline).toHaveLength(2)
  })
})
