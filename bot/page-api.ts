import type Router from '@koa/router'
import type { Context } from 'koa'
import { z } from 'zod'
import { addHours } from '../domain/clocks.ts'
import type { Incoming } from '../domain/message.ts'
import { policyFor } from '../domain/policy/index.ts'
import { isActive, statusName } from '../domain/ticket-flow.ts'
import { findCommunity } from '../models/community.ts'
import { householdsOf } from '../models/household.ts'
import { consumeLink, readLink } from '../models/link.ts'
import { findPicture, storePicture } from '../models/media.ts'
import type { Person } from '../models/person.ts'
import { findPerson } from '../models/person.ts'
import type { Report } from '../models/report.ts'
import { reportsBy, reportsOn } from '../models/report.ts'
import type { Session } from '../models/session.ts'
import type { Ticket, TicketEvent } from '../models/ticket.ts'
import { getTicket, ticketsById } from '../models/ticket.ts'
import { readBody, readJson } from './body.ts'
import { HttpError } from './http-error.ts'
import { preparePicture } from './picture.ts'
import type { Intake } from './platform.ts'
import { requireSameSite, requireSession, signIn } from './web-session.ts'

interface PageParts {
  intake: Intake
  now(): Date
  secrets: readonly string[]
}

const actions = [
  'urge-ticket',
  'confirm-solved',
  'report-unsolved',
  'withdraw-appeal',
  'amend-appeal',
] as const
type PageAction = (typeof actions)[number]

const Action = z.object({
  action: z.enum(actions),
  text: z.string().max(4000).default(''),
  images: z
    .array(z.string().regex(/^[0-9a-f]{24}$/u))
    .max(9)
    .default([]),
  key: z.string().min(8).max(100),
})

const mostTickets = 50

