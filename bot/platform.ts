import type Router from '@koa/router'
import type { ClickAnswer, Content, Incoming } from '../domain/message.ts'
import type { Accepted } from '../models/inbound.ts'

/** What a platform can do; the core asks for abilities and never for a name. */
export interface Capabilities {
  /** Whether messages reach the bot only when it is addressed. */
  hears: 'mentions' | 'all'
  privateMessages: boolean
  /** Whether an answer in a group can mention the person it is for. */
  mentions: boolean
  /** Whether sending the same key twice shows one message, so that a send of unknown fate may be repeated. */
  repeatableSend: boolean
  /** Whether it calls people by telephone, and nothing else; it knows them as `platform:externalId`. */
  calls?: true
}

/** Where a message goes on one platform. */
export type Address = { chat: string } | { person: string }

/** What became of a send. Only `notSent` is tried again, and `unknown` where sending is repeatable. */
export type SendResult =
  | { result: 'sent'; proof: string }
  | { result: 'notSent'; retryMs: number; reason: string }
  | { result: 'refused'; reason: string }
  | { result: 'unknown'; reason: string }

/** A click and its answer; `pending` where the answer comes later by itself. `isSame` is false for a key that came before with other content. */
export interface Clicked {
  answer: Content
  result: ClickAnswer['result'] | 'pending'
  isSame: boolean
}

/** What a platform hands its findings to. */
export interface Intake {
  /** Stores a message durably; resolves when the vendor may be told that it arrived. */
  accept(incoming: Incoming): Promise<Accepted>
  /** Stores a click and runs it at once; resolves with the answer, or with a neutral one when it takes too long. Sent again, it is answered as before. */
  click(incoming: Incoming): Promise<Clicked>
}

/** One platform: transport only. It verifies, decrypts and normalises what comes in, and renders what goes out. */
export interface Platform {
  name: string
  capabilities: Capabilities
  /** Adds the platform's own HTTP routes. */
  routes(router: Router): void
  start(): Promise<void>
  stop(): Promise<void>
  send(to: Address, content: Content, key: string): Promise<SendResult>
  /** One word for `/healthz`. */
  state(): 'up' | 'connecting' | 'down'
}

/** Makes a platform around the intake. */
export type PlatformFactory<Settings> = (settings: Settings, intake: Intake) => Platform
