import { z } from 'zod'
import { mainRole } from '../domain/access.ts'
import type { Appeal } from '../domain/appeal-words.ts'
import { appealAnswer } from '../domain/appeal-words.ts'
import { addHours } from '../domain/clocks.ts'
import { amendedPlace, isMoved, joinedPlace } from '../domain/conversation/amended-place.ts'
import type { Reply } from '../domain/message.ts'
import type { Placement } from '../domain/place-message.ts'
import { categoryTable } from '../domain/policy/categories.ts'
import { policyFor } from '../domain/policy/index.ts'
import type { Location, Triage } from '../domain/triage.ts'
import { isUnsure } from '../domain/triage.ts'
import { askInChat } from '../models/conversation.ts'
import { householdsOf } from '../models/household.ts'
import { placeMatter } from '../models/placement.ts'
import { addReport, amendReport, countVoices } from '../models/report.ts'
import type { Ticket } from '../models/ticket.ts'
import { findTicket, openTicket, touchTicket } from '../models/ticket.ts'
import { milestoneNotices, newTicketNotices, pagedFor, pageNotices } from '../models/ticket-notices.ts'
import { completePlace } from './answer-place.ts'
import { notUnderstood } from './fall-back.ts'
import type { PlacedContext, TicketContext } from './handler.ts'
import { defineHandler } from './handler.ts'
import { leaveToPeople } from './list-candidates.ts'
import { reopen } from './report-unsolved.ts'

type Spoken = PlacedContext<unknown>
type Matter = Spoken['matters'][number]

const questionMinutes = 30

/** Turns what somebody says into tickets: opens one, joins one that stands, completes or reopens it. */
export const reportAppeal = defineHandler({
  name: 'report-appeal',
  help: '直接说是什么事、在哪儿',
  example: '3号楼2单元电梯不动了',
  on: { intents: ['complaint', 'urge', 'dissatisfied', 'other'] },
  data: z.object({}),
  allow: ['resident'],
  async handle(context): Promise<Reply | null> {
    const placements = await context.decide('placements', () => placeAll(context))
    const appeals: Appeal[] = []
    for (const [i, matter] of context.matters.entries()) {
      appeals.push(await apply(context, matter, placements[i] ?? { kind: 'ignore' }, causeOf(context, i)))
    }
    await askPlace(context, appeals)
    const { incoming, now, community } = context
    if (appeals.every(({ kind }) => kind === 'none'))
      return (await leaveToPeople(context)) ?? nothingFound(context)
    return appealAnswer(appeals, {
      now,
      phones: community.phones,
      isGroup: incoming.chat.isGroup,
      hasImage: incoming.images.length > 0,
    })
  },
})

/** Who speaks to the bot is answered, even where no ticket is meant. */
function nothingFound({ incoming, matters, community }: Spoken): Reply | null {
  if (!incoming.isAddressed) return null
  const isAboutTicket = matters.some(({ triage }) => ['urge', 'dissatisfied'].includes(triage.intent))
  if (!isAboutTicket) return notUnderstood(community.phones)
  return { text: '没找到您说的是哪件事。回“我的诉求”看编号，再说“没好 编号”或“催办 编号”；新的事直接说。' }
}

function causeOf(context: Spoken, index: number): string {
  return context.matters.length === 1 ? context.cause : `${context.cause}.${index}`
}

async function placeAll(context: Spoken): Promise<Placement[]> {
  const placements: Placement[] = []
  for (const matter of context.matters) {
    placements.push(
      isOverheard(context, matter.triage) ? { kind: 'ignore' } : await placeMatter(context, matter),
    )
  }
  return placements
}

/** Unsure words that were not said to the bot are nobody's matter. */
function isOverheard({ incoming }: Spoken, triage: Triage): boolean {
  return !incoming.isAddressed && isUnsure(triage)
}

async function apply(context: Spoken, matter: Matter, placement: Placement, cause: string): Promise<Appeal> {
  const { text, triage } = matter
  if (placement.kind === 'open')
    return { kind: 'open', text, triage, ticket: await open(context, matter, cause) }
  const ticket = 'ticketId' in placement ? await findTicket(placement.ticketId, context.community._id) : null
  if (!ticket) return { kind: 'none', text, triage, ticket: null }
  const onTicket = forMatter(context, ticket, cause)
  switch (placement.kind) {
    case 'join':
      return { kind: 'join', text, triage, ticket: await join(onTicket, matter) }
    case 'amend':
      return { kind: 'amend', text, triage, ticket: await amend(onTicket, matter) }
    case 'reopen':
      return { kind: 'reopen', text, triage, ticket: await reopen(onTicket) }
    default:
      // One part of several that confirms, urges or withdraws: it is said again by itself.
      return { kind: 'none', text, triage, ticket: null }
  }
}