/** What the pages ask for: links, one's own tickets and household. Only POST changes anything. */
export function pageApi(router: Router, { intake, now, secrets }: PageParts): void {
  router.get('/api/links/:token', async (ctx) => {
    const found = await readLink(String(ctx.params.token), secrets, now())
    if (!found) throw unknownLink()
    ctx.body = { purpose: found.link.purpose, state: found.state }
  })

  router.post('/api/links/:token', async (ctx) => {
    requireSameSite(ctx)
    await readJson(ctx.req, z.object({}))
    const token = String(ctx.params.token)
    const link = await consumeLink(token, secrets, now())
    if (!link) throw (await readLink(token, secrets, now())) ? goneLink() : unknownLink()
    await signIn(ctx, link, now())
    ctx.body = { purpose: link.purpose, ...(link.ticketId ? { ticketId: link.ticketId } : {}) }
  })

  router.get('/api/tickets/:id', async (ctx) => {
    const { ticket, reports } = await ownTicket(ctx, now())
    ctx.body = await ticketPage(ticket, reports, now())
  })

  router.post('/api/tickets/:id/actions', async (ctx) => {
    requireSameSite(ctx)
    const { ticket, session } = await ownTicket(ctx, now())
    const { action, text, images, key } = await readJson(ctx.req, Action)
    const person = await findPerson(session.personId)
    const identity = person?.identities[0]
    if (!person || !identity) throw notYours()
    await requireOwnPictures(images, person)
    const incoming: Incoming = {
      key: `page:${session.personId}:${key}`,
      kind: 'form',
      chat: { platform: identity.platform, externalId: `page:${person._id}`, isGroup: false },
      sender: { externalId: identity.externalId, name: person.name },
      text,
      isAddressed: true,
      images,
      action,
      data: { ticket: ticket._id },
    }
    ctx.body = { text: (await intake.click(incoming)).text }
  })

  router.get('/api/household', async (ctx) => {
    const session = await requireSession(ctx, now())
    const grant = session.grants.find(({ purpose }) => purpose === 'household')
    if (!grant) throw notYours()
    ctx.body = await householdPage(session.personId, grant.communityId)
  })

  router.post('/api/media', async (ctx) => {
    requireSameSite(ctx)
    const session = await requireSession(ctx, now())
    if (!ctx.is('image/*')) throw new HttpError(415, 'no_picture', '请发图片。')
    ctx.body = { id: await storePicture(await preparePicture(await readBody(ctx.req)), session.personId) }
    ctx.status = 201
  })

  router.get('/api/media/:id', async (ctx) => {
    const session = await requireSession(ctx, now())
    const picture = await findPicture(String(ctx.params.id), ctx.query.size === 'thumb' ? 'thumb' : 'full')
    // Somebody else's picture does not exist for this person.
    if (picture?.ownerId !== session.personId) throw new HttpError(404, 'no_picture', '没有这张图片。')
    ctx.set({ 'Cache-Control': 'private, max-age=86400', 'X-Content-Type-Options': 'nosniff' })
    ctx.type = picture.contentType
    ctx.body = picture.bytes
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

/** A ticket that a link of this session was made for, as long as its person has a report on it. */
async function ownTicket(
  ctx: Context,
  at: Date,
): Promise<{ ticket: Ticket; reports: Report[]; session: Session }> {
  const session = await requireSession(ctx, at)
  const ticket = await getTicket(String(ctx.params.id))
  const isGranted = session.grants.some(
    ({ purpose, communityId, ticketId }) =>
      communityId === ticket?.communityId && (purpose === 'household' || ticketId === ticket._id),
  )
  if (!ticket || !isGranted) throw notYours()
  const all = await reportsOn(ticket._id)
  const reports = all.filter((report) => report.personId === session.personId)
  if (reports.length === 0 && ticket.status !== 'withdrawn') throw notYours()
  return { ticket, reports, session }
}

async function requireOwnPictures(ids: readonly string[], person: Person): Promise<void> {
  for (const id of ids) {
    const picture = await findPicture(id, 'thumb')
    if (picture?.ownerId !== person._id)
      throw new HttpError(400, 'unknown_picture', '有一张图片没有传上来，请重新选。')
  }
}

async function ticketPage(ticket: Ticket, reports: Report[], now: Date) {
  const community = await findCommunity(ticket.communityId)
  const voices = new Set((await reportsOn(ticket._id)).map((report) => report.voice))
  const reopenUntil = addHours(
    ticket.closedAt ?? ticket.lastReportAt,
    policyFor(community?.packs ?? [], 'reopenDays') * 24,
  )
  return {
    id: ticket._id,
    number: ticket.number,
    summary: ticket.summary,
    status: ticket.status,
    statusName: statusName[ticket.status],
    answerBy: ticket.answerBy,
    openedAt: ticket.openedAt,
    voices: voices.size,
    phone: community?.phones[ticket.team] ?? null,
    timeline: ticket.events.flatMap(timelineEntry),
    mine: reports.flatMap(ownWords),
    actions: reports.length > 0 ? possible(ticket, reopenUntil > now) : [],
  }
}

function possible(ticket: Ticket, mayReopen: boolean): PageAction[] {
  if (isActive(ticket.status)) return ['urge-ticket', 'confirm-solved', 'amend-appeal', 'withdraw-appeal']
  if (ticket.status === 'resolved') return ['confirm-solved', 'report-unsolved', 'amend-appeal']
  return ticket.status === 'closed' && mayReopen ? ['report-unsolved'] : []
}

const eventText: Partial<Record<TicketEvent['kind'], string>> = {
  contacted: '已和报的人联系',
  urged: '有人催办',
  coordination: '已请社区协调',
}

/** What happened, without who did it and without anybody's words. */
function timelineEntry({ at, kind, to }: TicketEvent): { at: Date; text: string }[] {
  if (kind === 'opened') return [{ at, text: '已登记，转给办理的人' }]
  const text = to ? statusName[to] : eventText[kind]
  return text ? [{ at, text }] : []
}

function ownWords({ at, text, images, parts }: Report) {
  return [
    { at, text, images },
    ...parts.map((part) => ({ at: part.at, text: part.text, images: part.images })),
  ]
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
      statusName: statusName[status],
      openedAt,
    })),
  }
}
