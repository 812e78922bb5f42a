import { createHash, randomUUID } from 'node:crypto'
import { PassThrough } from 'node:stream'
import type Router from '@koa/router'
import type { Middleware } from 'koa'
import type { Incoming } from '../../../domain/message.ts'
import { decodeAction } from '../../../domain/message.ts'
import type { ConsoleChat, ConsoleMessage } from '../../../models/console-world.ts'
import {
  consoleMessagesAfter,
  findConsoleChat,
  findConsoleMessage,
  listConsoleChats,
  putConsoleChat,
} from '../../../models/console-world.ts'
import { readJson } from '../../body.ts'
import { HttpError } from '../../http-error.ts'
import type { Intake, Platform } from '../../platform.ts'
import { MessageQuery, PostedClick, PostedMessage } from './schema.ts'
import { createTranscript } from './transcript.ts'

/** What the simulator is set to. */
export interface ConsoleSettings {
  hears: 'mentions' | 'all'
  now(): Date
}

const bot = { id: 'xiaolin', name: '小邻', role: 'bot' }
/** Followed by a name’s further characters it is somebody else: 小邻居. */
const mention = /[@＠]\s?小邻(?![居里近舍])[\s\u2005]*/gu
const mostMessages = 200
const refreshMs = 1_000
const loopbackHost = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/u

