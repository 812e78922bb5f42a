import type { IncomingMessage } from 'node:http'
import type { core, ZodType } from 'zod'
import { HttpError } from './http-error.ts'

/** Room for a text of a million characters in any script, and no more. */
const mostBytes = 8 * 1024 * 1024

/** Reads a request's body as bytes, because signatures are over bytes; refuses what is larger than any honest message. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      size += chunk.length
      if (size > mostBytes) throw new HttpError(413, 'too_large', '内容太大，请控制在 8 MB 以内。')
      chunks.push(chunk)
    }
  } catch (cause) {
    // The rest is read and dropped: a sender who is cut off in the middle would not see the reason.
    request.resume()
    if (cause instanceof HttpError) throw cause
    throw Object.assign(new HttpError(400, 'broken_off', '请求没有发完就断开了。'), { cause })
  }
  return Buffer.concat(chunks)
}

/** Reads a body as JSON of a shape; a caller who sends anything else hears which field is wrong. */
export async function readJson<T>(request: IncomingMessage, shape: ZodType<T>): Promise<T> {
  // A form of another page can send no JSON without asking first.
  if (!/^application\/json(?:;|$)/iu.test(request.headers['content-type']?.trim() ?? '')) {
    request.resume()
    throw new HttpError(415, 'not_json', '请用 application/json 提交。')
  }
  const body = await readBody(request)
  const parsed = shape.safeParse(parse(body), { error: problemOf })
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const where = issue?.path.join('.')
  throw new HttpError(400, 'bad_request', `${where ? `${where}：` : ''}${issue?.message ?? '内容不对'}`)
}

const kinds: Record<string, string> = {
  string: '文字',
  array: '列表',
  object: '对象',
  number: '数字',
  int: '整数',
}

function problemOf(issue: core.$ZodRawIssue): string {
  if (issue.code === 'invalid_type') {
    return issue.input === undefined ? '不能缺少' : `应为${kinds[issue.expected] ?? issue.expected}`
  }
  if (issue.code === 'too_big') return tooBig(issue)
  if (issue.code === 'too_small') return tooSmall(issue)
  return '内容不对'
}

function tooBig({ origin, maximum }: Pick<core.$ZodIssueTooBig, 'origin' | 'maximum'>): string {
  if (isNumber(origin)) return `太大，最大 ${maximum}`
  return `${origin === 'array' ? '太多' : '太长'}，最多 ${maximum}`
}

function tooSmall({ origin, minimum }: Pick<core.$ZodIssueTooSmall, 'origin' | 'minimum'>): string {
  if (isNumber(origin)) return `太小，最小 ${minimum}`
  return Number(minimum) > 1 ? `太短，至少 ${minimum}` : '不能为空'
}

function isNumber(origin: string): boolean {
  return origin === 'number' || origin === 'int'
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch (cause) {
    throw Object.assign(new HttpError(400, 'bad_json', '请求内容不是有效的 JSON。'), { cause })
  }
}
