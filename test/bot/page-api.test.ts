import { crc32, deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { preparePicture } from '../../bot/picture.ts'
import { whoIs } from '../../bot/web-session.ts'
import { putCommunity } from '../../models/community.ts'
import { takeDailyPicture } from '../../models/daily-pictures.ts'
import { listInbound } from '../../models/inbound.ts'
import { issueLink, revokeLinks } from '../../models/link.ts'
import { storePicture } from '../../models/media.ts'
import { findByIdentity } from '../../models/person.ts'
import { endSessions } from '../../models/session.ts'
import { listTickets } from '../../models/ticket.ts'
import { privately, useChats } from '../support/chat.ts'
import type { Answer, Device } from '../support/page-door.ts'
import { linkEnv, publicUrl, secret, usePageDoor } from '../support/page-door.ts'

const older = 'an-older-secret-of-these-tests-and-nothing-else'
const lift = '3号楼2单元电梯不动了'

let settings: { secrets?: string[]; isSecure?: boolean } = {}
const chats = useChats({ env: linkEnv })
const door = usePageDoor(chats, () => settings)

/** One ticket of 李阳, with 李阳’s device signed in to its page. */
async function reported(words = lift, images: string[] = []): Promise<{ device: Device; id: string }> {
  settings = {}
  await chats.say('liyang', words, { images })
  return { device: await door.signedIn('liyang', '进度 1001'), id: await ticketId(1001) }
}

async function ticketId(number: number): Promise<string> {
  return (await ticket(number))._id
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

/** A link that no handler would give. */
async function issue(
  externalId: string,
  link: { purpose?: 'ticket' | 'household'; communityId?: string; ticketId?: string | null } = {},
  key = secret,
): Promise<string> {
  const { purpose = 'ticket', communityId = 'jinxiu', ticketId: id = null } = link
  const expiresAt = new Date(chats.clock.at.getTime() + 86_400_000)
  const person = await personId(externalId)
  const cause = `issued:${purpose}:${communityId}:${id}`
  return issueLink({ purpose, communityId, ticketId: id, personId: person, expiresAt }, key, cause)
}

async function withLink(token: string, device = door.device()): Promise<Device> {
  expect((await device.post(`/api/links/${token}`, {})).status).toBe(200)
  return device
}

function refusal(status: number, code: string) {
  return expect.objectContaining({
    status,
    json: { error: { code, message: expect.stringMatching(/\p{Script=Han}/u) } },
  })
}

let keys = 0
function act(device: Device, id: string, action: string, more: object = {}): Promise<Answer> {
  keys += 1
  return device.post(`/api/tickets/${id}/actions`, { action, key: `test-key-${keys}`, ...more })
}

async function photo(): Promise<Buffer> {
  return sharp({ create: { width: 40, height: 30, channels: 3, background: '#808080' } })
    .withExif({ IFD0: { Copyright: '李阳' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '40/1 39/1 0/1' } })
    .jpeg()
    .toBuffer()
}

async function upload(device: Device): Promise<string> {
  const { status, json: body } = await device.post('/api/media', await photo())
  expect(status).toBe(201)
  return body.id
}

/** A picture as it comes with a message in a chat. */
async function chatPicture(): Promise<string> {
  return storePicture(await preparePicture(await photo()), 'xiaolin', chats.clock.at)
}

describe('a link', () => {
  it('is used up by no GET and no HEAD, and by the first POST', async () => {
    await chats.say('liyang', lift)
    const path = `/api/links/${await door.tokenFor('liyang', '进度 1001')}`
    const device = door.device()
    const looks = [await device.get(path), await device.get(path, {}, 'HEAD'), await device.get(path)]
    const opened = await device.post(path, {})

    expect(looks.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(looks[2]?.json).toEqual({ purpose: 'ticket', state: 'fresh' })
    expect(device.cookies.size).toBe(1)
    expect(opened.json).toEqual({
      purpose: 'ticket',
      who: whoIs(await personId('liyang')),
      ticketId: await ticketId(1001),
    })
    expect((await device.get(path)).json).toEqual({ purpose: 'ticket', state: 'used' })
    expect(await door.device().post(path, {})).toEqual(refusal(410, 'link_gone'))
  })

  it('goes to exactly one of many who open it at once', async () => {
    const path = `/api/links/${await door.tokenFor('liyang', '我的页面')}`
    const devices = Array.from({ length: 8 }, () => door.device())
    const answers = await Promise.all(devices.map((device) => device.post(path, {})))

    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(410)])
    expect(devices.filter(({ cookies }) => cookies.size > 0)).toHaveLength(1)
  })

  it('opens nothing when it was revoked, and nothing after a day', async () => {
    const device = door.device()
    const revoked = `/api/links/${await door.tokenFor('sunli', '我的页面')}`
    await revokeLinks(await personId('sunli'), chats.clock.at)
    expect((await device.get(revoked)).json).toEqual({ purpose: 'household', state: 'revoked' })
    expect(await device.post(revoked, {})).toEqual(refusal(410, 'link_gone'))

    const late = `/api/links/${await door.tokenFor('liyang', '我的页面')}`
    chats.clock.pass(24)
    expect((await device.get(late)).json).toEqual({ purpose: 'household', state: 'expired' })
    expect(await device.post(late, {})).toEqual(refusal(410, 'link_gone'))
    expect(device.cookies.size).toBe(0)
  })

  it('is unknown when it was forged, cut off or signed by somebody else', async () => {
    const token = (await door.tokenFor('liyang', '我的页面')) ?? ''
    const [id = '', signature = ''] = token.split('.')
    const foreign = await issue('liyang', { purpose: 'household' }, 'somebody-elses-secret-of-32-letters')
    const forged = [
      id,
      `${id}.`,
      `${id}.${'A'.repeat(signature.length)}`,
      foreign,
      '%00',
      '$ne',
      'x'.repeat(2000),
    ]

    for (const wrong of forged) {
      expect(await door.device().get(`/api/links/${wrong}`), wrong).toEqual(refusal(404, 'unknown_link'))
      expect(await door.device().post(`/api/links/${wrong}`, {}), wrong).toEqual(refusal(404, 'unknown_link'))
    }
  })

  it('still opens after the key was changed, while the old key is listed', async () => {
    settings = { secrets: [secret, older] }
    const token = await issue('liyang', { purpose: 'household' }, older)

    expect((await door.device().get(`/api/links/${token}`)).json.state).toBe('fresh')
    await withLink(token)
  })

  it('is unknown once the old key is gone', async () => {
    settings = { secrets: [secret] }
    const token = await issue('liyang', { purpose: 'household' }, older)

    expect(await door.device().get(`/api/links/${token}`)).toEqual(refusal(404, 'unknown_link'))
    expect(await door.device().post(`/api/links/${token}`, {})).toEqual(refusal(404, 'unknown_link'))
  })

  it.each([
    [false, ''],
    [true, '; secure'],
  ])('signs in with a cookie that no script and no other site gets; https: %s', async (isSecure, more) => {
    settings = { isSecure }
    const token = await door.tokenFor('liyang', '我的页面')
    const { headers } = await door.device().post(`/api/links/${token}`, {})

    expect(headers.getSetCookie()).toEqual([
      expect.stringMatching(
        new RegExp(
          `^linsheng-[\\w-]{16}=[\\w-]{43}; path=/; expires=[^;]+; samesite=strict${more}; httponly$`,
          'u',
        ),
      ),
    ])
    settings = {}
  })

  it('is not used up by a body that is wrong', async () => {
    const path = `/api/links/${await door.tokenFor('liyang', '我的页面')}`

    for (const body of ['', '{', '[]', 'null', '"x"'])
      expect((await door.device().post(path, body)).status, body).toBe(400)
    expect((await door.device().get(path)).json.state).toBe('fresh')
  })
})

describe('another site', () => {
  const foreign: Record<string, string>[] = [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'http://127.0.0.1' },
    { origin: `${publicUrl}.evil.example` },
    { origin: publicUrl.replace('http:', 'https:') },
    { origin: publicUrl.replace('3999', '3998') },
    { 'sec-fetch-site': 'cross-site' },
  ]

  it('changes nothing', async () => {
    const { device, id } = await reported()
    const token = await door.tokenFor('liyang', '我的页面')
    const body = { action: 'urge-ticket', key: 'a-foreign-key' }
    const before = await ticket()
    for (const headers of foreign) {
      const answers = [
        await device.post(`/api/links/${token}`, {}, headers),
        await device.post(`/api/tickets/${id}/actions`, body, headers),
        await device.post('/api/media', await photo(), headers),
      ]
      for (const answer of answers)
        expect(answer, JSON.stringify(headers)).toEqual(refusal(403, 'foreign_origin'))
    }

    expect((await device.get(`/api/links/${token}`)).json.state).toBe('fresh')
    expect(await ticket()).toEqual(before)
  })

  it.each([
    ['says so', { 'sec-fetch-site': 'same-origin' }],
    ['comes by the public address through a proxy', { origin: publicUrl }],
  ])('is told apart from the page itself that %s', async (_, headers) => {
    const { device, id } = await reported()
    const body = { action: 'urge-ticket', key: 'the-own-key' }
    const { status } = await device.post(`/api/tickets/${id}/actions`, body, headers)

    expect(status).toBe(200)
  })

  it('is allowed nothing by headers of ours', async () => {
    const { device, id } = await reported()
    const answer = await device.get(`/api/tickets/${id}`, { origin: 'https://evil.example' })

    expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
  })
})

