import sharp from 'sharp'
import { preparePicture } from '../../bot/picture.ts'
import { appendConsoleMessages } from '../../models/console-world.ts'
import { listInbound } from '../../models/inbound.ts'
import { storePicture } from '../../models/media.ts'
import { findByIdentity } from '../../models/person.ts'
import type { Ticket } from '../../models/ticket.ts'
import { listTickets } from '../../models/ticket.ts'
import type { Chats } from './chat.ts'
import { privately, staffGroup } from './chat.ts'
import type { PageDoor } from './page-door.ts'

const leak = '3号楼2单元501厨房漏水，家里老人腿脚不好，我是李阳，电话13812345678'

/** What of 李阳 is in the story: names, phone, platform id, the room where it is no part of an id, and own words. */
export const personal =
  /李阳|阳阳妈|liyang|(?<![0-9a-f])138\d{8}(?![0-9a-f])|(?<![0-9a-zA-Z])501(?![0-9a-zA-Z])|老人腿脚|晚上更响|我家孩子/u

async function picture(owner: string, at: Date): Promise<string> {
  const bytes = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#808080' } })
    .jpeg()
    .toBuffer()
  return storePicture(await preparePicture(bytes), owner, at)
}

/** The id of somebody of the sample community; empty for a stranger. */
export async function personIdOf(externalId: string): Promise<string> {
  return (await findByIdentity({ platform: 'console', externalId }))?._id ?? ''
}

/** A ticket by its number. */
export async function ticketOf(number: number): Promise<Ticket> {
  const found = (await listTickets({ limit: 50 })).find((one) => one.number === number)
  if (!found) throw new Error(`no ticket ${number}`)
  return found
}

let heardSoFar = 0

/** Something as a platform hands it over. */
export async function hear(
  chats: Chats,
  said: { who: string; name: string; text: string; images?: string[]; quote?: string },
): Promise<void> {
  const { who, name, text, images = [], ...more } = said
  const chat = { platform: 'console', externalId: 'g-jinxiu', isGroup: true }
  const sender = { externalId: who, name }
  const words = { kind: 'message' as const, text, images, isAddressed: true }
  heardSoFar += 1
  await chats.app().intake.accept({ key: `heard:${heardSoFar}`, chat, sender, ...words, ...more })
  await chats.settle()
}

/** 李阳 in every corner: tickets, photos, links, a device, a question left open, words in the mouths of others. */
export async function tellOfLiyang(chats: Chats, door: PageDoor): Promise<void> {
  const own = await picture(await personIdOf('liyang'), chats.clock.at)
  const sent = await picture('xiaolin', chats.clock.at)
  await chats.say('liyang', '我家是3号楼2单元501', privately('liyang'))
  await chats.say('liyang', leak, { images: [own] })
  await hear(chats, { who: 'liyang', name: '阳阳妈', text: '3号楼2单元电梯不动了', images: [sent] })
  await chats.say('wangmin', '3号楼2单元电梯又坏了，李阳家的501也停了')
  await chats.say('liyang', '补充 1002 晚上更响', privately('liyang'))
  await chats.say('zhoujie', '3号楼2单元501说厨房一直漏水')
  await chats.say('wanggong', '接单 1001', privately('wanggong'))
  await chats.click('liushifu', '接单', staffGroup)
  await showAnswer()
  await chats.say('wanggong', '已联系 1001 和李阳13812345678说好了', privately('wanggong'))
  await chats.say('wanggong', '转派 1002 刘师傅', privately('wanggong'))
  await chats.say('wanggong', '办结 1001 501换了软管', privately('wanggong'))
  await hear(chats, { who: 'zhaojun', name: '赵军', text: '今天天气真好', quote: leak })
  const device = await door.signedIn('liyang', '进度 1001')
  await device.post(`/api/tickets/${(await ticketOf(1001))._id}/actions`, {
    action: 'amend-appeal',
    text: '我家孩子在家',
    key: 'a-good-key',
  })
  await door.tokenFor('liyang', '我的页面')
  await chats.say('liyang', '有个地方灯不亮', privately('liyang'))
  await chats.settle()
}

/** The simulator shows the answer to a click by itself. */
async function showAnswer(): Promise<void> {
  const click = (await listInbound({ limit: 50 })).find(({ incoming }) => incoming.action === 'accept-ticket')
  const text = '1002号由您来办。\n阳阳妈，501室：“3号楼2单元电梯不动了 晚上更响”'
  const shown = { chatId: 'dm-liushifu', senderId: 'xiaolin', at: new Date(0), images: [], quote: leak }
  await appendConsoleMessages([
    { ...shown, content: { text }, key: `answer:${click?.key.split(':').at(-1)}` },
  ])
}
