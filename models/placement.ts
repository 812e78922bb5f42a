import { addHours } from '../domain/clocks.ts'
import type { Incident, PlaceInput, Placement } from '../domain/place-message.ts'
import { placeMessage } from '../domain/place-message.ts'
import { policyFor } from '../domain/policy/index.ts'
import type { Triage } from '../domain/triage.ts'
import type { Chat } from './chat.ts'
import type { Community } from './community.ts'
import { reportsBy, reportsOnAll } from './report.ts'
import type { Ticket } from './ticket.ts'
import { candidatesFor, findTicket } from './ticket.ts'

const hour = 3_600_000
const minute = 60_000
/** So many of the latest matters of a community are looked through. */
const mostIncidents = 200
const mostRecent = 10

function toIncident(ticket: Ticket, reporterIds: string[]): Incident {
  const { _id, category, urgency, status, building, unit, room, place, lastReportAt } = ticket
  return { ticketId: _id, category, urgency, status, building, unit, room, place, lastReportAt, reporterIds }
}

/** Gathers what `placeMessage` needs to know about a community, a chat and a speaker. */
async function gatherPlacement(
  community: Community,
  chat: Chat,
  words: { personId: string; at: Date; hasImage: boolean; triage: Triage },
): Promise<PlaceInput> {
  const value = (key: 'joinHours' | 'joinEmergencyHours' | 'fragmentMinutes' | 'reopenDays') =>
    policyFor(community.packs, key)
  const since = addHours(words.at, -Math.max(value('joinHours'), value('reopenDays') * 24))
  const tickets = await candidatesFor(community._id, since, mostIncidents)
  const voices = await reportsOnAll(tickets.map((ticket) => ticket._id))
  const reporters = new Map<string, string[]>()
  for (const { ticketId, personId } of voices) {
    reporters.set(ticketId, [...(reporters.get(ticketId) ?? []), personId])
  }
  const recent = await reportsBy(words.personId, community._id, mostRecent)
  return {
    incidents: tickets.map((ticket) => toIncident(ticket, reporters.get(ticket._id) ?? [])),
    recent: recent
      .filter((report) => report.chatId === chat._id)
      .map((report) => ({ ticketId: report.ticketId, at: report.parts.at(-1)?.at ?? report.at })),
    words: { ...words, isBuildingGroup: chat.building !== null },
    windows: {
      join: value('joinHours') * hour,
      joinEmergency: value('joinEmergencyHours') * hour,
      fragment: value('fragmentMinutes') * minute,
    },
  }
}

/** A message as far as placing it is concerned. */
interface SpokenMatters {
  community: Community
  chat: Chat
  matters: { triage: Triage }[]
  actor: { personId: string }
  now: Date
  incoming: { images: string[] }
}

/** Decides what one matter of a message does to which ticket. */
export async function placeMatter(spoken: SpokenMatters, triage: Triage): Promise<Placement> {
  const { community, chat, actor, now, incoming } = spoken
  const words = { personId: actor.personId, at: now, hasImage: incoming.images.length > 0, triage }
  return placeMessage(await gatherPlacement(community, chat, words))
}

/** The ticket that plain words are about, if they do one of these things to it. */
export async function findMeantTicket(
  spoken: SpokenMatters,
  kinds: readonly Placement['kind'][],
): Promise<Ticket | null> {
  const triage = spoken.matters[0]?.triage
  if (!triage) return null
  const placement = await placeMatter(spoken, triage)
  if (!('ticketId' in placement) || !kinds.includes(placement.kind)) return null
  return findTicket(placement.ticketId, spoken.community._id)
}
