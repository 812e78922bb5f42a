import type Router from '@koa/router'
import type { Context } from 'koa'
import { z } from 'zod'
import type { Incoming } from '../domain/message.ts'
import { statusName } from '../domain/ticket-flow.ts'
import { findCommunity } from '../models/community.ts'
import { householdsOf } from '../models/household.ts'
import { consumeLink, readLink } from '../models/link.ts'
import { findPicture } from '../models/media.ts'
import { findPerson } from '../models/person.ts'
import { reportsBy } from '../models/report.ts'
import { ticketsById } from '../models/ticket.ts'
import { readJson } from './body.ts'
import { HttpError } from './http-error.ts'
import type { Intake } from './platform.ts'
import { requireSameDeed } from './same-deed.ts'
import { takePicture } from './take-picture.ts'
import type { TicketView } from './ticket-view.ts'
import { noteLook, pageActions, showsPicture, ticketPage, viewTicket } from './ticket-view.ts'
import { requireUsablePictures } from './use-pictures.ts'
import { requireSameSite, requireSession, signIn, whoIs } from './web-session.ts'

interface PageParts {
  intake: Intake
  now(): Date
  secrets: readonly string[]
  /** Where residents reach the pages, if that is known. */
  publicUrl(): string | null
  /** Whether they reach them by https. */
  isSecure: boolean
}

const Action = z.object({
  action: z.enum(pageActions),
  text: z.string().max(4000).default(''),
  images: z
    .array(z.string().regex(/^[0-9a-f]{24}$/u))
    .max(9)
    .default([]),
  key: z.string().min(8).max(100),
})

const mostTickets = 50

/** What the pages ask for: links, tickets and one's household. Only POST changes anything; a look at others' words is noted. */
export function pageApi(router: Router, { intake, now, secrets, publicUrl, isSecure }: PageParts): void {
  router.use('/api', async (ctx, next) => {
    // Persons' matters stay in no cache, also when they are refused.
    ctx.set({ 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' })
    await next()
  })

  router.get('/api/links/:token', async (ctx) => {
    const found = await readLink(String(ctx.params.token), secrets, now())
    if (!found) throw unknownLink()
    ctx.body = { purpose: found.link.purpose, state: found.state }
  })

  router.post('/api/links/:token', async (ctx) => {
    requireSameSite(ctx, publicUrl())
    await readJson(ctx.req, z.object({}))
    const token = String(ctx.params.token)
    const link = await consumeLink(token, secrets, now())
    if (!link) throw (await readLink(token, secrets, now())) ? goneLink() : unknownLink()
    await signIn(ctx, link, { at: now(), isSecure })
    const { purpose, ticketId, personId } = link
    ctx.body = { purpose, who: whoIs(personId), ...(ticketId ? { ticketId } : {}) }
  })

  router.get('/api/tickets/:id', async (ctx) => {
    const view = await requireView(ctx, now())
    await noteLook(view, now())
    ctx.body = { who: whoIs(view.actor.personId), ...(await ticketPage(view, now())) }
  })

  router.get('/api/tickets/:id/media/:picture', async (ctx) => {
    const id = String(ctx.params.picture)
    const size = ctx.query.size === 'thumb' ? 'thumb' : 'full'
    const view = await requireView(ctx, now())
    // What this page does not show does not exist for this person.
    const picture = showsPicture(view, id) ? await findPicture(id, size) : null
    if (!picture) throw new HttpError(404, 'no_picture', '没有这张图片。')
    await noteLook(view, now())
    // Kept on the device, but asked for again each time: a right may have ended.
    ctx.set({ 'Cache-Control': 'private, no-cache', ETag: `"${id}/${size}"` })
    ctx.status = 200
    ctx.type = picture.contentType
    ctx.body = picture.bytes
    if (ctx.fresh) ctx.status = 304
  })

  router.post('/api/tickets/:id/actions', async (ctx) => {
    requireSameSite(ctx, publicUrl())
    const { ticket, actor, isReporter } = await requireView(ctx, now())
    if (!isReporter) throw notYours()
    const { action, text, images, key } = await readJson(ctx.req, Action)
    const person = await findPerson(actor.personId)
    const identity = person?.identities[0]
    if (!person || !identity) throw notYours()
    await requireUsablePictures(images, [person._id], now())
    const incoming: Incoming = {
      key: `page:${person._id}:${key}`,
      kind: 'form',
      chat: { platform: identity.platform, externalId: `page:${person._id}`, isGroup: false },
      sender: { externalId: identity.externalId, name: person.name },
      text,
      isAddressed: true,
      images,
      action,
      data: { ticket: ticket._id },
    }
    const { answer, result, isSame } = await intake.click(incoming)
    requireSameDeed(isSame)
    ctx.body = { text: answer.text, answer: { text: answer.text }, result }
  })

  router.get('/api/household', async (ctx) => {
    const session = await requireSession(ctx, now())
    const grant = session.grants.findLast(({ purpose }) => purpose === 'household')
    if (!grant) throw notYours()
    const page = await householdPage(session.personId, grant.communityId)
    ctx.body = { who: whoIs(session.personId), ...page }
  })

  router.post('/api/media', async (ctx) => {
    requireSameSite(ctx, publicUrl())
    const { personId } = await requireSession(ctx, now())
    ctx.body = { id: await takePicture(ctx, personId, now()) }
    ctx.status = 201
  })
}

function unknownLink(): HttpError {
  return new HttpError(404, 'unknown_link', '没有这个链接，请看看是不是没有复制全。')
}

function goneLink(): HttpError {
  return new HttpError(410, 'link_gone', '这个链接已经用过或过期了。在聊天里回“进度 编号”，我再发一个。')
}

function notYours(): HttpError {
  return new HttpError(403, 'not_yours', '这一页不是给您的。')
}

async function requireView(ctx: Context, at: Date): Promise<TicketView> {
  const view = await viewTicket(await requireSession(ctx, at), String(ctx.params.id), at)
  if (!view) throw notYours()
  return view
}

async function householdPage(personId: string, communityId: string) {
  const [community, homes, reports] = await Promise.all([
    findCommunity(communityId),
    householdsOf(personId, communityId),
    reportsBy(personId, communityId, mostTickets),
  ])
  const tickets = await ticketsById([...new Set(reports.map((report) => report.ticketId))])
  const [home] = homes
  return {
    community: community?.name ?? '',
    household: home ? `${home.building}号楼${home.unit ? `${home.unit}单元` : ''}${home.room}` : null,
    tickets: tickets.map(({ _id, number, summary, status, openedAt }) => ({
      id: _id,
      number,
      summary,
      status,
      statusName: statusName[status],
      openedAt,
    })),
  }
}
