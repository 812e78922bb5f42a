import { hasRole, mainRole, propertyRoles } from '../domain/access.ts'
import { addHours } from '../domain/clocks.ts'
import type { Reply } from '../domain/message.ts'
import { plainWords } from '../domain/message.ts'
import { Refusal } from '../domain/refusal.ts'
import type { Intent } from '../domain/triage.ts'
import { sideName } from '../domain/wording.ts'
import { notUnderstood } from '../handlers/fall-back.ts'
import type { Handler, PlacedContext, TicketHandler } from '../handlers/handler.ts'
import { TicketRef } from '../handlers/handler.ts'
import type { Chat } from '../models/chat.ts'
import type { Community } from '../models/community.ts'
import { endQuestion, openQuestion } from '../models/conversation.ts'
import type { Notice } from '../models/delivery.ts'
import type { Inbound } from '../models/inbound.ts'
import { rememberDecision } from '../models/inbound.ts'
import type { LinkPurpose } from '../models/link.ts'
import { issueLink } from '../models/link.ts'
import { isReporter } from '../models/report.ts'
import type { Ticket } from '../models/ticket.ts'
import { findByNumber, getTicket, leadingTicket } from '../models/ticket.ts'
import { findCommand } from './find-command.ts'
import type { Speaker } from './speaker.ts'
import { actorIn, identify, reachableCommunities } from './speaker.ts'

/** What a row led to: the behaviour that took it, its answer, and what others are to be told. */
export interface Outcome {
  handledBy: string
  /** "done", or the code of the refusal. */
  result: string
  reply: Reply | null
  notices: Notice[]
  speaker: Speaker
  /** The community the answer belongs to; that of the ticket where there is one. */
  community: Community | null
}

/** Which behaviour is meant, and with what data; kept on the row where it depends on changing state. */
interface Route {
  handler: string
  data: Record<string, string>
  ticketId?: string
  /** The cause of the question that was answered. */
  askedBy?: string
}

interface Setting {
  row: Inbound
  now: Date
  secrets: readonly string[]
  publicUrl(): string | null
  speaker: Speaker
}

const notMet = '您好，我是小邻。请先在您小区的群里@我说一句话，我就知道您是哪个小区的了。'
const notBound = '本群还没有接入。请管理员生成绑定码，在群里@我发“绑定 绑定码”。'

/** Makes the way from a row to its behaviour: first fitting handler, rights, refusals. Anything else is thrown on. */
export function createDispatch(
  handlers: readonly Handler[],
  { secrets, publicUrl }: { secrets: readonly string[]; publicUrl(): string | null },
) {
  const byName = new Map(handlers.map((handler) => [handler.name, handler]))
  const fallback = handlers.at(-1)

  return async function dispatch(row: Inbound, now: Date): Promise<Outcome> {
    const speaker = await identify(row.incoming, now)
    const setting = { row, now, secrets, publicUrl, speaker }
    const route = await findRoute(handlers, setting)
    const handler = route ? byName.get(route.handler) : fallback
    const notices: Notice[] = []
    const outcome = { handledBy: handler?.name ?? 'none', notices, speaker, community: speaker.community }
    if (!handler) return { ...outcome, result: 'unknown', reply: null }
    try {
      const { reply, community } = await runAndClose(handler, route, setting, notices)
      return { ...outcome, result: 'done', reply, community }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      return { ...outcome, notices: [], result: error.code, reply: error.reply }
    }
  }
}

async function findRoute(handlers: readonly Handler[], setting: Setting): Promise<Route | null> {
  const { row } = setting
  if (row.incoming.kind !== 'message') return actionRoute(handlers, row)
  const command = commandRoute(handlers, row)
  if (command) return command
  const known = row.decisions.route
  if (known !== undefined) return known as Route | null
  const answer = await questionRoute(handlers, setting)
  const route = answer ?? (await intentRoute(handlers, setting))
  // An answered question is gone and a ticket has moved on when the row is run again after a crash.
  const dependsOnState = answer !== null || isAboutTickets(handlers, setting)
  return dependsOnState ? rememberDecision(row._id, 'route', route) : route
}

function isAboutTickets(handlers: readonly Handler[], { row }: Setting): boolean {
  const intent = leadingIntent(row)
  return handlers.some(
    (handler) => handler.needs === 'ticket' && intent !== undefined && handler.on.intents?.includes(intent),
  )
}

function actionRoute(handlers: readonly Handler[], row: Inbound): Route | null {
  const found = handlers.find((handler) => handler.on.action && handler.name === row.incoming.action)
  return found ? { handler: found.name, data: row.incoming.data ?? {} } : null
}

function commandRoute(handlers: readonly Handler[], row: Inbound): Route | null {
  const command = findCommand(handlers, row.incoming)
  return command && { handler: command.handler.name, data: command.data }
}

