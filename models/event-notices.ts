import type { Chat } from './chat.ts'
import { chatsOf } from './chat.ts'
import type { Notice } from './delivery.ts'
import type { KnownEvent } from './known-event.ts'

/** The groups that an event concerns: those of its buildings where each has one, else the community's. */
async function groupsFor({ communityId, buildings }: KnownEvent): Promise<Chat[]> {
  const inBuildings = (await chatsOf(communityId, 'building')).filter(
    ({ building }) => building !== null && buildings.includes(building),
  )
  const covered = new Set(inBuildings.map(({ building }) => building))
  const isCovered = buildings.length > 0 && buildings.every((building) => covered.has(building))
  return isCovered ? inBuildings : chatsOf(communityId, 'community')
}

/** A line about an event in the groups it concerns, once each; too late, it is not said any more. */
export async function eventPosts(
  event: KnownEvent,
  post: { kind: string; text(at: Date): string; until: Date },
): Promise<Notice[]> {
  const { kind, text, until } = post
  return (await groupsFor(event)).map(({ _id }) => ({
    kind,
    once: `${kind}:${event._id}`,
    to: { chatId: _id },
    audience: 'group',
    priority: 'notice',
    expiresAt: until,
    content: (at) => ({ text: text(at) }),
  }))
}
