import { nextClock, startOfDay, startOfWeek } from '../domain/clocks.ts'
import { policyFor, policyRules } from '../domain/policy/index.ts'
import { isPlannedFull, firstFree as soonest } from '../domain/restraint.ts'
import { getChat } from './chat.ts'
import type { Community } from './community.ts'
import { findCommunity } from './community.ts'
import type { Delivery } from './delivery.ts'
import { countPlannedPosts } from './delivery.ts'
import { workCalendar } from './work-calendar.ts'

/** When something may go out that waits for the end of quiet spans and, if so, for the office hours of a working day. */
export function firstFree(
  at: Date,
  { priority, inOffice }: { priority: Delivery['priority']; inOffice?: boolean },
  community: Community | null,
  silentUntil?: Date | null,
): Date {
  const rules = policyRules(community, ['quiet', 'officeHours'])
  return soonest(at, { priority, inOffice: inOffice ?? false }, rules, workCalendar, silentUntil)
}

/** Until when a delivery has to wait: quiet spans, office hours, a silenced chat, the budget of planned posts. Null: it may go now. */
export async function heldUntil(delivery: Delivery, now: Date): Promise<Date | null> {
  const { to, communityId, priority } = delivery
  if (priority === 'emergency' || priority === 'reply') return null
  const community = communityId ? await findCommunity(communityId) : null
  const chat = 'chatId' in to ? await getChat(to.chatId) : null
  const free = firstFree(now, delivery, community, chat?.silentUntil)
  if (free > now) return free
  const isOver = priority === 'planned' && chat !== null && (await isOverPlanned(chat._id, community, now))
  return isOver ? nextClock(now, policyFor(community, 'plannedClock')) : null
}

async function isOverPlanned(chatId: string, community: Community | null, now: Date): Promise<boolean> {
  const [day, week] = await Promise.all([
    countPlannedPosts(chatId, startOfDay(now)),
    countPlannedPosts(chatId, startOfWeek(now)),
  ])
  const rules = policyRules(community, ['plannedPostsPerDay', 'plannedPostsPerWeek'])
  return isPlannedFull({ day, week }, rules)
}
