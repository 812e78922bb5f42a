import type { DisputeStep } from '../domain/mediating.ts'
import { stepText, stepTimes } from '../domain/mediating.ts'
import type { Community } from './community.ts'
import type { Notice } from './delivery.ts'
import { answerableFor, districtPeople, teamOf } from './duty.ts'
import type { Mediation } from './mediation.ts'
import { nextStep } from './mediation.ts'
import type { Ticket } from './ticket.ts'

/** Who keeps the record of a mediation: 社区, 街道 where it is 社区 that is complained about, of a lead whoever has it. */
export async function keepersOf(community: Community, ticket: Ticket, now: Date): Promise<string[]> {
  if (ticket.lead) return answerableFor(community, ticket, now)
  return ticket.accused === 'district' ? teamOf(community, 'street', now) : districtPeople(community, now)
}

/** Tells those who keep the record something, in private. */
export async function tellKeepers(
  { community, ticket, now }: { community: Community; ticket: Ticket; now: Date },
  kind: string,
  text: string,
): Promise<Notice[]> {
  const audience = ticket.accused === 'district' ? 'street' : 'district'
  return (await keepersOf(community, ticket, now)).map((personId) => ({
    kind,
    supersedes: kind,
    to: { personId },
    audience,
    priority: 'notice',
    ticketId: ticket._id,
    content: { text: `【${ticket.number}】${text}` },
  }))
}

/** Tells the applicant something about a mediation. */
export function tellApplicant(mediation: Mediation, kind: string, text: string): Notice {
  return {
    kind,
    to: { personId: mediation.applicantId },
    audience: 'resident',
    priority: 'notice',
    ticketId: mediation.ticketId,
    content: { text },
  }
}

/** Takes a mediation to its next step and tells the applicant where it goes on; once for each cause. */
export async function goOn(
  mediation: Mediation,
  { community, ticket, now }: { community: Community; ticket: Ticket; now: Date },
  { cause, why }: { cause: string; why: string },
): Promise<Notice[]> {
  const step: DisputeStep = mediation.steps[mediation.at + 1] ?? 'court'
  const times = stepTimes(step, now, community, now)
  await nextStep(
    mediation,
    { startedAt: now, dueAt: times?.dueAt ?? null, checkAt: times?.checkAt ?? null },
    cause,
  )
  const next = stepText(step, community, times?.dueAt ?? null)
  const after = times ? '我接着提醒，到期告诉您。' : '要经过材料，请社区给您这件事的卷宗。'
  const told = tellApplicant(
    mediation,
    'mediation-step',
    `${ticket.number}号（${ticket.summary}）的调解${why}。下一步${next}。${after}`,
  )
  const keepers = times
    ? await tellKeepers(
        { community, ticket, now },
        'mediation',
        `调解${why}，转到下一步：${next}。有结果请记“调解成功 ${ticket.number} …”或“调解不成 ${ticket.number} 原因”。`,
      )
    : []
  return [told, ...keepers]
}
