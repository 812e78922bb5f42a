import type { Context } from 'koa'
import type { Link } from '../models/link.ts'
import type { Session } from '../models/session.ts'
import { allow, findSession } from '../models/session.ts'
import { HttpError } from './http-error.ts'

const cookieName = 'linsheng'
/** How long a device stays signed in after a link was opened on it. */
const sessionDays = 7
const dayMs = 86_400_000

/** The session of a request; a page without one says how to get a link. */
export async function requireSession(ctx: Context, at: Date): Promise<Session> {
  const cookie = ctx.cookies.get(cookieName)
  const session = cookie ? await findSession(cookie, at) : null
  if (!session)
    throw new HttpError(401, 'no_session', '链接已经失效。在聊天里回“进度 编号”，我再发一个给您。')
  return session
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
  const old = ctx.cookies.get(cookieName)
  const cookie = await allow(old, personId, { purpose, communityId, ticketId }, { at, until })
  // TLS ends at the proxy in front of us, so the connection itself does not show it.
  ctx.cookies.secure = isSecure
  ctx.cookies.set(cookieName, cookie, {
    httpOnly: true,
    sameSite: 'strict',
    maxAge: sessionDays * dayMs,
    path: '/',
  })
}

/** Another site can neither read an answer nor make a visitor's browser change something here. */
export function requireSameSite(ctx: Context): void {
  const origin = ctx.get('Origin')
  const isForeign = origin !== '' && origin.replace(/^https?:\/\//u, '') !== ctx.get('Host')
  if (isForeign || ctx.get('Sec-Fetch-Site') === 'cross-site') {
    throw new HttpError(403, 'foreign_origin', '请在邻声的页面里操作。')
  }
}
