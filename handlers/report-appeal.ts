import { z } from 'zod'
import { mainRole } from '../domain/access.ts'
import { addHours } from '../domain/clocks.ts'
import type { Reply } from '../domain/message.ts'
import type { Placement } from '../domain/place-message.ts'
import { categoryTable } from '../domain/policy/categories.ts'
import { policyFor } from '../domain/policy/index.ts'
import type { Triage } from '../domain/triage.ts'
import { answerPromise, dutyPage, ticketCard } from '../domain/wording.ts'
import { chatsOf } from '../models/chat.ts'
import { askInChat } from '../models/conversation.ts'
import { peopleOnDuty, responders } from '../models/duty.ts'
import { householdsOf } from '../models/household.ts'
import { placeMatter } from '../models/placement.ts'
import { addReport, amendReport, countVoices, groupsOf, reportsOn } from '../models/report.ts'
import type { Ticket } from '../models/ticket.ts'
import { findTicket, openTicket, touchTicket } from '../models/ticket.ts'
import type { PlacedContext, TicketContext } from './handler.ts'
import { defineHandler } from './handler.ts'
import { reopen } from './report-unsolved.ts'

type Spoken = PlacedContext<unknown>
type Matter = Spoken['matters'][number]
/** What became of one matter: its ticket, and whether this message opened, joined, amended or reopened it. */
interface Done {
  ticket: Ticket
  kind: 'open' | 'join' | 'amend' | 'reopen'
  triage: Triage
}

const questionMinutes = 30

/** Turns what somebody says into tickets: opens one, joins one that stands, completes or reopens it. */
export const reportAppeal = defineHandler({
  name: 'report-appeal',
  help: '直接说是什么事、在哪儿',
  example: '3号楼2单元电梯不动了',
  on: { intents: ['complaint', 'urge', 'dissatisfied', 'other'] },
  data: z.object({}),
  allow: ['resident'],
  async handle(context) {
    const placements = await context.decide('placements', () => placeAll(context))
    const done: Done[] = []
    for (const [i, matter] of context.matters.entries()) {
      const result = await apply(context, matter, placements[i] ?? { kind: 'ignore' }, causeOf(context, i))
      if (result) done.push(result)
    }
    return withQuestions(context, placements, await answer(context, done))
  },
})

function causeOf(context: Spoken, index: number): string {
  return context.matters.length === 1 ? context.cause : `${context.cause}.${index}`
}

async function placeAll(context: Spoken): Promise<Placement[]> {
  const placements: Placement[] = []
  for (const { triage } of context.matters) placements.push(await placeMatter(context, triage))
  return placements
}

async function apply(
  context: Spoken,
  matter: Matter,
  placement: Placement,
  cause: string,
): Promise<Done | null> {
  const { triage } = matter
  if (placement.kind === 'open') return { ticket: await open(context, matter, cause), kind: 'open', triage }
  if (!('ticketId' in placement)) return null
  const ticket = await findTicket(placement.ticketId, context.community._id)
  if (!ticket) return null
  if (placement.kind === 'reopen')
    return { ticket: await reopen(forMatter(context, ticket, cause)), kind: 'reopen', triage }
  if (placement.kind === 'join')
    return { ticket: await join(context, matter, ticket, cause), kind: 'join', triage }
  await amend(context, matter, ticket, cause)
  return { ticket, kind: 'amend', triage }
}

/** The same context for one matter of several: its changes have a cause of their own. */
function forMatter(context: Spoken, ticket: Ticket, cause: string): TicketContext<unknown> {
  return { ...context, ticket, cause, act: (note) => ({ ...context.act(note), eventId: cause }) }
}

