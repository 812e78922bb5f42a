import { describe, expect, it } from 'vitest'
import { issueLink } from '../../../models/link.ts'
import { listTickets } from '../../../models/ticket.ts'
import { privately, useChats } from '../../support/chat.ts'
import { personIdOf, tellOfLiyang, ticketOf } from '../../support/known-person.ts'
import type { Device } from '../../support/page-door.ts'
import { linkEnv, secret, usePageDoor } from '../../support/page-door.ts'
import { textIn } from '../../support/word-file.ts'

const chats = useChats({ env: linkEnv })
const door = usePageDoor(chats)
const leak = '我是李阳，3号楼2单元501厨房漏水，电话13812345678'
/** Words are part of a dossier; whose they are is not. */
const persons = /李阳|阳阳妈|liyang|王工|138\d{8}|(?<![0-9a-zA-Z])501(?![0-9a-zA-Z])/u

async function dossierOf(number: number): Promise<string> {
  return `/api/dossiers/${(await ticketOf(number))._id}`
}

/** A device with a link to the dossier that no handler would give. */
async function intruder(who: string, number: number): Promise<Device> {
  const { _id: ticketId, communityId } = await ticketOf(number)
  const link = { purpose: 'dossier' as const, ticketId, communityId, personId: await personIdOf(who) }
  const expiresAt = new Date(chats.clock.at.getTime() + 86_400_000)
  const device = door.device()
  await device.post(`/api/links/${await issueLink({ ...link, expiresAt }, secret, `${who}:${number}`)}`, {})
  return device
}

describe('卷宗', () => {
  it('leads 社区 to the page to print and the Word file, which tell everything but persons', async () => {
    await tellOfLiyang(chats, door)
    const device = await door.signedIn('hexiaomei', '卷宗 1001')
    const path = await dossierOf(1001)
    const page = await device.get(`${path}/page`)
    const word = await device.get(`${path}/word`)

    expect((await device.get(path)).json).toMatchObject({ number: 1001, community: '锦绣家园' })
    expect(page.status).toBe(200)
    for (const text of [page.bytes.toString(), textIn(word.bytes, 'document.xml')]) {
      for (const part of ['基本情况', '经过', '各户反映', '通知和送达', '依据', '某换了软管']) {
        expect(text).toContain(part)
      }
      expect(text).not.toMatch(persons)
    }
    expect(page.bytes.toString()).toContain('src="data:image/jpeg;base64,')
    expect(word.bytes.includes('word/media/')).toBe(true)
    expect(word.headers.get('content-disposition')).toMatch(/^attachment; .*docx/u)
  })

  it('leads 街道 there, too, and drafts the letter that hands the matter on', async () => {
    await chats.say('liyang', leak)
    const device = await door.signedIn('tiankezhang', '卷宗 1001')
    const letter = await device.get(`${await dossierOf(1001)}/letter`)

    expect(textIn(letter.bytes, 'document.xml')).toMatch(/^关于移交小区有关问题的函（草稿）/u)
    expect(textIn(letter.bytes, 'document.xml')).not.toMatch(persons)
  })

  it('may do nothing but show its own style and pictures, and stays in no cache', async () => {
    await chats.say('liyang', leak)
    const device = await door.signedIn('hexiaomei', '卷宗 1001')
    const { headers } = await device.get(`${await dossierOf(1001)}/page`)

    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; img-src data:$/u,
    )
    expect(headers.get('cache-control')).toBe('no-store')
  })

  it('shows markup in words as words', async () => {
    await chats.say('liyang', leak)
    await chats.say('liyang', '补充 1001 <img src=x onerror=alert(1)>', privately('liyang'))
    const device = await door.signedIn('hexiaomei', '卷宗 1001')
    const page = (await device.get(`${await dossierOf(1001)}/page`)).bytes.toString()

    expect(page).toContain('&lt;img src=x')
    expect(page).not.toContain('<img src=x')
  })

  it('notes who looked, once a day', async () => {
    await chats.say('liyang', leak)
    const device = await door.signedIn('hexiaomei', '卷宗 1001')
    for (const kind of ['page', 'word', 'page']) await device.get(`${await dossierOf(1001)}/${kind}`)
    const by = await personIdOf('hexiaomei')
    const looks = (await ticketOf(1001)).events.filter((one) => one.kind === 'seen' && one.by === by)

    expect(looks).toHaveLength(1)
  })

  it.each(['liyang', 'wanggong', 'zhaojun', 'qianzhuren'])('is not for %s', async (who) => {
    await chats.say('liyang', leak)
    const device = await intruder(who, 1001)
    const path = await dossierOf(1001)

    expect(await door.tokenFor(who, '卷宗 1001')).toBeNull()
    for (const one of [path, `${path}/page`, `${path}/word`, `${path}/letter`]) {
      expect(await device.get(one)).toMatchObject({ status: 403, json: { error: { code: 'not_yours' } } })
    }
  })

  it('is for one ticket, and not for who has only a link to its page', async () => {
    await chats.say('liyang', leak)
    await chats.say('wangmin', '6号楼电梯不动了')
    const device = await door.signedIn('hexiaomei', '卷宗 1002')
    const path = await dossierOf(1001)

    expect((await device.get(`${path}/page`)).status).toBe(403)
    expect((await door.device().get(`${path}/page`)).status).toBe(401)
  })

  it('is not there for a lead that one person was given', async () => {
    await chats.say('sunli', '业委会主任把公共收益私分了', privately('sunli'))
    const [lead] = (await listTickets({ limit: 50 })).filter((one) => one.lead)
    const number = lead?.number ?? 0
    const device = await intruder('hexiaomei', number)

    expect((await device.get(`${await dossierOf(number)}/page`)).status).toBe(403)
    expect(await door.tokenFor('hexiaomei', `卷宗 ${number}`)).toBeNull()
  })
})
