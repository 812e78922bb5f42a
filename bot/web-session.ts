import { createHash } from 'node:crypto'
import type { Context } from 'koa'
import type { Link } from '../models/link.ts'
import type { Session } from '../models/session.ts'
import { allow, findSession } from '../models/session.ts'
import { HttpError } from './http-error.ts'

/** A cookie of our own for each person that uses the device, so that several can have pages open side by side. */
const cookieShape = /(?:^|;\s*)linsheng-([\w-]{16})=([\w-]{43})(?=;|$)/gu
/** How long a device stays signed in after a link was opened on it. */
const sessionDays = 7
const dayMs = 86_400_000

/** Whom a page is shown to, in a word that leads to nobody. */
export function whoIs(personId: string): string {
  return createHash('sha256').update(`page:${personId}`).digest('base64url').slice(0, 16)
}

/**
 * The session of a request: of whom its page is shown to (`?who=`), or of whoever opened a link on this device last. What
 * changes something has to say it where several people use the device.
 */
export async function requireSession(ctx: Context, at: Date): Promise<Session> {
  const { who } = ctx.query
  const cookies = [...ctx.get('Cookie').matchAll(cookieShape)].map(([, of = '', value = '']) => ({
    of,
    value,
  }))
  const isUnclear = who === undefined && ctx.method === 'POST' && cookies.length > 1
  const meant = cookies.filter((cookie) => !isUnclear && (who === undefined || cookie.of === who))
  const sessions = await Promise.all(meant.map(({ value }) => findSession(value, at)))
  const session = sessions.filter((one) => one !== null).reduce<Session | null>(later, null)
  if (session) return session
  throw cookies.length > meant.length ? anotherPerson() : noSession()
}

function later(a: Session | null, b: Session): Session {
  return a && a.expiresAt > b.expiresAt ? a : b
}

/** A page without a session says how to get a link. */
function noSession(): HttpError {
  return new HttpError(401, 'no_session', '链接已经失效。在聊天里回“进度 编号”，我再发一个给您。')
}

function anotherPerson(): HttpError {
  return new HttpError(409, 'another_person', '这台设备现在打开的是另一位邻居的页面，请重新点自己的链接。')
}

/**
 * Lets the device of this request see what an opened link is for. The cookie is out of reach of scripts and other sites,
 * and of connections without TLS where residents reach the pages by https.
 */
export async function signIn(
  ctx: Context,
  link: Link,
  { at, isSecure }: { at: Date; isSecure: boolean },
): Promise<void> {
  const { purpose, communityId, ticketId, personId } = link
  const until = new Date(at.getTime() + sessionDays * dayMs)
  const name = `linsheng-${whoIs(personId)}`
  const old = ctx.cookies.get(name)
  const cookie = await allow(old, personId, { purpose, communityId, ticketId }, { at, until })
  // TLS ends at the proxy in front of us, so the connection itself does not show it.
  ctx.cookies.secure = isSecure
  ctx.cookies.set(name, cookie, {
    httpOnly: true,
    sameSite: 'strict',
    maxAge: sessionDays * dayMs,
    path: '/',
  })
}

/**
 * Another site can neither read an answer nor make a visitor's browser change something here. A proxy may give the
 * request another host; then it is the public address that pages come from.
 */
export function requireSameSite(ctx: Context, publicUrl: string | null): void {
  const origin = ctx.get('Origin')
  const isOwn = origin.replace(/^https?:\/\//u, '') === ctx.get('Host')
  const isPublic = publicUrl !== null && origin === new URL(publicUrl).origin
  const isForeign = origin !== '' && !isOwn && !isPublic
  if (isForeign || ctx.get('Sec-Fetch-Site') === 'cross-site') {
    throw new HttpError(403, 'foreign_origin', '请在邻声的页面里操作。')
  }
}