async function open(context: Spoken, { text, triage }: Matter, cause: string): Promise<Ticket> {
  const { community, now, act } = context
  const category = triage.category ?? 'other'
  const { owner } = categoryTable[category]
  const isEmergency = triage.urgency === 'emergency'
  const paged = isEmergency ? await peopleOnDuty(community, now) : []
  const { building, unit, room, place, urgency, summary } = triage
  const ticket = await openTicket(
    {
      communityId: community._id,
      cause,
      category,
      urgency,
      summary,
      building,
      unit,
      room,
      place,
      team: isEmergency ? 'property' : owner,
      answerBy: addHours(now, policyFor(community.packs, 'answerHours')),
      pagedIds: paged.slice(0, 1),
    },
    { ...act(), eventId: cause },
  )
  await report(context, text, triage, ticket, cause)
  if (isEmergency) page(context, ticket)
  await tellTeam(context, ticket)
  if (triage.missing[0] && !isEmergency) await askPlace(context, ticket, triage.missing[0])
  return ticket
}

async function report(
  context: Spoken,
  text: string,
  triage: Triage,
  ticket: Ticket,
  cause: string,
): Promise<void> {
  const { community, actor, chat, incoming, now } = context
  const [home] = await householdsOf(actor.personId, community._id)
  const isRelayed = triage.room !== null && mainRole(actor) !== 'resident'
  const relayedVoice = `${triage.building}-${triage.unit}-${triage.room}`
  await addReport({
    ticketId: ticket._id,
    communityId: community._id,
    cause,
    personId: actor.personId,
    chatId: chat._id,
    isFromGroup: incoming.chat.isGroup,
    isRelayed,
    voice: isRelayed ? relayedVoice : (home?._id ?? actor.personId),
    room: triage.room ?? (isRelayed ? null : (home?.room ?? null)),
    text,
    images: incoming.images,
    at: now,
  })
}

async function join(context: Spoken, matter: Matter, ticket: Ticket, cause: string): Promise<Ticket> {
  await report(context, matter.text, matter.triage, ticket, cause)
  await touchTicket(ticket._id, context.now)
  await tellMilestone(context, ticket)
  return ticket
}

async function amend(context: Spoken, matter: Matter, ticket: Ticket, cause: string): Promise<void> {
  const { actor, now, incoming } = context
  const part = { cause, at: now, text: matter.text, images: incoming.images, room: matter.triage.room }
  await amendReport(ticket._id, actor.personId, part)
  await touchTicket(ticket._id, now)
}

function page({ notify }: Spoken, ticket: Ticket): void {
  for (const personId of ticket.pagedIds) {
    notify({
      kind: 'page',
      once: `page:${ticket._id}:${personId}`,
      to: { personId },
      audience: 'property',
      priority: 'emergency',
      ticketId: ticket._id,
      content: dutyPage(ticket),
    })
  }
}

async function tellTeam({ community, now, notify }: Spoken, ticket: Ticket): Promise<void> {
  const people = (await responders(community, ticket.team, now)).filter((id) => !ticket.pagedIds.includes(id))
  const groups = ticket.team === 'property' ? await chatsOf(community._id, 'staff') : []
  const recipients = [
    ...people.map((personId) => ({ personId })),
    ...groups.map((chat) => ({ chatId: chat._id })),
  ]
  for (const to of recipients) {
    notify({
      kind: 'new-ticket',
      to,
      audience: ticket.team,
      priority: ticket.urgency === 'emergency' ? 'emergency' : 'notice',
      ticketId: ticket._id,
      premise: { ticketId: ticket._id, statuses: ['open', 'assigned', 'accepted'] },
      content: ticketCard(ticket, 1, now),
    })
  }
}

async function askPlace(context: Spoken, ticket: Ticket, need: 'building' | 'unit'): Promise<void> {
  const { chat, actor, now, cause } = context
  await askInChat(chat._id, actor.personId, {
    question: 'place',
    data: { ticket: ticket._id, need },
    expiresAt: new Date(now.getTime() + questionMinutes * 60_000),
    askedBy: cause,
  })
}

