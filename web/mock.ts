import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import type { Plugin } from 'vite'
import { createMockWorld } from './mock-world.ts'

type World = ReturnType<typeof createMockWorld>
interface Posted {
  action: string
  userId?: string
  text?: string
  images?: string[]
}
type Answer = [status: number, body: object] | undefined

const ticketActions: Record<string, string[]> = {
  assigned: ['urge-ticket', 'amend-appeal', 'withdraw-appeal'],
  accepted: ['urge-ticket', 'amend-appeal', 'withdraw-appeal'],
  resolved: ['confirm-solved', 'report-unsolved', 'amend-appeal'],
  closed: ['report-unsolved'],
}

function missing(): Answer {
  return [404, { error: { code: 'not_found', message: '没有这个地址。' } }]
}

function shown(world: World, ticket: World['tickets'][number]): object {
  const { statusNames, now } = world
  const answeredAt = ticket.status === 'assigned' ? null : ticket.openedAt
  const isLate = ticket.answerBy < now() && answeredAt === null
  return {
    ...ticket,
    handling: null,
    hazard:
      ticket.urgency === 'emergency' && !['closed', 'withdrawn', 'resolved'].includes(ticket.status)
        ? {
            advice: '⚠️疑似燃气泄漏：①不碰开关；②开窗，走楼梯到室外；③到室外再拨燃气抢修0472-555-0110、119。',
            phones: [
              { name: '燃气抢修', number: '0472-555-0110' },
              { name: '火警', number: '119' },
            ],
          }
        : null,
    answeredAt,
    statusName: statusNames[ticket.status],
    urgencyName: ticket.urgency === 'emergency' ? '紧急' : '一般',
    voices: 1,
    team: 'property',
    isLate,
  }
}

function moveClock(world: World, step: { minutes?: number; to?: string }): void {
  const china = 8 * 3_600_000
  const day = 24 * 3_600_000
  const at = Date.parse(world.now()) + china
  const [hours = 0, minutes = 0] = (step.to ?? '').split(':').map(Number)
  const wait = ((hours * 60 + minutes) * 60_000 - (at % day) + day) % day || day
  world.world.offsetMs += step.minutes ? step.minutes * 60_000 : wait
}

const media = new Map<string, { type: string; bytes: Buffer }>()

function read(world: World, path: string): Answer {
  const {
    chats,
    tickets,
    deliveries,
    world: { offsetMs },
    now,
  } = world
  const [, ticketId] = /^\/api\/tickets\/([^/]+)$/u.exec(path) ?? []
  const [, token] = /^\/api\/links\/([^/]+)$/u.exec(path) ?? []
  const ticket = tickets.find(({ id }) => id === ticketId)
  const lists: Record<string, object> = {
    '/console/api/chats': { chats },
    '/console/api/tickets': { tickets: tickets.map((one) => shown(world, one)) },
    '/console/api/deliveries': { deliveries },
    '/console/api/clock': { now: now(), offsetMs },
    '/api/household': {
      community: '锦绣家园',
      household: '3号楼2单元501',
      tickets: tickets.map((one) => shown(world, one)),
    },
  }
  if (lists[path]) return [200, lists[path]]
  if (ticketId === 'nobody') return [401, { error: { code: 'no_session', message: '请从链接打开。' } }]
  if (ticket)
    return [
      200,
      { ...shown(world, ticket), phone: '0472-555-0101', actions: ticketActions[ticket.status] ?? [] },
    ]
  const state = token?.split('.')[0] ?? ''
  return ['fresh', 'used', 'expired', 'revoked'].includes(state)
    ? [200, { purpose: 'ticket', state }]
    : missing()
}

function keep(type: string, bytes: Buffer): Answer {
  const id = randomUUID()
  media.set(id, { type, bytes })
  return [201, { id }]
}

async function write(world: World, path: string, request: IncomingMessage): Promise<Answer> {
  const bytes = await buffer(request)
  if (path.endsWith('/media')) return keep(request.headers['content-type'] ?? '', bytes)
  const body = JSON.parse(bytes.toString())
  const [, linked] = /^\/api\/links\/fresh\.([^/]+)$/u.exec(path) ?? []
  if (linked) return [200, { purpose: 'ticket', ticketId: linked }]
  if (path === '/console/api/messages') return [202, { messageId: world.say(body) }]
  if (path === '/console/api/clock') {
    moveClock(world, body)
    return [200, { now: world.now(), offsetMs: world.world.offsetMs }]
  }
  return act(world, path, body)
}

function act(world: World, path: string, body: Posted): Answer {
  const [, ticketId] = /^\/api\/tickets\/([^/]+)\/actions$/u.exec(path) ?? []
  const [action = '', id = ticketId] = body.action.split('?ticket=')
  const ticket = world.tickets.find((one) => one.id === id)
  if (!ticket) return missing()
  const { text: said = '', images = [], userId = '' } = body
  const text = world.act(action, ticket, userId)
  if (said || images.length > 0) ticket.mine.push({ at: world.now(), text: said, images })
  return [200, { text, answer: { text }, result: 'done' }]
}

/** Pretends to be the bot, for working at the pages alone. Never part of a build. */
export function mockApi(): Plugin {
  const streams = new Set<ServerResponse>()
  const world = createMockWorld((event, data) => {
    const head = event === 'message' ? `id: ${data.seq}` : `event: ${event}`
    for (const stream of streams) stream.write(`${head}\ndata: ${JSON.stringify(data)}\n\n`)
  })

  function listen(response: ServerResponse, after: number): void {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write(': 你好\n\n')
    for (const message of world.messages.slice(after))
      response.write(`id: ${message.seq}\ndata: ${JSON.stringify(message)}\n\n`)
    response.write('event: caught-up\ndata: {}\n\n')
    streams.add(response)
    response.on('close', () => streams.delete(response))
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://localhost')
    const path = url.pathname
    if (path.endsWith('/events')) return listen(response, Number(url.searchParams.get('after')))
    const image = media.get(path.split('/media/')[1] ?? '')
    if (image) {
      response.writeHead(200, { 'content-type': image.type }).end(image.bytes)
      return
    }
    const found = request.method === 'POST' ? await write(world, path, request) : read(world, path)
    const [status, body] = found ?? [404, {}]
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }

  return {
    name: 'mock-api',
    configureServer({ middlewares }) {
      middlewares.use((request, response, next) => {
        if (/^\/(?:console\/)?api\//u.test(request.url ?? '')) void answer(request, response)
        else next()
      })
    },
  }
}
