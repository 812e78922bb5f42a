import { z } from 'zod'
import { mainRole } from '../domain/access.ts'
import type { Appeal } from '../domain/appeal-words.ts'
import { appealAnswer } from '../domain/appeal-words.ts'
import { assignmentOf, leadIn } from '../domain/assignment.ts'
import { addHours } from '../domain/clocks.ts'
import { amendedPlace, isMoved, joinedPlace } from '../domain/conversation/amended-place.ts'
import type { Reply } from '../domain/message.ts'
import type { Placement } from '../domain/place-message.ts'
import { policyFor } from '../domain/policy/index.ts'
import type { Location, Triage } from '../domain/triage.ts'
import { isUnsure } from '../domain/triage.ts'
import { askInChat } from '../models/conversation.ts'
import { namedPerson } from '../models/duty.ts'
import { householdsOf } from '../models/household.ts'
import { findKnownEvent, knownEventFor } from '../models/known-event.ts'
import { placeMatter } from '../models/placement.ts'
import { addReport, amendReport, countVoices } from '../models/report.ts'
import type { Ticket } from '../models/ticket.ts'
import { findTicket, openTicket, touchTicket } from '../models/ticket.ts'
import { milestoneNotices, newTicketNotices, pagedFor, pageNotices } from '../models/ticket-notices.ts'
import { raiseForDanger } from './amend-appeal.ts'
import { completePlace } from './answer-place.ts'
import { notUnderstood } from './fall-back.ts'
import type { PlacedContext, TicketContext } from './handler.ts'
import { defineHandler } from './handler.ts'
import { leaveToPeople } from './list-candidates.ts'
import { tellKnown } from './report-overrun.ts'
import { reopen } from './report-unsolved.ts'

type Spoken = PlacedContext<unknown>
type Matter = Spoken['matters'][number]
/** What somebody speaks about: a ticket, or something announced. */
type Voicing = Spoken & { ticket: { _id: string } }

const questionMinutes = 30
/** More people than this on one matter of a record are not counted. */
const mostVoices = 20

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
    const known = await answerKnown(context, placements)
    if (appeals.every(({ kind }) => kind === 'none'))
      return known ?? (await leaveToPeople(context)) ?? nothingFound(context)
    const answer = appealAnswer(appeals, {
      now,
      recordLines: context.recordLines,
      phones: community.phones,
      isGroup: incoming.chat.isGroup,
      hasImage: incoming.images.length > 0,
    })
    const text = [answer?.text, known?.text].filter(Boolean).join('\n')
    return text ? { ...answer, text, private: context.matters.some(isLead) } : null
  },
})

/** Who speaks to the bot is answered, even where no ticket is meant. */
function nothingFound({ incoming, matters, community, recordLines }: Spoken): Reply | null {
  if (!incoming.isAddressed) return null
  if (recordLines > 0)
    return { text: `收到${recordLines}条聊天记录，没看出要登记的事。少了请补，或者直接说是什么事、在哪儿。` }
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
    placements.push(await place(context, matter))
  }
  return placements
}

async function place(context: Spoken, matter: Matter): Promise<Placement> {
  // What one person alone may read neither joins what others see nor waits where several look.
  if (context.incoming.isAddressed && isLead(matter)) return { kind: 'open' }
  if (isOverheard(context, matter.triage)) return { kind: 'ignore' }
  const event = await knownEventFor(context.community, await withHome(context, matter.triage), context.now)
  return event ? { kind: 'known', eventId: event._id } : placeMatter(context, matter)
}

/** Who names no building speaks of the own home as far as something announced is concerned. */
async function withHome({ actor, community }: Spoken, triage: Triage): Promise<Triage> {
  if (triage.building !== null) return triage
  const [home, another] = await householdsOf(actor.personId, community._id)
  return home && !another ? { ...triage, building: home.building, unit: home.unit } : triage
}