describe('who is not signed in', () => {
  it('gets nothing', async () => {
    const { id } = await reported()
    const name = `linsheng-${whoIs(await personId('liyang'))}`
    for (const cookie of ['', `${name}=`, `${name}=${'x'.repeat(43)}`, 'linsheng=x']) {
      const stranger = Object.assign(door.device(), {
        cookies: new Map([cookie.split('=') as [string, string]]),
      })
      const answers = [
        await stranger.get(`/api/tickets/${id}`),
        await stranger.get(`/api/tickets/${id}/media/${id}`),
        await act(stranger, id, 'urge-ticket'),
        await stranger.get('/api/household'),
        await stranger.post('/api/media', await photo()),
      ]
      for (const answer of answers) expect(answer, cookie).toEqual(refusal(401, 'no_session'))
    }
  })

  it('is whoever signed in a week ago, and whose sessions were ended', async () => {
    const { device, id } = await reported()
    chats.clock.pass(7 * 24 - 1)
    const before = await device.get(`/api/tickets/${id}`)
    chats.clock.pass(1)
    const after = await device.get(`/api/tickets/${id}`)
    const again = await door.signedIn('liyang', '进度 1001')
    await endSessions(await personId('liyang'))

    expect(before.status).toBe(200)
    expect(after).toEqual(refusal(401, 'no_session'))
    expect(await again.get(`/api/tickets/${id}`)).toEqual(refusal(401, 'no_session'))
  })
})