/** Makes the local simulator of chats: what a chat platform does, without one. Sending is repeatable: a key shows once. */
export function createConsole({ hears, now }: ConsoleSettings, intake: Intake): Platform {
  const transcript = createTranscript()
  const streams = new Set<PassThrough>()

  async function postMessage(posted: PostedMessage): Promise<{ messageId: string }> {
    const { chat, member } = await findSeat(posted.chatId, posted.senderId)
    const messageId = idFor('message', posted.chatId, posted.senderId, posted.key)
    const isGroup = chat.kind !== 'private'
    const isAddressed = !isGroup || posted.text.search(mention) >= 0
    const isHeard = isAddressed || hears === 'all'
    const shown = transcript.write({
      _id: messageId,
      chatId: chat._id,
      senderId: member.id,
      at: now(),
      content: { text: posted.text },
      images: posted.images,
      quote: posted.quote ?? null,
      key: `message:${messageId}`,
    })
    await Promise.all([
      shown,
      isHeard &&
        intake.accept({
          key: `console:${bot.id}:${messageId}`,
          kind: 'message',
          chat: { platform: 'console', externalId: chat._id, isGroup },
          sender: { externalId: member.id, name: member.name },
          text: posted.text.replace(mention, ' ').trim(),
          isAddressed,
          images: posted.images,
          ...(posted.quote ? { quote: posted.quote } : {}),
        }),
    ])
    return { messageId }
  }

  async function postClick(posted: PostedClick): Promise<{ answer: { text: string } }> {
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
    const answer = await intake.click(incoming)
    await say(chat._id, answer, `answer:${clickId}`)
    return { answer }
  }

  async function say(chatId: string, content: ConsoleMessage['content'], key: string): Promise<void> {
    await transcript.write({ chatId, senderId: bot.id, at: now(), content, images: [], quote: null, key })
  }

  /** Messages as the API shows them. */
  async function messagesAfter(seq: number, chatId?: string) {
    const found = await consoleMessagesAfter(seq, { ...(chatId ? { chatId } : {}), limit: mostMessages })
    return found.map(shownMessage)
  }

  function stream(after: number): PassThrough {
    const out = new PassThrough()
    let last = after
    let isBusy = false
    async function push(): Promise<void> {
      if (isBusy) return
      isBusy = true
      const fresh = await messagesAfter(last)
      for (const message of fresh) {
        last = message.seq
        out.write(`id: ${message.seq}\ndata: ${JSON.stringify(message)}\n\n`)
      }
      isBusy = false
      if (fresh.length === mostMessages) await push()
    }
    const pushOrEnd = () => push().catch((error) => out.destroy(error))
    const forget = transcript.onWritten(pushOrEnd)
    // Another process may write, too.
    const timer = setInterval(pushOrEnd, refreshMs)
    out.on('close', () => {
      forget()
      clearInterval(timer)
      streams.delete(out)
    })
    streams.add(out)
    out.write(': 你好\n\n')
    void pushOrEnd()
    return out
  }

  return {
    name: 'console',
    capabilities: { hears, privateMessages: true, repeatableSend: true },
    state: () => 'up',
    async start() {},
    async stop() {
      for (const open of streams) open.end()
      await transcript.settle()
    },
    async send(to, content, key) {
      const chatId = 'chat' in to ? to.chat : await privateChatOf(to.person)
      await say(chatId, content, key)
      return { result: 'sent', proof: 'shown on the console' }
    },
    routes(router: Router) {
      router.use('/console', onlyFromHere)
      router.get('/console/api/chats', async (ctx) => {
        const chats = await listConsoleChats()
        ctx.body = {
          chats: chats.map(({ _id, kind, title, members }) => ({
            id: _id,
            kind,
            title,
            members: [...members, bot],
          })),
        }
      })
      router.get('/console/api/chats/:id/messages', async (ctx) => {
        const query = MessageQuery.safeParse(ctx.query)
        if (!query.success) throw new HttpError(400, 'bad_request', 'after 应为不小于 0 的整数。')
        const chatId = String(ctx.params.id)
        if (query.data.as) await findSeat(chatId, query.data.as)
        else if (!(await findConsoleChat(chatId))) throw unknownChat()
        ctx.body = { messages: await messagesAfter(query.data.after, chatId) }
      })
      router.post('/console/api/messages', async (ctx) => {
        ctx.body = await postMessage(await readJson(ctx.req, PostedMessage))
        ctx.status = 202
      })
      router.post('/console/api/clicks', async (ctx) => {
        ctx.body = await postClick(await readJson(ctx.req, PostedClick))
      })
      router.get('/console/api/events', (ctx) => {
        const after = Number(ctx.get('Last-Event-ID') || ctx.query.after || 0)
        ctx.set({ 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' })
        ctx.type = 'text/event-stream'
        ctx.body = stream(Number.isSafeInteger(after) && after >= 0 ? after : 0)
      })
    },
  }
}

/** A page on the internet must not be able to speak through a visitor's browser to this machine. */
const onlyFromHere: Middleware = async (ctx, next) => {
  const origin = ctx.get('Origin').replace(/^https?:\/\//u, '')
  if (!loopbackHost.test(ctx.get('Host')) || (origin && !loopbackHost.test(origin))) {
    throw new HttpError(403, 'not_local', '模拟群聊只能在本机打开。')
  }
  if (ctx.method === 'POST' && !ctx.is('json')) {
    throw new HttpError(415, 'not_json', '请用 application/json 提交。')
  }
  await next()
}

function unknownChat(): HttpError {
  return new HttpError(404, 'unknown_chat', '没有这个群或私聊。')
}

async function findSeat(
  chatId: string,
  userId: string,
): Promise<{ chat: ConsoleChat; member: ConsoleChat['members'][number] }> {
  const chat = await findConsoleChat(chatId)
  if (!chat) throw unknownChat()
  const member = chat.members.find(({ id }) => id === userId)
  if (!member) throw new HttpError(403, 'not_a_member', '这个人不在这个群里。')
  return { chat, member }
}

/** The same key from the same person always gives the same id; without a key each message is a new one. */
function idFor(...parts: (string | undefined)[]): string {
  const all = parts.at(-1) === undefined ? [...parts.slice(0, -1), randomUUID()] : parts
  return createHash('sha256').update(JSON.stringify(all)).digest('hex').slice(0, 24)
}

async function privateChatOf(personId: string): Promise<string> {
  const id = `dm-${personId}`
  if (await findConsoleChat(id)) return id
  const known = (await listConsoleChats())
    .flatMap((chat) => chat.members)
    .find((member) => member.id === personId)
  const member = known ?? { id: personId, name: personId, role: 'resident' }
  await putConsoleChat({ _id: id, kind: 'private', title: `${member.name}和小邻`, members: [member] })
  return id
}

function shownMessage({ _id, seq, chatId, senderId, at, content, images, quote }: ConsoleMessage) {
  return {
    id: _id,
    seq,
    chatId,
    senderId,
    at: at.toISOString(),
    text: content.text,
    ...(content.fields ? { fields: content.fields } : {}),
    ...(content.buttons ? { buttons: content.buttons.map(({ action, label }) => ({ action, label })) } : {}),
    ...(images.length > 0 ? { images } : {}),
    ...(quote ? { quote } : {}),
  }
}
