import { addHours } from '../domain/clocks.ts'
import type { PlaceInput, Placement } from '../domain/place-message.ts'
import { placeMessage } from '../domain/place-message.ts'
import { sameMatter } from '../domain/policy/categories.ts'
import { policyFor } from '../domain/policy/index.ts'
import type { Triage } from '../domain/triage.ts'
import type { Chat } from './chat.ts'
import type { Community } from './community.ts'
import { reportsBy } from './report.ts'
import type { Ticket } from './ticket.ts'
import { findTicket, ticketsToPlace } from './ticket.ts'

const hour = 3_600_000
const minute = 60_000
/** So many of the latest matters of one kind, and of the speaker's own, are looked through. */
const mostIncidents = 100
const mostOwn = 30

/** Gathers what `placeMessage` needs to know about a community, a chat and a speaker. */
async function gatherPlacement(spoken: SpokenMatters, triage: Triage): Promise<PlaceInput> {
  const { community, chat, actor, now, incoming } = spoken
  const value = (key: 'joinHours' | 'joinEmergencyHours' | 'fragmentMinutes' | 'reopenDays') =>
    policyFor(community.packs, key)
  const since = addHours(now, -Math.max(value('joinHours'), value('reopenDays') * 24))
  const reports = await reportsBy(actor.personId, community._id, mostOwn)
  const own = new Set(reports.map((report) => report.ticketId))
  const codes = triage.category ? sameMatter(triage.category) : []
  const about = { ids: [...own], categories: codes, building: triage.building }
  const tickets = await ticketsToPlace(community._id, about, since, mostIncidents)
  return {
    incidents: tickets.map(({ _id, ...ticket }) => ({ ...ticket, ticketId: _id, isOwn: own.has(_id) })),
    recent: reports
      .filter((report) => report.chatId === chat._id)
      .map((report) => ({ ticketId: report.ticketId, at: report.parts.at(-1)?.at ?? report.at })),
    words: { at: now, hasImage: incoming.images.length > 0, isBuildingGroup: chat.building !== null, triage },
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
  return placeMessage(await gatherPlacement(spoken, triage))
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
