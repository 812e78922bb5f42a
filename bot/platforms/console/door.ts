import { createHash, randomUUID } from 'node:crypto'
import type { Content, Incoming } from '../../../domain/message.ts'
import { decodeAction } from '../../../domain/message.ts'
import type { ConsoleChat, ConsoleMessage } from '../../../models/console-world.ts'
import { findConsoleChat, findConsoleMessage } from '../../../models/console-world.ts'
import { findByIdentity } from '../../../models/person.ts'
import { HttpError } from '../../http-error.ts'
import type { Clicked, Intake } from '../../platform.ts'
import { requireSameDeed } from '../../same-deed.ts'
import { requireUsablePictures } from '../../use-pictures.ts'
import type { PostedClick, PostedMessage } from './schema.ts'
import type { Transcript } from './transcript.ts'

/** The bot's seat in every chat of the simulator. */
export const bot = { id: 'xiaolin', name: '小邻', role: 'bot' }
/** Followed by a name’s further characters it is somebody else: 小邻居. */
const mention = /[@＠]\s?小邻(?![居里近舍])[\s\u2005]*/gu

interface DoorParts {
  hears: 'mentions' | 'all'
  now(): Date
  transcript: Transcript
  intake: Intake
}

/** What people of the simulator do: they say something, or click. */
export function createDoor({ hears, now, transcript, intake }: DoorParts) {
  async function postMessage(posted: PostedMessage): Promise<{ messageId: string }> {
    const { chat, member } = await findSeat(posted.chatId, posted.senderId)
    const messageId = idFor('message', posted.chatId, posted.senderId, posted.key)
    const quoted = posted.quoteId ? await findQuoted(posted.quoteId, chat._id) : null
    const message = {
      _id: messageId,
      chatId: chat._id,
      senderId: member.id,
      at: now(),
      content: { text: posted.text },
      images: posted.images,
      quote: posted.quote ?? quoted?.content.text ?? null,
      ...(posted.forwarded ? { forwarded: posted.forwarded } : {}),
      key: `message:${messageId}`,
    }
    if (posted.key) await requireSameWords(messageId, message)
    const { platform, externalId } = { platform: 'console', externalId: member.id }
    const person = await findByIdentity({ platform, externalId })
    await requireUsablePictures(posted.images, [bot.id, ...(person ? [person._id] : [])], now())
    await Promise.all([transcript.write(message), hear(posted, { chat, member, message, quoted })])
    return { messageId }
  }

  async function hear(posted: PostedMessage, seen: Seen): Promise<void> {
    const { chat, member, message, quoted } = seen
    const isGroup = chat.kind !== 'private'
    const isAddressed = !isGroup || posted.text.search(mention) >= 0
    if (!isAddressed && hears !== 'all') return
    const { isSame } = await intake.accept({
      key: `console:${bot.id}:${message._id}`,
      kind: 'message',
      chat: { platform: 'console', externalId: chat._id, isGroup },
      sender: { externalId: member.id, name: member.name },
      text: textOf(posted).replace(mention, ' ').trim(),
      isAddressed,
      images: posted.images,
      ...(posted.forwarded ? { forwarded: posted.forwarded } : {}),
      ...quoteOf(message.quote, quoted),
    })
    requireSameDeed(isSame)
  }

  async function postClick(posted: PostedClick): Promise<Pick<Clicked, 'answer' | 'result'>> {
    const { chat, member } = await findSeat(posted.chatId, posted.userId)
    const message = await findConsoleMessage(posted.messageId)
    const button = message?.content.buttons?.find(({ action }) => action === posted.action)
    const action = decodeAction(posted.action)
    if (message?.chatId !== chat._id || !button || !action) {
      throw new HttpError(404, 'unknown_button', '这条消息上没有这个按钮。')
    }
    const clickId = idFor('click', posted.messageId, posted.userId, posted.key)
    const incoming: Incoming = {
      key: `console:${bot.id}:${clickId}`,
      kind: 'action',
      chat: { platform: 'console', externalId: chat._id, isGroup: chat.kind !== 'private' },
      sender: { externalId: member.id, name: member.name },
      text: '',
      isAddressed: true,
      images: [],
      action: action.name,
      data: action.data,
    }
    const { answer, result, isSame } = await intake.click(incoming)
    requireSameDeed(isSame)
    await say(chat._id, answer, `answer:${clickId}`)
    const { mention: _shownAbove, ...content } = answer
    return { answer: content, result }
  }

  /** Shows something of the bot's in a chat; whom it is for is said as people do it, in the text. */
  async function say(chatId: string, { mention: whom, ...content }: Content, key: string): Promise<void> {
    const text = whom ? `@${whom.name} ${content.text}` : content.text
    const message = { chatId, senderId: bot.id, at: now(), images: [], quote: null, key }
    await transcript.write({ ...message, content: { ...content, text } })
  }

  return { postMessage, postClick, say }
}

