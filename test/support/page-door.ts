import type { Server } from 'node:http'
import { createServer as createHttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { Registry } from 'prom-client'
import { afterEach, expect } from 'vitest'
import { createServer } from '../../bot/server.ts'
import type { Chats } from './chat.ts'
import { privately } from './chat.ts'

/** The simulator and links go together on this machine only. */
export const publicUrl = 'http://localhost:3999'
export const secret = 'the-secret-of-these-tests-and-nothing-else'
/** What an app needs so that its messages carry links that these doors open. */
export const linkEnv = { PUBLIC_URL: publicUrl, SECRET_KEY: secret, CONSOLE: '1' }

/** An answer of the pages' API. */
export interface Answer {
  status: number
  headers: Headers
  bytes: Buffer
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  json: any
}

/** A browser: it keeps its cookies, one for each person, as browsers do. */
export interface Device {
  cookies: Map<string, string>
  get(path: string, headers?: Record<string, string>, method?: string): Promise<Answer>
  /** Posts JSON, a text as it is, or bytes of a picture. */
  post(path: string, body: object | string | Buffer, headers?: Record<string, string>): Promise<Answer>
}

/** The pages of a sample community over HTTP. */
export interface PageDoor {
  device(): Device
  /** Asks the bot in private and returns the token of the link in its answer; null when it gives none. */
  tokenFor(personId: string, words: string): Promise<string | null>
  /** The device of somebody who has opened the link that the bot gave for these words. */
  signedIn(personId: string, words: string, device?: Device): Promise<Device>
}

/** Serves the pages to a test file's people, over real HTTP and with the test's clock. */
export function usePageDoor(
  chats: Chats,
  settings: () => { secrets?: string[]; isSecure?: boolean } = () => ({}),
): PageDoor {
  let server: Server | undefined

  afterEach(() => {
    server?.close()
    server?.closeAllConnections()
    server = undefined
  })

  async function address(): Promise<string> {
    server ??= await listen()
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  async function listen(): Promise<Server> {
    const koa = createServer({
      platforms: [],
      health: () => Promise.reject(new Error('nobody asks for health here')),
      metrics: new Registry(),
      logger: pino({ level: 'silent' }),
      hasConsole: false,
      intake: chats.app().intake,
      now: chats.clock.now,
      secrets: [secret],
      publicUrl: () => publicUrl,
      isSecure: false,
      ...settings(),
    })
    const made = createHttpServer(koa.callback())
    await new Promise<void>((resolve) => {
      made.listen(0, '127.0.0.1', resolve)
    })
    return made
  }

  function device(): Device {
    const own: Device = {
      cookies: new Map(),
      get: (path, headers = {}, method = 'GET') => send(path, { method, headers }),
      post(path, body, headers = {}) {
        const isBytes = Buffer.isBuffer(body)
        const sent = isBytes ? new Uint8Array(body) : typeof body === 'string' ? body : JSON.stringify(body)
        const type = isBytes ? 'image/jpeg' : 'application/json'
        return send(path, { method: 'POST', headers: { 'content-type': type, ...headers }, body: sent })
      },
    }
    async function send(path: string, init: RequestInit): Promise<Answer> {
      const cookie = [...own.cookies].map((pair) => pair.join('=')).join('; ')
      const headers = { ...(cookie ? { cookie } : {}), ...init.headers }
      const response = await fetch(`${await address()}${path}`, { ...init, headers })
      for (const set of response.headers.getSetCookie()) {
        const [name = '', value = ''] = set.split(';')[0]?.split('=') ?? []
        own.cookies.set(name, value)
      }
      const bytes = Buffer.from(await response.arrayBuffer())
      const isJson = response.headers.get('content-type')?.includes('json') && bytes.length > 0
      const json = isJson ? JSON.parse(bytes.toString()) : null
      return { status: response.status, headers: response.headers, bytes, json }
    }
    return own
  }

  async function tokenFor(personId: string, words: string): Promise<string | null> {
    const said = (await chats.say(personId, words, privately(personId))).in(`dm-${personId}`).join('\n')
    return /\/l\/(?<token>\S+)/u.exec(said)?.groups?.token ?? null
  }

  return {
    device,
    tokenFor,
    async signedIn(personId, words, own = device()) {
      const token = await tokenFor(personId, words)
      const opened = await own.post(`/api/links/${token}`, {})
      expect(opened.status, `${personId}: ${words}`).toBe(200)
      return own
    },
  }
}
