import type { DestinationStream, Logger } from 'pino'
import { pino } from 'pino'

/** Keys that may hold people's words, names, numbers or secrets; none of them reaches the log. */
const redacted = [
  'text',
  'content',
  'incoming',
  'name',
  'phone',
  'room',
  'password',
  'secret',
  'token',
  'authorization',
  'apiKey',
  'uri',
]

/** Makes the log of a process; it is passed on, never imported. */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const paths = redacted.flatMap((key) => [key, `*.${key}`, `*.*.${key}`])
  const settings = { level, base: null, redact: { paths, censor: '[…]' } }
  return destination ? pino(settings, destination) : pino(settings)
}
