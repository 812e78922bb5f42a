/** What went wrong, in words for the person at the page. */
export class ApiError extends Error {
  override name = 'ApiError'
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

interface ErrorBody {
  error?: { code?: string; message?: string }
}

/** Asks the bot; throws an `ApiError` whose message can be shown as it is. */
export async function request<T>(path: string, init?: RequestInit): Promise<T> {
  let response: Response
  try {
    response = await fetch(path, { credentials: 'same-origin', ...init })
  } catch (cause) {
    throw Object.assign(new ApiError(0, 'offline', '连不上小邻。请看看网络，过一会儿再试。'), { cause })
  }
  const body = (await response.json().catch(() => ({}))) as T & ErrorBody
  if (response.ok) return body
  const { code = 'unknown', message = '没有办成，请稍后再试。' } = body.error ?? {}
  throw new ApiError(response.status, code, message)
}

/** Sends something as JSON. */
export function post<T>(path: string, body: object): Promise<T> {
  const headers = { 'content-type': 'application/json' }
  return request<T>(path, { method: 'POST', headers, body: JSON.stringify(body) })
}

/** Sends a picture as it is; resolves with the id it is known by. */
export async function postImage(path: string, image: Blob): Promise<string> {
  const headers = { 'content-type': image.type || 'image/jpeg' }
  const { id } = await request<{ id: string }>(path, { method: 'POST', headers, body: image })
  return id
}

/** What to tell somebody about any failure. */
export function sayError(error: unknown): string {
  return error instanceof ApiError ? error.message : '出了点问题，请稍后再试。'
}

/** A key under which something is sent; sent again under the same key, it counts once. Works without https, too. */
export function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((n) => n.toString(16).padStart(2, '0')).join('')
}