async function questionRoute(
  handlers: readonly Handler[],
  { row, speaker, now }: Setting,
): Promise<Route | null> {
  // Danger is never an answer, however much it sounds like one: somebody has to be called.
  if (row.understanding?.matters.some(({ triage }) => triage.hazard !== null)) return null
  const open = await openQuestion(speaker.chat._id, speaker.person._id, now)
  // A row does not answer the question that it asked itself before a crash.
  const question = open?.askedBy === row._id ? null : open
  const handler = handlers.find((one) => one.on.question?.name === question?.question)
  const read =
    question && handler?.on.question?.read(plainWords(row.incoming.text), row.understanding?.matters ?? [])
  return handler && read
    ? { handler: handler.name, data: { ...question.data, ...read }, askedBy: question.askedBy }
    : null
}

async function intentRoute(handlers: readonly Handler[], setting: Setting): Promise<Route | null> {
  const intent = leadingIntent(setting.row)
  if (!intent) return null
  for (const handler of handlers.filter((one) => one.on.intents?.includes(intent))) {
    if (handler.needs !== 'ticket') return { handler: handler.name, data: {} }
    // Words that were not meant for the bot neither confirm nor withdraw anything.
    if (!setting.row.incoming.isAddressed) continue
    const ticket = await findMeant(handler, setting)
    if (ticket) return { handler: handler.name, data: {}, ticketId: ticket._id }
  }
  return null
}

/** What a message is about in all: a grievance in any part of it comes first. */
function leadingIntent(row: Inbound): Intent | undefined {
  const matters = row.understanding?.matters ?? []
  const isMixed = matters.length > 1 && matters.some(({ triage }) => triage.intent === 'complaint')
  return isMixed ? 'complaint' : matters[0]?.triage.intent
}

async function findMeant(handler: TicketHandler<unknown>, setting: Setting): Promise<Ticket | null> {
  const { chat, community } = setting.speaker
  if (!community || !handler.find) return null
  return handler.find(placedContext(setting, chat, community, {}, []))
}

type Ran = { reply: Reply | null; community: Community | null }

/** Runs the behaviour; a question that was answered is over, whatever the answer led to. */
async function runAndClose(
  handler: Handler,
  route: Route | null,
  setting: Setting,
  notices: Notice[],
): Promise<Ran> {
  try {
    refuseUnknown(route, setting)
    return await run(handler, route, setting, notices)
  } finally {
    const { chat, person } = setting.speaker
    if (route?.askedBy) await endQuestion(chat._id, person._id, route.askedBy)
  }
}

/** A button that nothing stands behind has done nothing, however kindly that is said. */
function refuseUnknown(route: Route | null, { row, speaker }: Setting): void {
  if (route || row.incoming.kind === 'message') return
  throw new Refusal('unknown_action', notUnderstood(speaker.community?.phones ?? {}))
}

async function run(handler: Handler, route: Route | null, setting: Setting, notices: Notice[]): Promise<Ran> {
  const { row, speaker, now } = setting
  const { incoming } = row
  if (handler.where && (handler.where === 'group') !== incoming.chat.isGroup)
    return elsewhere(handler, speaker)
  if (handler.needs === 'nothing') {
    const base = { cause: row._id, now, incoming, person: speaker.person, secrets: setting.secrets }
    const data = handler.data.parse(route?.data ?? {})
    const reply = await handler.handle({ ...base, data, notify: (...more) => notices.push(...more) })
    return { reply, community: speaker.community }
  }
  if (!speaker.community) return { reply: unplaced(setting), community: null }
  const placed = { chat: speaker.chat, community: speaker.community }
  return handler.needs === 'ticket'
    ? runOnTicket(handler, route, setting, placed.chat, notices)
    : runPlaced(handler, route, setting, placed, notices)
}

function elsewhere(handler: Handler, { community }: Speaker): Ran {
  const text =
    handler.where === 'private' ? '这件事请私聊我说，别发在群里。' : '这句话请在要接入的群里@我说。'
  return { reply: { text }, community }
}

function unplaced({ row }: Setting): Reply | null {
  if (!row.incoming.isAddressed) return null
  return { text: row.incoming.chat.isGroup ? notBound : notMet }
}

async function runPlaced(
  handler: Extract<Handler, { needs: 'community' }>,
  route: Route | null,
  setting: Setting,
  { chat, community }: { chat: Chat; community: Community },
  notices: Notice[],
): Promise<Ran> {
  const actor = actorIn(setting.speaker, community, setting.now)
  const isAllowed = hasRole(actor, handler.allow)
  if (!isAllowed) refuseClick(handler, setting)
  const data = handler.data.safeParse(route?.data ?? {})
  if (!isAllowed || !data.success) return { reply: unknownAnswer(setting, community), community }
  const reply = await handler.handle(placedContext(setting, chat, community, data.data, notices))
  return { reply, community }
}

