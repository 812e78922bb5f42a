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
  lastConsoleSeq,
  listConsoleChats,
  putConsoleChat,
} from '../../../models/console-world.ts'
import { findPicture, storePicture } from '../../../models/media.ts'
import { readBody, readJson } from '../../body.ts'
import type { BusinessClock } from '../../business-clock.ts'
import { HttpError } from '../../http-error.ts'
import { preparePicture } from '../../picture.ts'
import type { Intake, Platform } from '../../platform.ts'
import { deskDeliveries, deskTickets } from './desk.ts'
import { ClockMove, MessageQuery, PostedClick, PostedMessage } from './schema.ts'
import { createTranscript } from './transcript.ts'

/** What the simulator is set to. */
export interface ConsoleSettings {
  hears: 'mentions' | 'all'
  clock: BusinessClock
}

const bot = { id: 'xiaolin', name: '小邻', role: 'bot' }
/** Followed by a name’s further characters it is somebody else: 小邻居. */
const mention = /[@＠]\s?小邻(?![居里近舍])[\s\u2005]*/gu
const mostMessages = 200
const refreshMs = 1_000
const tellMs = 300
const loopbackHost = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/u

/** Makes the local simulator of chats: what a chat platform does, without one. Sending is repeatable: a key shows once. */
export function createConsole({ hears, clock }: ConsoleSettings, intake: Intake): Platform {
  const { now } = clock
  const transcript = createTranscript()
  const streams = new Set<PassThrough>()
  let telling: NodeJS.Timeout | undefined

  async function postMessage(posted: PostedMessage): Promise<{ messageId: string }> {
    const { chat, member } = await findSeat(posted.chatId, posted.senderId)
    const messageId = idFor('message', posted.chatId, posted.senderId, posted.key)
    const isGroup = chat.kind !== 'private'
    const isAddressed = !isGroup || posted.text.search(mention) >= 0
    const text = [posted.text, ...(posted.forwarded ?? []).map((one) => `${one.name}：${one.text}`)]
      .join('\n')
      .trim()
    const isHeard = isAddressed || hears === 'all'
    const shown = transcript.write({
      _id: messageId,
      chatId: chat._id,
      senderId: member.id,
      at: now(),
      content: { text: posted.forwarded ? text : posted.text },
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
          text: text.replace(mention, ' ').trim(),
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
    let last: number | undefined
    let isBusy = false
    async function push(): Promise<void> {
      if (isBusy) return
      isBusy = true
      // Whoever has seen more than there is comes from a world that was wiped.
      last ??= Math.min(after, await lastConsoleSeq())
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

  /** Tells every open page which lists to read again; a burst of messages is told once. */
  function tellChanged(...lists: string[]): void {
    for (const out of streams) for (const what of lists) out.write(changed(what))
  }

  const forgetLists = transcript.onWritten(() => {
    telling ??= setTimeout(() => {
      telling = undefined
      tellChanged('tickets', 'deliveries')
    }, tellMs)
  })

  return {
    name: 'console',
    capabilities: { hears, privateMessages: true, repeatableSend: true },
    state: () => 'up',
    async start() {},
    async stop() {
      forgetLists()
      clearTimeout(telling)
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
      router.get('/console/api/tickets', async (ctx) => {
        ctx.body = { tickets: await deskTickets(now()) }
      })
      router.get('/console/api/deliveries', async (ctx) => {
        ctx.body = { deliveries: await deskDeliveries() }
      })
      router.get('/console/api/clock', (ctx) => {
        ctx.body = { now: now(), offsetMs: clock.offsetMs() }
      })
      router.post('/console/api/clock', async (ctx) => {
        const move = await readJson(ctx.req, ClockMove)
        await ('minutes' in move ? clock.forward(move.minutes) : clock.forwardTo(move.to))
        tellChanged('clock')
        ctx.body = { now: now(), offsetMs: clock.offsetMs() }
      })
      router.post('/console/api/media', async (ctx) => {
        const picture = await preparePicture(await readBody(ctx.req))
        ctx.body = { id: await storePicture(picture, bot.id) }
        ctx.status = 201
      })
      router.get('/console/api/media/:id', async (ctx) => {
        const picture = await findPicture(
          String(ctx.params.id),
          ctx.query.size === 'thumb' ? 'thumb' : 'full',
        )
        if (!picture) throw new HttpError(404, 'no_picture', '没有这张图片。')
        ctx.set({ 'Cache-Control': 'private, max-age=86400', 'X-Content-Type-Options': 'nosniff' })
        ctx.type = picture.contentType
        ctx.body = picture.bytes
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

function changed(what: string): string {
  return `event: changed\ndata: ${JSON.stringify({ what })}\n\n`
}

/** A page on the internet must not be able to speak through a visitor's browser to this machine. */
const onlyFromHere: Middleware = async (ctx, next) => {
  const origin = ctx.get('Origin').replace(/^https?:\/\//u, '')
  if (!loopbackHost.test(ctx.get('Host')) || (origin && !loopbackHost.test(origin))) {
    throw new HttpError(403, 'not_local', '模拟群聊只能在本机打开。')
  }
  // A form of another page can send neither JSON nor a picture without asking first.
  if (ctx.method === 'POST' && !ctx.is('json', 'image/*')) {
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