/** At a few household counts the groups hear that it is known; never for money or quarrels. */
async function tellMilestone({ community, notify }: Spoken, ticket: Ticket): Promise<void> {
  const voices = await countVoices(ticket._id)
  if (ticket.team !== 'property') return
  if (!policyFor(community.packs, 'householdMilestones').includes(voices)) return
  for (const chatId of groupsOf(await reportsOn(ticket._id))) {
    notify({
      kind: 'milestone',
      leavesRoom: true,
      once: `milestone:${ticket._id}:${voices}`,
      to: { chatId },
      audience: 'group',
      priority: 'notice',
      ticketId: ticket._id,
      premise: { ticketId: ticket._id, statuses: ['open', 'assigned', 'accepted', 'waiting', 'forwarded'] },
      content: {
        text: `${ticket.summary}（${ticket.number}）已有${voices}户反映，都记在一起办，不用重复报。`,
      },
    })
  }
}

async function answer(context: Spoken, done: Done[]): Promise<Reply | null> {
  const [first] = done
  if (!first) return null
  if (done.length > 1) return severalAnswer(context, done)
  if (first.kind === 'open') return openAnswer(context, first)
  if (first.kind === 'join') return joinAnswer(context, first)
  if (first.kind === 'reopen') {
    const promise = answerPromise(first.ticket.answerBy, context.now)
    return { text: `${first.ticket.number}号重新打开了，请他们再来看，${promise}。` }
  }
  // A later fragment is taken in without a word in groups; in private one wants to know that it arrived.
  return context.incoming.chat.isGroup ? null : { text: `记到${first.ticket.number}号了。` }
}

/** What a relay also asked, and what is no matter for a ticket: said openly, so that nobody believes it was noted. */
function withQuestions(
  { matters, community }: Spoken,
  placements: Placement[],
  reply: Reply | null,
): Reply | null {
  const asked = matters.filter(
    ({ triage }, i) => triage.intent === 'fee_question' && placements[i]?.kind === 'ignore',
  )
  const [first] = asked
  if (!reply || !first) return reply
  const phone = community.phones.property ? `，电话${community.phones.property}` : ''
  return {
    ...reply,
    text: `${reply.text}\n“${first.text.slice(0, 20)}”没有登记，费用的事请直接问物业${phone}。`,
  }
}

function openAnswer({ now, community, incoming }: Spoken, { ticket, triage }: Done): Reply {
  const { number, summary } = ticket
  if (ticket.urgency === 'emergency') {
    const phone = community.phones.property ? `物业值班${community.phones.property}。` : ''
    return { text: `${summary}，已登记（${number}），正在呼叫值班人员。${phone}` }
  }
  const [need] = triage.missing
  const question = need ? `请问${need === 'unit' ? '几单元' : '几号楼'}？回个数就行。` : ''
  const by = ticket.team === 'district' ? '由社区来跟，' : ''
  const photo = question || incoming.images.length > 0 ? '' : '有照片直接发我就行。'
  return {
    text: `收到，${summary}，已登记（${number}）。${question}${by}${answerPromise(ticket.answerBy, now)}。${photo}`,
  }
}

async function joinAnswer({ now }: Spoken, { ticket }: Done): Promise<Reply> {
  const promise = ticket.answeredAt ? '已经有人在办，有变化我告诉您' : answerPromise(ticket.answerBy, now)
  return { text: `${ticket.summary}已有邻居报过（${ticket.number}），您家也记上了。${promise}。` }
}

function severalAnswer({ now }: Spoken, done: Done[]): Reply {
  const opened = done.filter(({ kind }) => kind === 'open').length
  const lines = done.map(
    ({ ticket, kind }) => `${ticket.number} ${ticket.summary}${kind === 'open' ? '' : '（并入已有的）'}`,
  )
  const last = done.reduce((a, b) => (a.ticket.answerBy > b.ticket.answerBy ? a : b))
  const head = opened > 0 ? `收到，已登记${done.length}件` : `收到，${done.length}件都记上了`
  return { text: `${head}：\n${lines.join('\n')}\n${answerPromise(last.ticket.answerBy, now)}。` }
}
