import type { Content } from '../../../domain/message.ts'
import type { Platform, SendResult } from '../../platform.ts'
import type { CallOrder } from './schema.ts'

/** Where calls are ordered. */
export interface VoiceSettings {
  webhook: string
  /** For tests; a service has to answer within five seconds. */
  timeoutMs?: number
}

const defaultTimeoutMs = 5_000
const retryMs = 15_000
/** The service has not taken the order and says when to come again. */
const notNow = [429, 503]
/** The connection never stood, so nobody has taken the order. */
const notConnected = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]

/** Makes the way to a service that calls people by telephone: it gets what to say and whom to call, and nothing else. */
export function createVoice({ webhook, timeoutMs = defaultTimeoutMs }: VoiceSettings): Platform {
  return {
    name: 'voice',
    capabilities: {
      hears: 'mentions',
      privateMessages: false,
      mentions: false,
      repeatableSend: false,
      calls: true,
    },
    state: () => 'up',
    async start() {},
    async stop() {},
    routes() {},
    async send(to, content, key) {
      if (!('person' in to)) return { result: 'refused', reason: 'only a person can be called' }
      return order(webhook, orderOf(to.person, content, key), timeoutMs)
    },
  }
}

function orderOf(person: string, { text, about }: Content, key: string): CallOrder {
  const [platform = '', ...rest] = person.split(':')
  return { text, person: { platform, externalId: rest.join(':') }, ticket: about ?? null, key }
}

async function order(webhook: string, body: CallOrder, timeoutMs: number): Promise<SendResult> {
  try {
    const response = await fetch(webhook, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    })
    await response.body?.cancel()
    return resultOf(response.status)
  } catch (error) {
    return broken(error)
  }
}

function resultOf(status: number): SendResult {
  const reason = `HTTP ${status}`
  if (status >= 200 && status < 300) return { result: 'sent', proof: reason }
  if (notNow.includes(status)) return { result: 'notSent', retryMs, reason }
  return status >= 500 ? { result: 'unknown', reason } : { result: 'refused', reason }
}

function broken(error: unknown): SendResult {
  const { cause, message = String(error) } = error as { cause?: { code?: string }; message?: string }
  const code = cause?.code ?? ''
  if (notConnected.includes(code)) return { result: 'notSent', retryMs, reason: code }
  return { result: 'unknown', reason: code || message }
}