/** Counts what something announced explains, and says what is known of it. */
async function answerKnown(context: Spoken, placements: readonly Placement[]): Promise<Reply | null> {
  const lines: string[] = []
  for (const [i, matter] of context.matters.entries()) {
    const placement = placements[i]
    const event = placement?.kind === 'known' ? await findKnownEvent(placement.eventId) : null
    if (!event) continue
    await report({ ...context, ticket: event, cause: causeOf(context, i) }, matter)
    lines.push(await tellKnown(context, event))
  }
  return lines.length > 0 ? { text: lines.join('\n') } : null
}

function isLead({ triage: { hazard }, text }: Matter): boolean {
  return leadIn({ hazard, text }) !== null
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
  const said = { category: code, urgency, hazard, text: matter.text }
  const assignment = assignmentOf(said, community.profile)
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
      ...assignment,
      assigneeId: assignment.lead ? await namedPerson(community, assignment.team, now) : null,
      answerBy: addHours(now, policyFor(community, 'answerHours')),
      pagedIds: await pagedFor(community, { urgency, lead: assignment.lead }, now),
    },
    { ...act(), eventId: cause },
  )
  await report(forMatter(context, ticket, cause), matter)
  notify(...pageNotices(ticket, cause), ...(await newTicketNotices(community, ticket, now)))
  return ticket
}

/** One report for each voice: a forwarded record may have several people on one matter. */
async function report(context: Voicing, matter: Matter): Promise<void> {
  await reportVoice(context, matter, 0)
  for (let voice = 1; voice < Math.min(matter.voices ?? 1, mostVoices); voice++) {
    await reportVoice(context, matter, voice)
  }
}

async function reportVoice(context: Voicing, matter: Matter, index: number): Promise<void> {
  const { community, actor, chat, incoming, now, ticket, cause } = context
  const { triage, text } = matter
  const own = await ownVoice(context, matter)
  await addReport({
    ticketId: ticket._id,
    communityId: community._id,
    cause: index === 0 ? cause : `${cause}:voice:${index}`,
    personId: actor.personId,
    chatId: chat._id,
    isFromGroup: incoming.chat.isGroup,
    isRelayed: own === null,
    voice: own?.voice ?? (matter.voices ? `${cause}:${index}` : relayedVoice(triage)),
    // A room that a resident names may be somebody else's; whose it is, the ticket does not say.
    room: own ? own.room : triage.room,
    text: index === 0 ? text : '',
    images: index === 0 ? incoming.images : [],
    at: now,
  })
}

/** The speaker's own household; null where others are spoken for: a room named by a unit leader or 物业, or a record. */
async function ownVoice(
  { actor, community }: Voicing,
  { triage, voices }: Matter,
): Promise<{ voice: string; room: string | null } | null> {
  if (voices || (triage.room !== null && mainRole(actor) !== 'resident')) return null
  const [home] = await householdsOf(actor.personId, community._id)
  return { voice: home?._id ?? actor.personId, room: home?.room ?? null }
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
  const joined = await raiseIfDanger(context, await tellPlace(context, place, isNews), matter)
  notify(...(await milestoneNotices(community, joined)))
  return joined
}

/** A danger told of an ordinary matter makes an emergency of it, so that somebody is called. */
async function raiseIfDanger(
  context: TicketContext<unknown>,
  ticket: Ticket,
  { triage }: Matter,
): Promise<Ticket> {
  const { hazard } = triage
  if (hazard === null || ticket.urgency === 'emergency') return ticket
  return (await raiseForDanger({ ...context, ticket }, { ...triage, hazard })) ?? ticket
}

/** Takes a later fragment in; a place that was missing or wrong so far is told to those who are to go there. */
export async function amend(context: TicketContext<unknown>, matter: Matter): Promise<Ticket> {
  const { text, triage } = matter
  const { ticket, actor, now, incoming, cause } = context
  await amendReport(ticket._id, actor.personId, { cause, at: now, text, images: incoming.images })
  await touchTicket(ticket._id, now)
  const place = amendedPlace(ticket, triage, text)
  return raiseIfDanger(context, await tellPlace(context, place, isMoved(ticket, place)), matter)
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
