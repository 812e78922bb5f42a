import type { Actor, HeldRole } from '../domain/access.ts'
import { isInForce, rolesIn } from '../domain/access.ts'
import type { Incoming } from '../domain/message.ts'
import type { Chat } from '../models/chat.ts'
import { bindChat, findChat, meetGroup } from '../models/chat.ts'
import type { Community } from '../models/community.ts'
import { communitiesIn, findCommunity } from '../models/community.ts'
import type { Person } from '../models/person.ts'
import { knowPerson, settlePerson } from '../models/person.ts'
import { communitiesReportedIn } from '../models/report.ts'
import { rolesOf } from '../models/role.ts'

/** Who speaks, where, and for which community. */
export interface Speaker {
  person: Person
  held: HeldRole[]
  chat: Chat
  /** Null while a group is not bound, or in private before the person was met in a community. */
  community: Community | null
}

/** Finds out who speaks and where; first sight of a person or a private chat is remembered. */
export async function identify(incoming: Incoming, at: Date): Promise<Speaker> {
  const { platform, externalId, isGroup } = incoming.chat
  const { sender } = incoming
  const person = await knowPerson({ platform, externalId: sender.externalId }, sender.name, at)
  const [held, known] = await Promise.all([rolesOf(person._id), findChat(platform, externalId)])
  const chat = isGroup
    ? (known ?? (await meetGroup(platform, externalId, at)))
    : await privateChat(incoming, known, person, held, at)
  const community = chat.communityId ? await findCommunity(chat.communityId) : null
  // Who works in several communities lives in none of them for our purposes.
  const isAtHome = held.length === 0 && chat.kind !== 'staff'
  if (isGroup && community && isAtHome && person.homeCommunityId !== community._id) {
    await settlePerson(person._id, community._id)
  }
  return { person, held, chat, community }
}

/** A private chat follows its person: to the home community, else to the first place of a role. */
async function privateChat(
  incoming: Incoming,
  known: Chat | null,
  person: Person,
  held: HeldRole[],
  at: Date,
): Promise<Chat> {
  const home =
    person.homeCommunityId ??
    (await communitiesIn(placesOf(held.filter((role) => isInForce(role, at)))))[0]?._id ??
    null
  if (known && known.communityId === home) return known
  const { platform, externalId } = incoming.chat
  return bindChat({ platform, externalId, kind: 'private', communityId: home }, at)
}

function placesOf(held: readonly HeldRole[]): string[] {
  return held.map((role) => role.scope.placeId)
}

/** The communities whose tickets a speaker can name: the one at hand, home, and all in which a role is in force. */
export async function reachableCommunities(speaker: Speaker, at: Date): Promise<Community[]> {
  const own = [speaker.community?._id, speaker.person.homeCommunityId].filter(
    (id) => id !== null && id !== undefined,
  )
  const reported = await communitiesReportedIn(speaker.person._id)
  const candidates = await communitiesIn([...own, ...reported, ...placesOf(speaker.held)])
  return candidates.filter(
    (community) =>
      own.includes(community._id) ||
      reported.includes(community._id) ||
      actorIn(speaker, community, at).held.length > 0,
  )
}

/** The speaker as an actor in a community: only roles in force there count. */
export function actorIn(speaker: Pick<Speaker, 'person' | 'held'>, community: Community, at: Date): Actor {
  const place = { id: community._id, districtId: community.districtId, streetId: community.streetId }
  return { personId: speaker.person._id, name: speaker.person.name, held: rolesIn(speaker.held, place, at) }
}
