import { z } from 'zod'
import { districtRoles } from '../domain/access.ts'
import { candidateCard, isDoubtful } from '../domain/candidate-words.ts'
import { addHours } from '../domain/clocks.ts'
import type { Content, Reply } from '../domain/message.ts'
import { numberOf } from '../domain/phones.ts'
import { policyFor } from '../domain/policy/index.ts'
import { guessCategories } from '../domain/understanding/triage-by-rules.ts'
import type { Candidate } from '../models/candidate.ts'
import { keepCandidate, waitingCandidates } from '../models/candidate.ts'
import type { Community } from '../models/community.ts'
import { districtPeople } from '../models/duty.ts'
import type { PlacedContext } from './handler.ts'
import { defineHandler } from './handler.ts'

const mostWaiting = 100
const mostGuesses = 3

/** Shows 社区 the next words that may be an appeal, one at a time; never in a group, because they are residents' words. */
export const listCandidates = defineHandler({
  name: 'list-candidates',
  help: '待确认',
  example: '待确认',
  on: { command: /^待确认$/u, action: true },
  data: z.object({}),
  allow: districtRoles,
  async handle({ community, now }) {
    const next = await nextCandidate(community, now)
    return { ...(next ?? { text: '没有要确认的话了。' }), private: true }
  },
})

/** The card of the candidate that comes next in a community; null when none waits. */
export async function nextCandidate(community: Community, now: Date): Promise<Content | null> {
  const since = addHours(now, -policyFor(community, 'candidateDays') * 24)
  const [first, ...rest] = await waitingCandidates([community._id], since, mostWaiting)
  return first ? candidateCard(first, rest.length) : null
}

/** Keeps words that may be an appeal for 社区 to decide on; who said them to the bot is told so, else null. */
export async function leaveToPeople(context: PlacedContext<unknown>): Promise<Reply | null> {
  const { matters, community, incoming, now, notify } = context
  const kept: Candidate[] = []
  for (const [i, { text, triage }] of matters.entries()) {
    if (isDoubtful(triage, text, incoming.isAddressed)) kept.push(await keep(context, i))
  }
  const [first] = kept
  if (!first || !incoming.isAddressed) return null
  for (const personId of await districtPeople(community, now)) {
    notify({
      kind: 'candidate',
      once: `candidate:${first._id}`,
      to: { personId },
      audience: 'district',
      priority: 'notice',
      content: candidateCard(first, kept.length - 1),
    })
  }
  const number = numberOf(community.phones, 'property')
  const phone = number ? `急事请打物业${number}。` : ''
  return { text: `收到。这句我拿不准是不是要登记，已请社区的人看，定下来告诉您编号。${phone}` }
}

async function keep(context: PlacedContext<unknown>, index: number): Promise<Candidate> {
  const { community, actor, chat, incoming, now, matters, cause } = context
  const { text, triage } = matters[index] as (typeof matters)[number]
  return keepCandidate({
    communityId: community._id,
    cause: matters.length === 1 ? cause : `${cause}.${index}`,
    personId: actor.personId,
    chatId: chat._id,
    isFromGroup: incoming.chat.isGroup,
    isAddressed: incoming.isAddressed,
    text,
    images: incoming.images,
    triage,
    guesses: guessCategories(text, {}, mostGuesses),
    at: now,
  })
}
