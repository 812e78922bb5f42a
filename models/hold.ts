import { nextClock, startOfDay, startOfWeek } from '../domain/clocks.ts'
import { policyFor } from '../domain/policy/index.ts'
import { earliest } from '../domain/restraint.ts'
import { getChat } from './chat.ts'
import { findCommunity } from './community.ts'
import type { Delivery } from './delivery.ts'
import { countPlannedPosts } from './delivery.ts'

/** A planned post that is one too many waits for this time of the next day. */
const plannedClock = '09:00'

/** Until when a delivery has to wait: quiet spans, a silenced chat, the budget of planned posts. Null: it may go now. */
export async function heldUntil(delivery: Delivery, now: Date): Promise<Date | null> {
  const { to, communityId, priority } = delivery
  if (priority === 'emergency' || priority === 'reply') return null
  const packs = (communityId && (await findCommunity(communityId))?.packs) || []
  const chat = 'chatId' in to ? await getChat(to.chatId) : null
  const free = earliest(now, priority, policyFor(packs, 'quiet'), chat?.silentUntil)
  if (free > now) return free
  const isOver = priority === 'planned' && chat !== null && (await isOverPlanned(chat._id, packs, now))
  return isOver ? nextClock(now, plannedClock) : null
}

async function isOverPlanned(chatId: string, packs: readonly string[], now: Date): Promise<boolean> {
  const [day, week] = await Promise.all([
    countPlannedPosts(chatId, startOfDay(now)),
    countPlannedPosts(chatId, startOfWeek(now)),
  ])
  return day >= policyFor(packs, 'plannedPostsPerDay') || week >= policyFor(packs, 'plannedPostsPerWeek')
}