interface Seen {
  chat: ConsoleChat
  member: ConsoleChat['members'][number]
  message: Pick<ConsoleMessage, '_id' | 'quote'>
  quoted: ConsoleMessage | null
}

function textOf({ text, forwarded = [] }: PostedMessage): string {
  return [text, ...forwarded.map((one) => `${one.name}：${one.text}`)].join('\n').trim()
}

async function findQuoted(id: string, chatId: string): Promise<ConsoleMessage> {
  const quoted = await findConsoleMessage(id)
  if (quoted?.chatId !== chatId) throw new HttpError(404, 'unknown_quote', '没有找到要引用的那条消息。')
  return quoted
}

function quoteOf(
  quote: string | null,
  quoted: ConsoleMessage | null,
): Pick<Incoming, 'quote' | 'quotedTicket'> {
  const quotedTicket = quoted && ticketBehind(quoted)
  return { ...(quote ? { quote } : {}), ...(quotedTicket ? { quotedTicket } : {}) }
}

/** The one ticket that the buttons of the bot's message are about. */
function ticketBehind({ senderId, content }: ConsoleMessage): string | null {
  const tickets = (content.buttons ?? []).flatMap(({ action }) => decodeAction(action)?.data.ticket ?? [])
  const [only, another] = new Set(senderId === bot.id ? tickets : [])
  return another ? null : (only ?? null)
}

/** Under a key that was used the same words stand already, or it is a mistake of the caller. */
async function requireSameWords(id: string, message: Words): Promise<void> {
  const known = await findConsoleMessage(id)
  requireSameDeed(!known || wordsOf(known) === wordsOf(message))
}

type Words = Pick<ConsoleMessage, 'content' | 'images' | 'quote' | 'forwarded'>

/** As they can be stored: half a pair of surrogates is no character. */
function wordsOf({ content, images, quote, forwarded = [] }: Words): string {
  const said = forwarded.map(({ name, text }) => [name, text])
  return Buffer.from([content.text, quote, ...images, ...said.flat()].join('\n'), 'utf8').toString('utf8')
}

/** A chat and one of those who sit in it. */
export async function findSeat(
  chatId: string,
  userId: string,
): Promise<{ chat: ConsoleChat; member: ConsoleChat['members'][number] }> {
  const chat = await findConsoleChat(chatId)
  if (!chat) throw unknownChat()
  const member = chat.members.find(({ id }) => id === userId)
  if (!member) throw new HttpError(403, 'not_a_member', '这个人不在这个群里。')
  return { chat, member }
}

/** The answer where there is no such chat. */
export function unknownChat(): HttpError {
  return new HttpError(404, 'unknown_chat', '没有这个群或私聊。')
}

/** The same key from the same person always gives the same id; without a key each message is a new one. */
function idFor(...parts: (string | undefined)[]): string {
  const all = parts.at(-1) === undefined ? [...parts.slice(0, -1), randomUUID()] : parts
  return createHash('sha256').update(JSON.stringify(all)).digest('hex').slice(0, 24)
}