describe('two people on one device', () => {
  async function both() {
    const { device, id } = await reported()
    await chats.say('wangmin', lift)
    await door.signedIn('wangmin', '进度 1001', device)
    return { device, id, first: whoIs(await personId('liyang')), second: whoIs(await personId('wangmin')) }
  }

  it('each speak for themselves, in the page that is shown to them', async () => {
    const { device, id, first, second } = await both()
    const path = (who: string) => `/api/tickets/${id}/actions?who=${who}`
    const body = { action: 'amend-appeal', key: 'one-and-the-same' }
    await device.post(path(first), { ...body, text: '我是先来的' })
    await device.post(path(second), { ...body, text: '我是后来的' })
    const pages = await Promise.all([first, second].map((who) => device.get(`/api/tickets/${id}?who=${who}`)))

    expect(pages.map(({ json: page }) => page.who)).toEqual([first, second])
    expect(pages.map(({ json: page }) => page.mine.at(-1).text)).toEqual(['我是先来的', '我是后来的'])
  })

  it('are shown the page of whoever opened a link last, where none is named', async () => {
    const { device, id, second } = await both()

    expect((await device.get(`/api/tickets/${id}`)).json.who).toBe(second)
  })

  it('change nothing by a page that does not say whom it is shown to, or that was somebody else’s', async () => {
    const { device, id, first } = await both()
    const before = await ticket()
    await endSessions(await personId('liyang'))
    const body = { action: 'withdraw-appeal', key: 'a-good-key' }
    const answers = [
      await device.post(`/api/tickets/${id}/actions`, body),
      await device.post(`/api/tickets/${id}/actions?who=${first}`, body),
      await device.post(`/api/tickets/${id}/actions?who=somebody`, body),
      await device.post('/api/media', await photo()),
      await device.post(`/api/media?who=${first}`, await photo()),
      await device.get(`/api/tickets/${id}?who=${first}`),
    ]

    for (const answer of answers) {
      expect(answer).toEqual(refusal(409, 'another_person'))
      expect(answer.json.error.message).toBe('这台设备现在打开的是另一位邻居的页面，请重新点自己的链接。')
    }
    expect(await ticket()).toEqual(before)
  })

  it('is not what somebody is alone on it, whose old session has ended', async () => {
    const { device, id } = await reported()
    const who = whoIs(await personId('liyang'))
    await endSessions(await personId('liyang'))

    expect(await device.get(`/api/tickets/${id}?who=${who}`)).toEqual(refusal(401, 'no_session'))
  })
})

describe('a page that is not theirs', () => {
  async function expectClosed(device: Device, id: string): Promise<void> {
    expect(await device.get(`/api/tickets/${id}`)).toEqual(refusal(403, 'not_yours'))
    expect(await device.get(`/api/tickets/${id}/media/${id}`)).toEqual(refusal(403, 'not_yours'))
    expect(await act(device, id, 'withdraw-appeal')).toEqual(refusal(403, 'not_yours'))
    expect((await ticket()).status).toBe('assigned')
  }

  it('does not open for a neighbour, not even with a link to it', async () => {
    const { id } = await reported()
    await expectClosed(await withLink(await issue('sunli', { purpose: 'household' })), id)
    await expectClosed(await withLink(await issue('sunli', { ticketId: id })), id)
  })

  it('does not open with the link to another ticket of the same person', async () => {
    const { id } = await reported()
    await chats.say('liyang', '3号楼2单元楼道灯不亮', privately('liyang'))
    const device = await door.signedIn('liyang', '进度 1002')

    expect((await device.get(`/api/tickets/${await ticketId(1002)}`)).status).toBe(200)
    await expectClosed(device, id)
    expect(await device.get('/api/household')).toEqual(refusal(403, 'not_yours'))
  })

  it('does not open with a link for another community', async () => {
    const { id } = await reported()
    await expectClosed(
      await withLink(await issue('liyang', { purpose: 'household', communityId: 'other' })),
      id,
    )
    await expectClosed(await withLink(await issue('liyang', { communityId: 'other', ticketId: id })), id)
  })

  it('does not open for the next person on the same device', async () => {
    const { device, id } = await reported()
    await door.signedIn('sunli', '我的页面', device)

    expect((await device.get('/api/household')).json.household).toBe('6号楼1单元301')
    expect(await device.get(`/api/tickets/${id}`)).toEqual(refusal(403, 'not_yours'))
    expect(await act(device, `${id}`, 'withdraw-appeal')).toEqual(refusal(409, 'another_person'))
    expect((await ticket()).status).toBe('assigned')
  })

  it('does not open for neighbours when the ticket was withdrawn', async () => {
    const { device, id } = await reported()
    await act(device, id, 'withdraw-appeal')
    const neighbour = await withLink(await issue('sunli', { purpose: 'household' }))

    expect(await neighbour.get(`/api/tickets/${id}`)).toEqual(refusal(403, 'not_yours'))
    expect((await device.get(`/api/tickets/${id}`)).json).toMatchObject({ status: 'withdrawn', mine: [] })
  })

  it('does not open where there is no ticket', async () => {
    const { device } = await reported()

    for (const id of ['nothing', '0'.repeat(24), '$ne', '%00'])
      expect(await device.get(`/api/tickets/${id}`), id).toEqual(refusal(403, 'not_yours'))
  })
})

