import { describe, expect, it } from 'vitest'
import { listDeliveries } from '../../models/delivery.ts'
import { reportsOn } from '../../models/report.ts'
import { listTickets } from '../../models/ticket.ts'
import { group, privately, staffGroup, useChats } from '../support/chat.ts'
import { linkEnv, usePageDoor } from '../support/page-door.ts'

const chats = useChats({ env: linkEnv })
const door = usePageDoor(chats)
const lift = '3号楼2单元电梯不动了'
const fire = '着火了，楼道里全是烟，有老人被困'

async function ticket() {
  const [found] = await listTickets({ limit: 1 })
  if (!found) throw new Error('no ticket')
  return found
}

function say(who: string, words: string) {
  return chats.say(who, words, privately(who))
}

async function raised(): Promise<number> {
  return (await ticket()).events.filter(({ kind }) => kind === 'raised').length
}

describe('a danger that is added to a ticket', () => {
  it('is answered at once, makes an emergency of it, calls the duty person and tells those who handle it', async () => {
    await chats.say('liyang', lift)
    const heard = await say('liyang', `补充 1001 ${fire}`)

    expect(heard.in('dm-liyang')).toEqual([
      expect.stringMatching(/^⚠️.*119.*没有替您报警/u),
      expect.stringContaining('正在呼叫值班人员'),
    ])
    expect(heard.in('dm-wanggong').join()).toMatch(/【1001】3号楼2单元.*冒烟。请马上去现场/u)
    expect(heard.in('dm-chenjingli').join()).toContain('住户补充：3号楼2单元')
    expect(heard.in(staffGroup).join()).toContain('已呼叫值班人员')
    expect(await ticket()).toMatchObject({ urgency: 'emergency', hazard: 'fire', status: 'assigned' })
    expect(await raised()).toBe(1)
  })

  it('is one on the page of the ticket, too, with the advice in its answer', async () => {
    await chats.say('liyang', lift)
    const device = await door.signedIn('liyang', '进度 1001')
    const path = `/api/tickets/${(await ticket())._id}`
    const body = { action: 'amend-appeal', text: fire, key: 'the-only-key' }
    const { json } = await device.post(`${path}/actions`, body)
    await device.post(`${path}/actions`, body)
    const heard = await chats.settle()

    expect(json.text).toMatch(/^⚠️3号楼2单元疑似着火冒烟.*119/u)
    expect(heard.in('dm-wanggong')).toEqual([expect.stringContaining('请马上去现场')])
    expect((await device.get(path)).json).toMatchObject({
      hazard: {
        advice: expect.stringContaining('119'),
        phones: [
          { name: '火警', number: '119' },
          { name: '物业', number: '0472-555-0101' },
        ],
      },
      timeline: [{}, { text: '住户补充了险情，已呼叫值班人员' }],
    })
    expect(await raised()).toBe(1)
  })

  it('raises it once; a second danger is told at once, at night, too', async () => {
    await chats.say('liyang', lift)
    chats.clock.at = new Date('2026-06-01T23:30:00+08:00')
    await say('liyang', `补充 1001 ${fire}`)
    const again = await say('liyang', '补充 1001 火苗窜到四楼了，快来人')

    expect(again.in('dm-liushifu')).toEqual([expect.stringContaining('住户又补充了')])
    expect(again.in('dm-liyang').join()).toContain('已告诉值班人员')
    expect(await raised()).toBe(1)
  })

  it('opens again what was settled, and asks anew for somebody to go there', async () => {
    await chats.say('liyang', lift)
    await say('wanggong', '接单 1001')
    await say('wanggong', '办结 1001 换了皮带')
    await say('liyang', '好了 1001')
    const heard = await say('liyang', `补充 1001 ${fire}`)
    await chats.click('wanggong', '接单', 'dm-wanggong')
    const responded = await chats.settle()

    expect(heard.in('dm-wanggong').join()).toContain('请马上去现场')
    expect(responded.in(group)).toEqual([expect.stringContaining('已回应')])
    expect(await ticket()).toMatchObject({ status: 'accepted', closedAt: null, closeReason: null })
  })

  it('is heard from whoever sees it, and shows no stranger what the ticket is about', async () => {
    await say('liyang', '我家3号楼2单元501厨房漏水')
    const heard = await say('sunli', `补充 1001 ${fire}`)

    expect(heard.in('dm-sunli').join()).not.toMatch(/漏水|501/u)
    expect(heard.in('dm-wanggong').join()).toContain('请马上去现场')
    expect(await ticket()).toMatchObject({ urgency: 'emergency' })
  })

  it('tells 物业 nothing of a complaint about it', async () => {
    await say('wangmin', '物业前台王工态度太差，骂人')
    const heard = await say('wangmin', `补充 1001 ${fire}`)
    const called = heard.in('dm-wanggong').join()

    expect(called).toContain('请马上去现场')
    expect(called).not.toMatch(/态度|骂人|王敏/u)
    expect(heard.in(staffGroup)).toEqual([])
    expect(await ticket()).toMatchObject({ team: 'district', urgency: 'emergency' })
  })

  it('is none where the words deny it', async () => {
    await chats.say('liyang', lift)
    const heard = await say('liyang', '补充 1001 没有着火，就是有点糊味')

    expect(heard.in('dm-wanggong')).toEqual([])
    expect(await ticket()).toMatchObject({ urgency: expect.not.stringContaining('emergency') })
  })
})

describe('what a reporter adds', () => {
  it('reaches whoever has the ticket, with its words, and several within ten minutes once', async () => {
    await chats.say('liyang', lift)
    await say('wanggong', '接单 1001')
    const first = await say('liyang', '补充 1001 晚上更响')
    const second = await say('liyang', '补充 1001 二楼也响')
    chats.clock.pass(1 / 6)
    const later = await say('liyang', '补充 1001 现在整栋都响')

    expect(first.in('dm-wanggong')).toEqual([
      '【1001】3号楼2单元电梯停运，住户又补充了“晚上更响”。全部的回“进度 1001”看。',
    ])
    expect(second.in('dm-wanggong')).toEqual([])
    expect(later.in('dm-wanggong')).toEqual([expect.stringContaining('整栋都响')])
    expect(first.in(staffGroup)).toEqual([])
    const [report] = await reportsOn((await ticket())._id)
    expect(report?.parts.map(({ text }) => text)).toEqual(['晚上更响', '二楼也响', '现在整栋都响'])
  })

  it('reaches the manager while nobody has it, without the words', async () => {
    await chats.say('liyang', lift)
    const heard = await say('liyang', '补充 1001 我是501的李阳，晚上更响')

    expect(heard.in('dm-chenjingli')).toEqual([expect.stringContaining('住户又补充了情况')])
    expect(heard.in('dm-chenjingli').join()).not.toMatch(/501|李阳|更响/u)
  })

  it('waits at night for the morning', async () => {
    await chats.say('liyang', lift)
    chats.clock.at = new Date('2026-06-01T23:30:00+08:00')
    const night = await say('liyang', '补充 1001 晚上更响')
    const waiting = await listDeliveries({ status: 'queued', limit: 10 })

    expect(night.in('dm-chenjingli')).toEqual([])
    expect(waiting.map(({ kind }) => kind)).toContain('added')
  })
})
