import type { IncomingMessage } from 'node:http'
import type { ZodType } from 'zod'
import { HttpError } from './http-error.ts'

/** Room for a text of a million characters in any script, and no more. */
const mostBytes = 8 * 1024 * 1024

/** Reads a request's body as bytes, because signatures are over bytes; refuses what is larger than any honest message. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > mostBytes) throw new HttpError(413, 'too_large', '内容太大，请控制在 8 MB 以内。')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** Reads a body as JSON of a shape; a caller who sends anything else hears which field is wrong. */
export async function readJson<T>(request: IncomingMessage, shape: ZodType<T>): Promise<T> {
  const body = await readBody(request)
  const parsed = shape.safeParse(parse(body))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const where = issue?.path.join('.')
  throw new HttpError(400, 'bad_request', `${where ? `${where}：` : ''}${issue?.message ?? '内容不对'}`)
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch (cause) {
    throw Object.assign(new HttpError(400, 'bad_json', '请求内容不是有效的 JSON。'), { cause })
  }
}
