import type { Actor } from '../domain/access.ts'
import { districtRoles, hasRole, propertyRoles } from '../domain/access.ts'
import type { Incoming } from '../domain/message.ts'
import type { JoinWindows, PlaceInput, Placement } from '../domain/place-message.ts'
import { placeMessage } from '../domain/place-message.ts'
import { sameMatter } from '../domain/policy/categories.ts'
import { policyFor } from '../domain/policy/index.ts'
import { quotedTicket } from '../domain/quoted-ticket.ts'
import type { Triage } from '../domain/triage.ts'
import type { Chat } from './chat.ts'
import type { Community } from './community.ts'
import { householdsOf } from './household.ts'
import { isReporter, reportedIn, reportsBy } from './report.ts'
import type { PlacedTicket, Ticket } from './ticket.ts'
import { findByNumber, findTicket, ticketsToPlace } from './ticket.ts'

const hour = 3_600_000
const minute = 60_000
/** So many of the latest matters of one kind, and of the speaker's own, are looked through. */
const mostIncidents = 100
const mostOwn = 30

function windowsOf(community: Community): JoinWindows {
  return {
    join: policyFor(community, 'joinHours') * hour,
    joinEmergency: policyFor(community, 'joinEmergencyHours') * hour,
    fragment: policyFor(community, 'fragmentMinutes') * minute,
    conversation: policyFor(community, 'conversationMinutes') * minute,
    reopen: policyFor(community, 'reopenDays') * 24 * hour,
  }
}

/** Gathers what `placeMessage` needs to know about a community, a chat and a speaker; of tickets only `quoted`, if it is given. */
async function gatherPlacement(
  spoken: SpokenMatters,
  { text, triage }: SpokenMatter,
  quoted: Ticket | null,
): Promise<PlaceInput> {
  const { community, chat, actor, now, incoming } = spoken
  const windows = windowsOf(community)
  const reports = quoted
    ? await ownOn(quoted, actor, chat, now)
    : await reportsBy(actor.personId, community._id, mostOwn)
  const own = new Set(reports.map((report) => report.ticketId))
  const tickets = quoted ? [quoted] : await ticketsFor(spoken, triage, [...own], windows)
  const here = quoted
    ? new Map([[quoted._id, { at: now, said: '' }]])
    : await lastHere(spoken, tickets, windows)
  const homes = await householdsOf(actor.personId, community._id)
  return {
    incidents: tickets.map(({ _id, summary, ...ticket }) => ({
      ...ticket,
      ticketId: _id,
      isOwn: own.has(_id),
      lastHereAt: here.get(_id)?.at ?? null,
      said: `${summary}\n${here.get(_id)?.said ?? ''}`,
    })),
    recent: reports
      .filter((report) => report.chatId === chat._id)
      .map((report) => ({ ticketId: report.ticketId, at: report.parts.at(-1)?.at ?? report.at })),
    words: {
      at: now,
      text,
      hasImage: incoming.images.length > 0,
      isBuildingGroup: chat.building !== null,
      isStaff: hasRole(actor, [...propertyRoles, ...districtRoles]),
      home: (homes.length === 1 && homes[0]) || null,
      triage,
    },
    windows,
  }
}

/** Who quotes a message about a ticket speaks of it now and here. */
async function ownOn({ _id }: Ticket, { personId }: Actor, { _id: chatId }: Chat, at: Date) {
  return (await isReporter(_id, personId)) ? [{ ticketId: _id, chatId, at, parts: [] as { at: Date }[] }] : []
}

async function ticketsFor(
  { community, chat, now }: SpokenMatters,
  { category, building, isComplaint }: Triage,
  ids: string[],
  windows: JoinWindows,
): Promise<PlacedTicket[]> {
  const since = new Date(now.getTime() - Math.max(windows.join, windows.reopen))
  // Who reports something in a building does not go on about what others have just said.
  const isTalk = chat.kind !== 'private' && !(isComplaint && building !== null)
  const about = {
    ids,
    categories: category ? sameMatter(category) : [],
    building,
    talkedOfSince: isTalk ? new Date(now.getTime() - windows.conversation) : null,
  }
  return ticketsToPlace(community._id, about, since, mostIncidents)
}

/** When what was spoken of lately was last reported in this very chat, and in what words. */
async function lastHere(
  { chat, now }: SpokenMatters,
  tickets: readonly PlacedTicket[],
  { conversation }: JoinWindows,
): ReturnType<typeof reportedIn> {
  const late = tickets.filter(({ lastReportAt }) => now.getTime() - lastReportAt.getTime() <= conversation)
  if (late.length === 0) return new Map()
  return reportedIn(
    chat._id,
    late.map(({ _id }) => _id),
  )
}

interface SpokenMatter {
  text: string
  triage: Triage
}

/** A message as far as placing it is concerned. */
interface SpokenMatters {
  community: Community
  chat: Chat
  matters: SpokenMatter[]
  actor: Actor
  now: Date
  incoming: Pick<Incoming, 'images' | 'quote' | 'quotedTicket'>
}

/** Decides what one matter of a message does to which ticket: to the one whose message is quoted, if the words fit it. */
export async function placeMatter(spoken: SpokenMatters, matter: SpokenMatter): Promise<Placement> {
  const quoted = await findQuoted(spoken)
  const meant = quoted && placeMessage(await gatherPlacement(spoken, matter, quoted))
  return meant && 'ticketId' in meant ? meant : placeMessage(await gatherPlacement(spoken, matter, null))
}

async function findQuoted({ community, incoming }: SpokenMatters): Promise<Ticket | null> {
  const ref = quotedTicket(incoming)
  if (!ref) return null
  if (!/^\d{1,9}$/u.test(ref)) return findTicket(ref, community._id)
  return (await findByNumber([community._id], Number(ref)))[0] ?? null
}

/** The ticket that plain words are about, if they do one of these things to it. */
export async function findMeantTicket(
  spoken: SpokenMatters,
  kinds: readonly Placement['kind'][],
): Promise<Ticket | null> {
  const [matter] = spoken.matters
  if (!matter) return null
  const placement = await placeMatter(spoken, matter)
  if (!('ticketId' in placement) || !kinds.includes(placement.kind)) return null
  return findTicket(placement.ticketId, spoken.community._id)
}
