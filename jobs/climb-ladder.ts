import { addHours } from '../domain/clocks.ts'
import type { LadderStep } from '../domain/ladder.ts'
import { climbed, ladderRules, ladderStep } from '../domain/ladder.ts'
import { policyFor, policyRules } from '../domain/policy/index.ts'
import type { Community } from '../models/community.ts'
import { findCommunity } from '../models/community.ts'
import type { Foldable } from '../models/fold-notices.ts'
import { submitFolded } from '../models/fold-notices.ts'
import { advanceLadder, claimForLadder } from '../models/ladder.ts'
import { rungNotices } from '../models/rung-notices.ts'
import type { Ticket } from '../models/ticket.ts'
import { workCalendar } from '../models/work-calendar.ts'
import type { JobTools } from './job.ts'
import { defineJob } from './job.ts'

/** So many are looked at together, so that what one person would hear of them becomes one list. */
const mostAtOnce = 500
/** While nobody may be told, the ladder waits where it is and looks again after this long. */
const silentHours = 1

/**
 * Tells the next who can help of every ticket that goes without an answer or a solution, one rung at a time and of
 * several that were missed the highest only. First the messages stand in the outbox, then the ticket moves on.
 */
export const climbLadder = defineJob({
  name: 'climb-ladder',
  everyMs: 30_000,
  async run(tools) {
    let told = 0
    for (let batch = await claimBatch(tools.now); batch.length > 0; batch = await claimBatch(tools.now)) {
      told += await climb(batch, tools)
    }
    return told
  },
})

async function claimBatch(now: Date): Promise<Ticket[]> {
  const batch: Ticket[] = []
  while (batch.length < mostAtOnce) {
    const ticket = await claimForLadder(now)
    if (!ticket) break
    batch.push(ticket)
  }
  return batch
}

/** One ticket with what is due for it. */
interface Climb {
  ticket: Ticket
  community: Community
  step: LadderStep
  notices: Foldable[]
}

async function climb(batch: readonly Ticket[], { now, logger }: JobTools): Promise<number> {
  const climbs: Climb[] = []
  for (const ticket of batch) {
    try {
      climbs.push(...(await prepare(ticket, now)))
    } catch (error) {
      // The others must not wait for it; it comes again when its lease is over.
      logger.error({ err: error, ticketId: ticket._id }, 'a ticket could not climb')
    }
  }
  const most = policyFor(climbs[0]?.community ?? null, 'messagesAtOnce')
  await submitFolded(
    climbs.flatMap(({ notices }) => notices),
    { at: now, most },
  )
  for (const one of climbs) await advance(one, now)
  return climbs.filter(({ step }) => step.due !== null).length
}

async function prepare(ticket: Ticket, now: Date): Promise<Climb[]> {
  const community = await findCommunity(ticket.communityId)
  if (!community || community.mode === 'shadow') {
    await advanceLadder(ticket, { ladderAt: addHours(now, silentHours), ladderFrom: now, event: null })
    return []
  }
  const step = ladderStep(ticket, policyRules(community, ladderRules), workCalendar, now)
  if (!step) return []
  return [{ ticket, community, step, notices: await rungNotices(community, ticket, step, now) }]
}

async function advance({ ticket, step, notices }: Climb, now: Date): Promise<void> {
  const told = { isHeard: notices.length > 0, isSensitive: ticket.lead !== null }
  await advanceLadder(ticket, climbed(step, told, now))
}