describe('the ticket page', () => {
  it('tells its reporter how it stands and what can be done', async () => {
    const { device, id } = await reported()
    const { json: page } = await device.get(`/api/tickets/${id}`)

    expect(page).toEqual({
      who: whoIs(await personId('liyang')),
      id,
      community: '锦绣家园',
      number: 1001,
      summary: expect.stringContaining('电梯'),
      status: 'assigned',
      statusName: '已派单',
      isDeclined: false,
      course: [],
      answerBy: '2026-06-02T01:00:00.000Z',
      answeredAt: null,
      isLate: false,
      hazard: null,
      openedAt: '2026-06-01T01:00:00.000Z',
      urged: 0,
      voices: 1,
      phone: '0472-555-0101',
      timeline: [{ at: '2026-06-01T01:00:00.000Z', text: '已登记，转给办理的人' }],
      mine: [{ at: '2026-06-01T01:00:00.000Z', text: lift, images: [] }],
      actions: ['urge-ticket', 'confirm-solved', 'amend-appeal', 'withdraw-appeal'],
      handling: null,
    })
  })

  it('shows the words of its reader and of nobody else', async () => {
    const { device, id } = await reported()
    await chats.say('wangmin', '3号楼2单元电梯又坏了，我抱着孩子爬七楼')
    const { json: page } = await device.get(`/api/tickets/${id}`)

    expect(page.voices).toBe(2)
    expect(JSON.stringify(page)).not.toContain('孩子')
  })

  it('has a timeline without names, rooms and phones, whatever was said and noted', async () => {
    const { device, id } = await reported('我是李阳，3号楼2单元501厨房漏水，电话13812345678')
    const say = (who: string, words: string) => chats.say(who, words, privately(who))
    await say('wanggong', '接单 1001')
    await say('wanggong', '已联系 1001 和501的李阳说好了，13812345678')
    await say('wanggong', '需要协调 1001 楼上601的王敏不开门')
    await say('wanggong', '转派 1001 刘师傅')
    await say('liushifu', '退回 1001 找不到501的李阳')
    await say('chenjingli', '接单 1001')
    await say('liyang', '催办 1001')
    await say('chenjingli', '办结 1001 李阳家501换了阀，13812345678')
    const { json: page } = await device.get(`/api/tickets/${id}`)

    expect(page.timeline.map(({ text }: { text: string }) => text)).toEqual([
      '已登记，转给办理的人',
      '已接单',
      '已和报的人联系',
      '已请社区协调',
      '已派单',
      '待派',
      '已接单',
      '有人催办',
      '已办结，待确认：某家某换了阀，（电话略）',
    ])
    expect(JSON.stringify({ ...page, mine: [], id: '' })).not.toMatch(
      /李阳|王工|刘师傅|陈经理|王敏|501|601|138/u,
    )
  })

  it('tells that an answer is late, and that it came', async () => {
    const { device, id } = await reported()
    chats.clock.pass(25)
    const late = await device.get(`/api/tickets/${id}`)
    const { json: urged } = await act(device, id, 'urge-ticket')
    await chats.say('wanggong', '接单 1001', privately('wanggong'))
    const answered = await device.get(`/api/tickets/${id}`)

    expect(late.json).toMatchObject({ isLate: true, answeredAt: null })
    expect(urged.text).toBe('1001号已过答复时间，我再催一次，您也可以直接打0472-555-0101。')
    expect(answered.json).toMatchObject({ isLate: false, answeredAt: '2026-06-02T02:00:00.000Z', urged: 1 })
  })

  it('tells how it was solved, that it was not, and until when the new answer is due', async () => {
    const { device, id } = await reported()
    await chats.say('wanggong', '办结 1001 换了门机皮带', privately('wanggong'))
    chats.clock.pass(30)
    await act(device, id, 'report-unsolved')
    const { json: page } = await device.get(`/api/tickets/${id}`)

    expect(page.timeline.map(({ text }: { text: string }) => text)).toEqual([
      '已登记，转给办理的人',
      '已办结，待确认：换了门机皮带',
      '住户说还没好，重新派单',
    ])
    expect(page).toMatchObject({ isLate: false, answeredAt: null, answerBy: '2026-06-03T07:00:00.000Z' })
  })

  it('tells until when it waits and why, what was promised, and who has it, without persons', async () => {
    const { device, id } = await reported()
    const say = (words: string) => chats.say('wanggong', words, privately('wanggong'))
    const course = async () => (await device.get(`/api/tickets/${id}`)).json.course
    await say('接单 1001')
    await say('挂起 1001 到 6月5日 等李阳家的配件')
    const waiting = await course()
    await say('恢复 1001')
    await say('承诺 1001 6月8日 换好曳引绳')
    const promised = await course()

    expect(waiting).toEqual(['等到6月5日09:00，因为等某家的配件。'])
    expect(promised).toEqual([expect.stringMatching(/^物业承诺：6月8日.*换好曳引绳。$/u)])
  })

  it('tells of what was declined whose it is and how to reach them, and lets 社区 look again', async () => {
    const { device, id } = await reported()
    await chats.say('wanggong', '不受理 1001 保修期内，由开发商负责，电话0472-5551234', privately('wanggong'))
    await chats.say('hexiaomei', '同意 1001', privately('hexiaomei'))
    const { json: page } = await device.get(`/api/tickets/${id}`)

    expect(page).toMatchObject({
      status: 'declined',
      isDeclined: true,
      course: ['由开发商负责，电话0472-5551234。', '社区核实过：保修期内。'],
      actions: ['report-unsolved'],
    })
    expect((await act(device, id, 'report-unsolved')).status).toBe(200)
    expect((await ticket()).status).toBe('assigned')
  })

  it('tells what to do and whom to call while a danger lasts', async () => {
    await chats.say('sunli', '6号楼1单元楼道好大的煤气味')
    const device = await door.signedIn('sunli', '进度 1001')
    const id = await ticketId(1001)
    const during = await device.get(`/api/tickets/${id}`)
    await chats.say('wanggong', '办结 1001 关了阀', privately('wanggong'))
    const after = await device.get(`/api/tickets/${id}`)

    expect(during.json.hazard).toEqual({
      advice: expect.stringContaining('6号楼1单元疑似燃气泄漏'),
      phones: [
        { name: '燃气抢修', number: '0472-555-0110' },
        { name: '火警', number: '119' },
        { name: '物业', number: '0472-555-0101' },
      ],
    })
    expect(after.json.hazard).toBeNull()
  })

  it('follows the ticket, and offers only what is possible', async () => {
    const { device, id } = await reported()
    const actions = async () => (await device.get(`/api/tickets/${id}`)).json.actions
    await chats.say('wanggong', '办结 1001 换了皮带', privately('wanggong'))
    const resolved = await actions()
    await act(device, id, 'confirm-solved')
    const closed = await actions()
    chats.clock.pass(24 * 40)
    const muchLater = await door.signedIn('liyang', '进度 1001')

    expect(resolved).toEqual(['confirm-solved', 'report-unsolved', 'amend-appeal'])
    expect(closed).toEqual(['report-unsolved'])
    expect((await muchLater.get(`/api/tickets/${id}`)).json.actions).toEqual([])
  })

  it('tells the status alone to who has taken the report back while the neighbours go on', async () => {
    const image = await chatPicture()
    const { device, id } = await reported(lift, [image])
    await chats.say('wangmin', lift)
    const { json: answer } = await act(device, id, 'withdraw-appeal')
    const { json: page } = await device.get(`/api/tickets/${id}`)

    expect(answer.text).toContain('您这一份撤回了')
    expect(page).toMatchObject({ status: 'assigned', mine: [], actions: [], timeline: [], handling: null })
    expect(await device.get(`/api/tickets/${id}/media/${image}`)).toEqual(refusal(404, 'no_picture'))
    expect((await act(device, id, 'withdraw-appeal')).json.text).toContain('不是您报的')
    expect((await act(device, id, 'urge-ticket')).json.text).toContain('不是您报的')
    expect((await ticket()).status).toBe('assigned')
  })
})

