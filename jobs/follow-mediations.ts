import { sayDate } from '../domain/clocks.ts'
import { stepTimes, whoMediates } from '../domain/mediating.ts'
import type { Community } from '../models/community.ts'
import { findCommunity } from '../models/community.ts'
import type { Mediation } from '../models/mediation.ts'
import { dueMediations, setMediationCheck } from '../models/mediation.ts'
import { goOn, tellKeepers } from '../models/mediation-notices.ts'
import { submit } from '../models/outgoing.ts'
import type { Ticket } from '../models/ticket.ts'
import { findTicket } from '../models/ticket.ts'
import { defineJob } from './job.ts'

const batch = 100

/** Reminds those who keep the record of a mediation on the days policy gives; a step whose days are over goes on to the next. */
export const followMediations = defineJob({
  name: 'follow-mediations',
  everyMs: 60_000,
  async run({ now }) {
    const mediations = await dueMediations(now, batch)
    for (const mediation of mediations) await look(mediation, now)
    return mediations.length
  },
})

async function look(mediation: Mediation, now: Date): Promise<void> {
  const { ticketId, communityId, dueAt } = mediation
  const [ticket, community] = await Promise.all([
    findTicket(ticketId, communityId),
    findCommunity(communityId),
  ])
  if (!ticket || !community || !dueAt) return
  if (now >= dueAt) return goToNext(mediation, { ticket, community, now })
  return remind(mediation, { ticket, community, now }, dueAt)
}

type Place = { ticket: Ticket; community: Community; now: Date }

async function goToNext(mediation: Mediation, place: Place): Promise<void> {
  const cause = `mediation-over:${mediation._id}:${mediation.at}`
  const notices = await goOn(mediation, place, { cause, why: '时间到了还没有结果' })
  await submit(notices, { cause, community: place.community, at: place.now })
}

async function remind(mediation: Mediation, place: Place, dueAt: Date): Promise<void> {
  const { ticket, community, now } = place
  const step = mediation.steps[mediation.at] ?? 'district'
  const { name } = whoMediates(step, community)
  const text = `${ticket.summary}的调解（${name}）${sayDate(dueAt)}到期，还没有结果。谈成回“调解成功 ${ticket.number} 双方怎么说定的”，谈不成回“调解不成 ${ticket.number} 原因”。`
  const cause = `mediation-due:${mediation._id}:${mediation.checkAt?.toISOString()}`
  await submit(await tellKeepers(place, 'mediation', text), { cause, community, at: now })
  const next = stepTimes(step, mediation.startedAt, community, now)
  await setMediationCheck(mediation._id, mediation.checkAt, next?.checkAt ?? dueAt)
}