async function runOnTicket(
  handler: TicketHandler<unknown>,
  route: Route | null,
  setting: Setting,
  chat: Chat,
  notices: Notice[],
): Promise<Ran> {
  const { speaker, now } = setting
  const here = speaker.community
  const reachable =
    setting.row.incoming.chat.isGroup && here ? [here] : await reachableCommunities(speaker, now)
  // Who may nowhere hears what a stranger to the command hears, whether the ticket exists or not.
  const may = reachable.filter((community) => hasRole(actorIn(speaker, community, now), handler.allow))
  const data = handler.data.safeParse(route?.data ?? {})
  if (may.length === 0) refuseClick(handler, setting, await clickedTicket(route))
  if (may.length === 0 || !data.success)
    return { reply: here && unknownAnswer(setting, here), community: here }
  const named = await findNamed(route, handler, may, setting)
  const ticket = named && (await leadingTicket(named))
  const community = may.find((one) => one._id === ticket?.communityId)
  if (!ticket || !community) throw new Refusal('ticket_not_found', '没有找到这个编号，请看看是不是打错了。')
  const context = { ...placedContext(setting, chat, community, data.data, notices), ticket }
  return { reply: led(await handler.handle(context), named, ticket), community }
}

/** Whoever names a number that was merged into another hears which one goes on for it, unless the answer is about itself. */
function led(reply: Reply | null, named: Ticket, ticket: Ticket): Reply | null {
  if (!reply || named._id === ticket._id || reply.text.startsWith(`${named.number}号`)) return reply
  return { ...reply, text: `${named.number}号已合到${ticket.number}号一起办。\n${reply.text}` }
}

async function findNamed(
  route: Route | null,
  handler: TicketHandler<unknown>,
  communities: Community[],
  setting: Setting,
): Promise<Ticket | null> {
  const named = TicketRef.safeParse(route?.ticketId ?? route?.data.ticket)
  if (!named.success) {
    throw new Refusal('number_missing', `请带上编号，例如“${handler.example ?? `${handler.help} 1024`}”。`)
  }
  const ids = communities.map((community) => community._id)
  if (named.data.length > 9) return getTicket(named.data)
  const found = await findByNumber(ids, Number(named.data))
  const own = found.length > 1 ? await ownOf(found, setting.speaker.person._id) : found
  if (own.length === 1) return own[0] ?? null
  if (found.length > 1) {
    throw new Refusal(
      'number_ambiguous',
      `几个小区都有${named.data}号，请在那个小区的群里说，或点消息上的按钮。`,
    )
  }
  return found[0] ?? null
}

async function ownOf(tickets: Ticket[], personId: string): Promise<Ticket[]> {
  const isOwn = await Promise.all(
    tickets.map(async (ticket) => isReporter((await leadingTicket(ticket))._id, personId)),
  )
  return tickets.filter((_ticket, i) => isOwn[i])
}

async function clickedTicket(route: Route | null): Promise<Ticket | null> {
  const ref = TicketRef.safeParse(route?.data.ticket)
  return ref.success && ref.data.length > 9 ? getTicket(ref.data) : null
}

/** Who may not do what a button does is told whose step it is; typed commands are answered like any unknown words. */
function refuseClick({ allow }: Handler, { row }: Setting, ticket: Ticket | null = null): void {
  if (row.incoming.kind === 'message') return
  const isProperty = allow.some((role) => propertyRoles.includes(role))
  const team = isProperty ? (ticket?.team ?? 'property') : 'district'
  throw new Refusal('not_allowed', `这一步由${sideName[team]}来做。`)
}

function unknownAnswer({ row }: Setting, community: Community): Reply | null {
  const answer = notUnderstood(community.phones)
  if (row.incoming.kind !== 'message') throw new Refusal('not_understood', answer)
  return row.incoming.isAddressed ? answer : null
}

const linkHours = 24

async function makeLink(
  { row, now, secrets, publicUrl, speaker }: Setting,
  communityId: string,
  purpose: LinkPurpose,
  ticketId: string | null,
): Promise<string | null> {
  const [secret] = secrets
  const base = publicUrl()
  if (!base || !secret) return null
  const link = {
    purpose,
    ticketId,
    communityId,
    personId: speaker.person._id,
    expiresAt: addHours(now, linkHours),
  }
  return `${base}/l/${await issueLink(link, secret, row._id)}`
}

function placedContext<Data>(
  setting: Setting,
  chat: Chat,
  community: Community,
  data: Data,
  notices: Notice[],
): PlacedContext<Data> {
  const { row, now, secrets, speaker } = setting
  const actor = actorIn(speaker, community, now)
  return {
    cause: row._id,
    now,
    incoming: row.incoming,
    person: speaker.person,
    secrets,
    data,
    notify: (...more) => notices.push(...more),
    decide: async (name, make) => {
      const known = row.decisions[name]
      return known === undefined ? rememberDecision(row._id, name, await make()) : (known as never)
    },
    actor,
    chat,
    community,
    link: (purpose, ticketId) => makeLink(setting, community._id, purpose, ticketId),
    matters: row.understanding?.matters ?? [],
    recordLines: row.understanding?.recordLines ?? 0,
    act: (note) => ({
      eventId: row._id,
      by: actor.personId,
      role: mainRole(actor),
      at: now,
      note: note ?? null,
    }),
  }
}