/** The same context for one matter of several: its changes have a cause of their own. */
function forMatter(context: Spoken, ticket: Ticket, cause: string): TicketContext<unknown> {
  return { ...context, ticket, cause, act: (note) => ({ ...context.act(note), eventId: cause }) }
}

/** Opens a ticket for words that somebody else has found to be an appeal, in the name of whoever said them. */
export async function openFor(
  context: PlacedContext<unknown>,
  voice: { personId: string; chatId: string; isFromGroup: boolean; images: string[]; cause: string },
  matter: Matter,
): Promise<Ticket> {
  const { actor, chat, incoming } = context
  const spoken: Spoken = {
    ...context,
    actor: { ...actor, personId: voice.personId, held: [] },
    chat: { ...chat, _id: voice.chatId },
    incoming: { ...incoming, chat: { ...incoming.chat, isGroup: voice.isFromGroup }, images: voice.images },
  }
  return open(spoken, matter, voice.cause)
}

async function open(context: Spoken, matter: Matter, cause: string): Promise<Ticket> {
  const { community, now, act, notify } = context
  const { building, unit, room, place, urgency, summary, hazard, category } = matter.triage
  const code = category ?? 'other'
  const isEmergency = urgency === 'emergency'
  const ticket = await openTicket(
    {
      communityId: community._id,
      cause,
      category: code,
      urgency,
      hazard,
      summary,
      building,
      unit,
      room,
      place,
      team: isEmergency ? 'property' : categoryTable[code].owner,
      answerBy: addHours(now, policyFor(community, 'answerHours')),
      pagedIds: await pagedFor(community, urgency, now),
    },
    { ...act(), eventId: cause },
  )
  await report(forMatter(context, ticket, cause), matter)
  notify(...pageNotices(ticket, cause), ...(await newTicketNotices(community, ticket, now)))
  return ticket
}

async function report(context: TicketContext<unknown>, { text, triage }: Matter): Promise<void> {
  const { community, actor, chat, incoming, now, ticket, cause } = context
  const [home] = await householdsOf(actor.personId, community._id)
  const isRelayed = triage.room !== null && mainRole(actor) !== 'resident'
  await addReport({
    ticketId: ticket._id,
    communityId: community._id,
    cause,
    personId: actor.personId,
    chatId: chat._id,
    isFromGroup: incoming.chat.isGroup,
    isRelayed,
    voice: isRelayed ? relayedVoice(triage) : (home?._id ?? actor.personId),
    // A room that a resident names may be somebody else's; whose it is, the ticket does not say.
    room: isRelayed ? triage.room : (home?.room ?? null),
    text,
    images: incoming.images,
    at: now,
  })
}

function relayedVoice({ building, unit, room }: Triage): string {
  return [building, unit, room].join('-')
}

/** Adds one more household to a ticket; a place that was missing so far is told to those who are to go there. */
export async function join(context: TicketContext<unknown>, matter: Matter): Promise<Ticket> {
  const { ticket, community, now, notify } = context
  await report(context, matter)
  await touchTicket(ticket._id, now)
  const missing = ticket.building === null ? (['building', 'unit'] as const) : []
  const said = { text: matter.text, place: matter.triage.place }
  const place = joinedPlace({ ...ticket, missing }, said, null, await countVoices(ticket._id))
  const isNews = ticket.building !== place.building || ticket.unit !== place.unit
  const joined = await tellPlace(context, place, isNews)
  notify(...(await milestoneNotices(community, joined)))
  return joined
}

/** Takes a later fragment in; a place that was missing or wrong so far is told to those who are to go there. */
export async function amend(context: TicketContext<unknown>, { text, triage }: Matter): Promise<Ticket> {
  const { ticket, actor, now, incoming, cause } = context
  await amendReport(ticket._id, actor.personId, { cause, at: now, text, images: incoming.images })
  await touchTicket(ticket._id, now)
  const place = amendedPlace(ticket, triage, text)
  return tellPlace(context, place, isMoved(ticket, place))
}

async function tellPlace(context: TicketContext<unknown>, place: Location, isNews: boolean): Promise<Ticket> {
  const { ticket, cause } = context
  const isRerun = ticket.events.some((event) => event.id === cause)
  return isNews || isRerun ? completePlace(context, place) : ticket
}

/** Asks one thing at most, and only where the answer will say it. */
async function askPlace({ chat, actor, now, cause }: Spoken, appeals: Appeal[]): Promise<void> {
  const [only] = appeals
  const need = only?.triage.missing[0]
  if (appeals.length !== 1 || only?.kind !== 'open' || !need || only.ticket.urgency === 'emergency') return
  await askInChat(chat._id, actor.personId, {
    question: 'place',
    data: { ticket: only.ticket._id, need },
    expiresAt: new Date(now.getTime() + questionMinutes * 60_000),
    askedBy: cause,
  })
}
