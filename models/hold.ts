import { nextClock, startOfDay, startOfWeek } from '../domain/clocks.ts'
import { policyFor } from '../domain/policy/index.ts'
import { earliest } from '../domain/restraint.ts'
import { getChat } from './chat.ts'
import type { Community } from './community.ts'
import { findCommunity } from './community.ts'
import type { Delivery } from './delivery.ts'
import { countPlannedPosts } from './delivery.ts'

/** Until when a delivery has to wait: quiet spans, a silenced chat, the budget of planned posts. Null: it may go now. */
export async function heldUntil(delivery: Delivery, now: Date): Promise<Date | null> {
  const { to, communityId, priority } = delivery
  if (priority === 'emergency' || priority === 'reply') return null
  const community = communityId ? await findCommunity(communityId) : null
  const chat = 'chatId' in to ? await getChat(to.chatId) : null
  const free = earliest(now, priority, policyFor(community, 'quiet'), chat?.silentUntil)
  if (free > now) return free
  const isOver = priority === 'planned' && chat !== null && (await isOverPlanned(chat._id, community, now))
  return isOver ? nextClock(now, policyFor(community, 'plannedClock')) : null
}

async function isOverPlanned(chatId: string, community: Community | null, now: Date): Promise<boolean> {
  const [day, week] = await Promise.all([
    countPlannedPosts(chatId, startOfDay(now)),
    countPlannedPosts(chatId, startOfWeek(now)),
  ])
  const isDayFull = day >= policyFor(community, 'plannedPostsPerDay')
  return isDayFull || week >= policyFor(community, 'plannedPostsPerWeek')
}