describe('an action', () => {
  it.each([
    ['urge-ticket', '催过了', 'assigned'],
    ['confirm-solved', '记办好了', 'closed'],
    ['withdraw-appeal', '已撤回', 'withdrawn'],
  ])('%s does what the words in chat do', async (action, words, status) => {
    const { device, id } = await reported()
    const { status: code, json: answer } = await act(device, id, action)

    expect(code).toBe(200)
    expect(answer.text).toContain(words)
    expect((await ticket()).status).toBe(status)
  })

  it('brings a ticket back that is not solved', async () => {
    const { device, id } = await reported()
    await chats.say('wanggong', '办结 1001 换了皮带', privately('wanggong'))
    const { json: answer } = await act(device, id, 'report-unsolved')

    expect(answer.text).toContain('重新打开')
    expect((await ticket()).status).toBe('assigned')
  })

  it('adds words and pictures', async () => {
    const { device, id } = await reported()
    const image = await upload(device)
    await act(device, id, 'amend-appeal', { text: '二楼也响', images: [image] })
    const { json: page } = await device.get(`/api/tickets/${id}`)

    expect(page.mine.at(-1)).toMatchObject({ text: '二楼也响', images: [image] })
  })

  it('sent again under the same key is done once', async () => {
    const { device, id } = await reported()
    const body = { action: 'urge-ticket', key: 'one-and-the-same' }
    const all = [
      ...(await Promise.all([1, 2, 3].map(() => device.post(`/api/tickets/${id}/actions`, body)))),
      await device.post(`/api/tickets/${id}/actions`, body),
    ]

    expect(all.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    expect((await ticket()).events.filter(({ kind }) => kind === 'urged')).toHaveLength(1)
  })

  it('sent again is answered as at first, and with other content under its key refused', async () => {
    const { device, id } = await reported()
    const path = `/api/tickets/${id}/actions`
    const body = { action: 'amend-appeal', text: '二楼也响', key: 'one-and-the-same' }
    const first = await device.post(path, body)
    const again = await device.post(path, body)
    const other = await device.post(path, { ...body, text: '三楼也响' })

    expect(first.json).toEqual({ text: '记到1001号了。', answer: { text: '记到1001号了。' }, result: 'done' })
    expect(again.json).toEqual(first.json)
    expect(other).toEqual(refusal(409, 'key_taken'))
    expect((await device.get(`/api/tickets/${id}`)).json.mine).toHaveLength(2)
  })

  it('under the key of somebody else is still one’s own', async () => {
    const { device, id } = await reported()
    await chats.say('wangmin', lift)
    const neighbour = await door.signedIn('wangmin', '进度 1001')
    for (const one of [device, neighbour]) await act(one, id, 'urge-ticket', { key: 'one-and-the-same' })

    expect((await ticket()).events.filter(({ kind }) => kind === 'urged')).toHaveLength(2)
  })

  it('that a closed ticket does not allow is refused in words and changes nothing', async () => {
    const { device, id } = await reported()
    await act(device, id, 'confirm-solved')
    const before = await ticket()

    expect((await act(device, id, 'confirm-solved')).json.text).toContain('已结案')
    expect((await act(device, id, 'urge-ticket')).json.text).toContain('已结案')
    expect((await act(device, id, 'withdraw-appeal')).json.text).toContain('已经办完')
    expect(await ticket()).toEqual(before)
  })

  it('report-unsolved of a ticket in work, and amending without words, are refused in words', async () => {
    const { device, id } = await reported()

    expect((await act(device, id, 'report-unsolved')).json).toMatchObject({
      text: expect.stringContaining('还在办'),
      result: 'refused',
    })
    for (const text of ['', '   ', '\n\u3000'])
      expect((await act(device, id, 'amend-appeal', { text })).json).toMatchObject({
        text: expect.stringContaining('请写上要补充的话'),
        result: 'refused',
      })
    expect((await device.get(`/api/tickets/${id}`)).json.mine).toHaveLength(1)
  })

  it('in a body that is wrong is refused in Chinese, with the field that is wrong', async () => {
    const { device, id } = await reported()
    const key = 'a-good-key'
    const amend = { action: 'amend-appeal', key }
    const wrong: [object | string, code: string, words: string][] = [
      ['{"action":', 'bad_json', 'JSON'],
      ['', 'bad_json', 'JSON'],
      ['[]', 'bad_request', '应为对象'],
      [{ key }, 'bad_request', 'action：'],
      [{ action: 'accept-ticket', key }, 'bad_request', 'action：'],
      [{ action: 'constructor', key }, 'bad_request', 'action：'],
      [{ action: 'urge-ticket' }, 'bad_request', 'key：不能缺少'],
      [{ action: 'urge-ticket', key: 'short' }, 'bad_request', 'key：太短，至少 8'],
      [{ action: 'urge-ticket', key: 'x'.repeat(101) }, 'bad_request', 'key：太长'],
      [{ action: 'urge-ticket', key: { $ne: null } }, 'bad_request', 'key：应为文字'],
      [{ ...amend, text: '漏'.repeat(5000) }, 'bad_request', 'text：太长，最多 4000'],
      [{ ...amend, images: Array(10).fill('0'.repeat(24)) }, 'bad_request', 'images：太多，最多 9'],
      [{ ...amend, images: ['../../etc/passwd'] }, 'bad_request', 'images.0：'],
      [{ ...amend, images: ['0'.repeat(24)] }, 'unknown_picture', '图片没有传上来'],
    ]
    const before = await ticket()
    for (const [body, code, words] of wrong) {
      const answer = await device.post(`/api/tickets/${id}/actions`, body)
      expect(answer, words).toEqual(refusal(400, code))
      expect(answer.json.error.message).toContain(words)
    }

    expect(await ticket()).toEqual(before)
  })

  it('is refused when it is not announced as JSON', async () => {
    const { device, id } = await reported()
    const body = { action: 'urge-ticket', key: 'a-good-key' }
    for (const type of ['text/plain', 'image/png', 'application/jsonp', '']) {
      const answer = await device.post(`/api/tickets/${id}/actions`, body, { 'content-type': type })
      expect(answer, type).toEqual(refusal(415, 'not_json'))
    }
  })

  it('takes 4000 characters and nine pictures', async () => {
    const { device, id } = await reported()
    const image = await upload(device)
    const more = { text: '漏'.repeat(4000), images: Array(9).fill(image) }

    expect((await act(device, id, 'amend-appeal', more)).json.text).toContain('记到1001号了')
  })

  it('does not take the picture of somebody else', async () => {
    const { device, id } = await reported()
    const theirs = await upload(await door.signedIn('sunli', '我的页面'))

    expect(await act(device, id, 'amend-appeal', { images: [theirs] })).toEqual(
      refusal(400, 'unknown_picture'),
    )
  })

  it('does not take a picture so old that it is removed soon', async () => {
    const { device, id } = await reported()
    const image = await upload(device)
    chats.clock.pass(21)

    expect(await act(device, id, 'amend-appeal', { images: [image] })).toEqual(
      refusal(400, 'unknown_picture'),
    )
  })

  it('acts on the ticket of the page, whatever the body says of another', async () => {
    const { device, id } = await reported()
    await chats.say('sunli', '6号楼1单元楼道灯不亮')
    const more = { ticket: await ticketId(1002), data: { ticket: await ticketId(1002) } }
    await act(device, id, 'withdraw-appeal', more)

    expect([(await ticket(1001)).status, (await ticket(1002)).status]).toEqual(['withdrawn', 'assigned'])
  })

  it('is answered in the private chat when the answer comes later than the page waits', async () => {
    const { device, id } = await reported()
    await act(device, id, 'urge-ticket')
    await chats.settle()
    const [row] = (await listInbound({ limit: 100 })).filter(({ incoming }) => incoming.kind === 'form')
    if (!row) throw new Error('the page posted no form')
    // What a crash leaves behind: a stored form that its lane takes up.
    await chats.app().intake.accept({ ...row.incoming, key: 'page:left-behind' })
    const heard = await chats.settle()

    expect(heard.in('dm-liyang')).toEqual([expect.stringContaining('刚催过')])
  })
})

describe('the household page', () => {
  it('lists what one has reported oneself, and its tickets open', async () => {
    const { id } = await reported()
    await chats.say('wangmin', lift)
    await chats.say('sunli', '6号楼1单元楼道灯不亮')
    const device = await door.signedIn('liyang', '我的页面')
    const { json: home } = await device.get('/api/household')

    expect(home).toEqual({
      who: whoIs(await personId('liyang')),
      community: '锦绣家园',
      household: '3号楼2单元501',
      tickets: [
        {
          id,
          number: 1001,
          summary: expect.stringContaining('电梯'),
          status: 'assigned',
          statusName: '已派单',
          openedAt: '2026-06-01T01:00:00.000Z',
        },
      ],
    })
    expect((await device.get(`/api/tickets/${id}`)).json).toMatchObject({ number: 1001, handling: null })
  })

  it('is empty for who has no flat and has reported nothing', async () => {
    const device = await door.signedIn('maguanli', '我的页面')

    expect((await device.get('/api/household')).json).toMatchObject({
      community: '锦绣家园',
      household: null,
      tickets: [],
    })
  })

  it('is that of the community whose link was opened last', async () => {
    await putCommunity({
      _id: 'binhe',
      name: '滨河小区',
      districtId: 'yingbin',
      districtName: '迎宾社区',
      streetId: 'qianjin',
      streetName: '前进街道',
    })
    const device = await withLink(await issue('liyang', { purpose: 'household' }))
    await withLink(await issue('liyang', { purpose: 'household', communityId: 'binhe' }), device)

    expect((await device.get('/api/household')).json.community).toBe('滨河小区')
  })
})

describe('a picture', () => {
  it('comes back to its owner without position and name', async () => {
    const { device, id } = await reported()
    const image = await upload(device)
    const before = await device.get(`/api/tickets/${id}/media/${image}`)
    await act(device, id, 'amend-appeal', { images: [image] })
    const full = await device.get(`/api/tickets/${id}/media/${image}`)
    const thumb = await device.get(`/api/tickets/${id}/media/${image}?size=thumb`)

    expect(before).toEqual(refusal(404, 'no_picture'))
    for (const { status, headers, bytes } of [full, thumb]) {
      expect(status).toBe(200)
      expect(headers.get('content-type')).toBe('image/jpeg')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect((await sharp(bytes).metadata()).exif).toBeUndefined()
      expect(bytes.includes('GPS')).toBe(false)
    }
    expect((await sharp(await photo()).metadata()).exif).toBeDefined()
  })

  it('that came with a message in a chat is shown on the page of its reporter', async () => {
    const image = await chatPicture()
    const { device, id } = await reported(lift, [image])
    const { json: page } = await device.get(`/api/tickets/${id}`)

    expect(page.mine).toMatchObject([{ images: [image] }])
    expect((await device.get(`/api/tickets/${id}/media/${image}`)).status).toBe(200)
  })

  it('of somebody else does not exist, on the same ticket, on another, or without one', async () => {
    const theirs = await chatPicture()
    const { device, id } = await reported()
    await chats.say('wangmin', lift, { images: [theirs] })
    await chats.say('sunli', '6号楼1单元楼道灯不亮', { images: [theirs] })

    expect(await device.get(`/api/tickets/${id}/media/${theirs}`)).toEqual(refusal(404, 'no_picture'))
    expect((await device.get(`/api/tickets/${await ticketId(1002)}/media/${theirs}`)).status).toBe(403)
    expect((await device.get(`/api/media/${theirs}`)).status).toBe(404)
  })

  it('is one of a hundred a day for each person', async () => {
    const { device } = await reported()
    const owner = await personId('liyang')
    for (let i = 0; i < 99; i++) await takeDailyPicture(owner, chats.clock.at, 100)
    const last = await device.post('/api/media', await photo())
    const over = await device.post('/api/media', await photo())
    const other = await (await door.signedIn('sunli', '我的页面')).post('/api/media', await photo())
    chats.clock.pass(24)
    const nextDay = await device.post('/api/media', await photo())

    expect(last.status).toBe(201)
    expect(over).toEqual(refusal(429, 'too_many_pictures'))
    expect([other.status, nextDay.status]).toEqual([201, 201])
  })

  it('that is none, or too large, is refused', async () => {
    const { device } = await reported()
    const wrong: [bytes: Buffer, type: string, status: number, code: string][] = [
      [Buffer.from('hello'), 'image/jpeg', 415, 'no_picture'],
      [Buffer.alloc(0), 'image/jpeg', 415, 'no_picture'],
      [Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'image/svg+xml', 415, 'no_picture'],
      [await photo(), 'text/html', 415, 'no_picture'],
      [Buffer.alloc(8 * 1024 * 1024 + 1), 'image/jpeg', 413, 'too_large'],
      [hugeHead(), 'image/png', 413, 'too_large'],
    ]
    for (const [bytes, type, status, code] of wrong) {
      const answer = await device.post('/api/media', bytes, { 'content-type': type })
      expect(answer, `${bytes.length} bytes of ${type}`).toEqual(refusal(status, code))
    }
  })
})

/** The head of a PNG that claims 10000 × 10000 pixels. */
function hugeHead(): Buffer {
  const chunk = (name: string, data: Buffer) => {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(data.length)
    const body = Buffer.concat([Buffer.from(name), data])
    const sum = Buffer.alloc(4)
    sum.writeUInt32BE(crc32(body))
    return Buffer.concat([length, body, sum])
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(10_000, 0)
  head.writeUInt32BE(10_000, 4)
  head.set([8, 2, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.alloc(100))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

describe('what pages answer', () => {
  it('is kept by no cache, refusals included', async () => {
    const { device, id } = await reported()
    const household = await door.signedIn('liyang', '我的页面')
    const answers = [
      await device.get(`/api/tickets/${id}`),
      await act(device, id, 'urge-ticket'),
      await household.get('/api/household'),
      await device.get('/api/household'),
      await device.get(`/api/links/${await door.tokenFor('liyang', '我的页面')}`),
      await device.get('/api/links/unknown'),
      await device.get(`/api/tickets/${id}/media/${id}`),
      await device.post('/api/media', await photo()),
      await door.device().get(`/api/tickets/${id}`),
    ]

    for (const { headers } of answers) expect(headers.get('cache-control')).toBe('no-store')
  })

  it('lets a picture stay on the device, which asks each time whether it may still be shown', async () => {
    const image = await chatPicture()
    const { device, id } = await reported(lift, [image])
    const path = `/api/tickets/${id}/media/${image}`
    const first = await device.get(path)
    const known = { 'if-none-match': first.headers.get('etag') ?? '', 'cache-control': 'max-age=0' }
    const second = await device.get(path, known)
    await act(device, id, 'withdraw-appeal')
    const third = await device.get(path, known)

    expect(first.headers.get('cache-control')).toBe('private, no-cache')
    expect([second.status, second.bytes.length]).toEqual([304, 0])
    expect(third).toEqual(refusal(404, 'no_picture'))
  })

  it('to a method that a path does not have is that it cannot be done so', async () => {
    const asked: [method: string, path: string][] = [
      ['DELETE', '/api/household'],
      ['PUT', '/api/tickets/x'],
      ['GET', '/api/tickets/x/actions'],
    ]
    for (const [method, path] of asked)
      expect(await door.device().get(path, {}, method), path).toEqual(refusal(405, 'wrong_method'))
  })
})
