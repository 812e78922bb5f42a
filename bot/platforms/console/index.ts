import type Router from '@koa/router'
import type { Context, Middleware } from 'koa'
import { addHours, nextClock } from '../../../domain/clocks.ts'
import type { ConsoleMessage } from '../../../models/console-world.ts'
import {
  consoleMessagesAfter,
  findConsoleChat,
  lastConsoleSeq,
  listConsoleChats,
  putConsoleChat,
} from '../../../models/console-world.ts'
import { findPicture } from '../../../models/media.ts'
import { findByIdentity } from '../../../models/person.ts'
import { readJson } from '../../body.ts'
import type { BusinessClock } from '../../business-clock.ts'
import { HttpError } from '../../http-error.ts'
import type { Intake, Platform } from '../../platform.ts'
import { takePicture } from '../../take-picture.ts'
import { deskDeliveries, deskTickets } from './desk.ts'
import { bot, createDoor, findSeat, unknownChat } from './door.ts'
import { createFeed } from './feed.ts'
import { ClockMove, MessageQuery, PostedClick, PostedMessage } from './schema.ts'
import { createTranscript } from './transcript.ts'

/** What the simulator is set to. */
export interface ConsoleSettings {
  hears: 'mentions' | 'all'
  clock: BusinessClock
}

const mostMessages = 200
const loopbackHost = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/u

/** Makes the local simulator of chats: what a chat platform does, without one. Sending is repeatable: a key shows once. */
export function createConsole({ hears, clock }: ConsoleSettings, intake: Intake): Platform {
  const { now } = clock
  const transcript = createTranscript()
  const { postMessage, postClick, say } = createDoor({ hears, now, transcript, intake })
  const feed = createFeed({
    messagesAfter: (seq) => messagesAfter(seq),
    lot: mostMessages,
    lastSeq: lastConsoleSeq,
    lists: { tickets: () => deskTickets(now()), deliveries: deskDeliveries },
  })
  const forgetFeed = transcript.onWritten(feed.look)

  /** Messages as the API shows them. */
  async function messagesAfter(seq: number, chatId?: string) {
    const found = await consoleMessagesAfter(seq, { ...(chatId ? { chatId } : {}), limit: mostMessages })
    return found.map(shownMessage)
  }

  return {
    name: 'console',
    capabilities: { hears, privateMessages: true, mentions: true, repeatableSend: true },
    state: () => 'up',
    async start() {},
    async stop() {
      forgetFeed()
      feed.stop()
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
        await clock.forwardTo(timeOf(move, now()))
        feed.tell('clock')
        feed.look()
        ctx.body = { now: now(), offsetMs: clock.offsetMs() }
      })
      router.post('/console/api/media', async (ctx) => {
        ctx.body = { id: await takePicture(ctx, await uploader(ctx.query.as), now()) }
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
        ctx.body = feed.open(Number.isSafeInteger(after) && after >= 0 ? after : 0)
      })
    },
  }
}

/** What proxies add: whoever comes through one is not at this machine, whatever the request says. */
const proxied = /^(?:forwarded|x-forwarded-.+)$/u

/** A page on the internet must not be able to speak through a visitor's browser to this machine. */
const onlyFromHere: Middleware = async (ctx, next) => {
  const origin = ctx.get('Origin').replace(/^https?:\/\//u, '')
  const isForeign = origin !== '' && !loopbackHost.test(origin)
  const isProxied = Object.keys(ctx.headers).some((name) => proxied.test(name))
  if (isForeign || isProxied || !loopbackHost.test(ctx.get('Host')) || isFromElsewhere(ctx)) {
    throw new HttpError(403, 'not_local', '模拟群聊只能在本机打开。')
  }
  // A form of another page can send neither JSON nor a picture without asking first.
  if (ctx.method === 'POST' && !ctx.is('json', 'image/*')) {
    throw new HttpError(415, 'not_json', '请用 application/json 提交。')
  }
  await next()
}

/** Browsers say so of pictures and scripts, too, which carry no origin. */
function isFromElsewhere(ctx: Context): boolean {
  return ctx.get('Sec-Fetch-Site') === 'cross-site'
}

function timeOf({ minutes, to }: ClockMove, now: Date): Date {
  return to === undefined ? addHours(now, (minutes ?? 0) / 60) : nextClock(now, to)
}

/** Whose a picture is: of the person it is uploaded as, or of everybody at this machine. */
async function uploader(as: unknown): Promise<string> {
  const externalId = typeof as === 'string' ? as : ''
  const person = await findByIdentity({ platform: 'console', externalId })
  return person?._id ?? bot.id
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

function shownMessage(message: ConsoleMessage) {
  const { _id, seq, chatId, senderId, at, content, images, quote, forwarded } = message
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
    ...(forwarded ? { forwarded } : {}),
  }
}
