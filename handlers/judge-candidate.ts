import { z } from 'zod'
import { districtRoles } from '../domain/access.ts'
import { candidateRef } from '../domain/candidate-words.ts'
import { addHours } from '../domain/clocks.ts'
import type { Reply } from '../domain/message.ts'
import { nameCategory } from '../domain/name-category.ts'
import { policyFor } from '../domain/policy/index.ts'
import { Refusal } from '../domain/refusal.ts'
import type { Category } from '../domain/triage.ts'
import { categories } from '../domain/triage.ts'
import { normaliseText } from '../domain/understanding/normalise-text.ts'
import { summarise } from '../domain/understanding/summarise.ts'
import { answerPromise } from '../domain/wording.ts'
import type { Candidate } from '../models/candidate.ts'
import { decideCandidate, findCandidate, waitingCandidates } from '../models/candidate.ts'
import type { Ticket } from '../models/ticket.ts'
import type { PlacedContext } from './handler.ts'
import { defineHandler } from './handler.ts'
import { nextCandidate } from './list-candidates.ts'
import { openFor } from './report-appeal.ts'

const Data = z.object({
  candidate: z
    .string()
    .regex(/^[0-9a-f]{24}$/u)
    .optional(),
  ref: z.string().optional(),
  /** A code from a button, or what somebody typed; nothing for no appeal. */
  category: z.enum(categories).optional(),
  kind: z.string().optional(),
})
type Data = z.infer<typeof Data>

const mostWaiting = 100

/** Decides with one tap whether words are an appeal, and what about; the first decision stands, and opens the ticket. */
export const judgeCandidate = defineHandler({
  name: 'judge-candidate',
  help: '是诉求 编号 类别、不是诉求 编号',
  example: '不是诉求 A1B2C',
  on: {
    command: /^(?:不是诉求\s*(?<ref>[0-9A-Fa-f]{5})|是诉求\s*(?<yes>[0-9A-Fa-f]{5})\s*(?<kind>\S{1,12}))$/u,
    action: true,
  },
  data: Data.extend({ yes: z.string().optional() }),
  allow: districtRoles,
  async handle(context) {
    const { community, actor, now, data } = context
    const candidate = await meant(context, data.ref ?? data.yes)
    const decision = { category: categoryOf(data), by: actor.personId, at: now }
    const decided = await decideCandidate(candidate._id, community._id, decision)
    if (!decided) throw unknown()
    const outcome =
      decided.category === null ? noAppeal(decided) : await register(context, decided, decided.category)
    const next = await nextCandidate(community, now)
    return { ...next, text: next ? `${outcome}\n${next.text}` : outcome, private: true } satisfies Reply
  },
})

function unknown(): Refusal {
  return new Refusal('candidate_not_found', '没有找到这一条，可能已经过期了。发“待确认”看还有哪些。')
}

async function meant(
  { community, now, data }: PlacedContext<Data>,
  ref: string | undefined,
): Promise<Candidate> {
  if (data.candidate) {
    const found = await findCandidate(data.candidate, community._id)
    if (found) return found
    throw unknown()
  }
  const since = addHours(now, -policyFor(community, 'candidateDays') * 24)
  const waiting = await waitingCandidates([community._id], since, mostWaiting)
  const found = waiting.find(({ _id }) => candidateRef(_id) === ref?.toUpperCase())
  if (!found) throw unknown()
  return found
}

function categoryOf({ category, kind }: Data): Category | null {
  if (category) return category
  if (!kind) return null
  const named = nameCategory(kind)
  if (!named)
    throw new Refusal('unknown_category', '没听懂是哪一类事，可以说“电梯”“漏水”“停车”“其他”这样的。')
  return named
}

function noAppeal(candidate: Candidate): string {
  return `${candidateRef(candidate._id)}记为不是诉求。`
}

/** Opens the ticket in the name of whoever said it, under the cause of the words, so that a second tap opens nothing. */
async function register(
  context: PlacedContext<Data>,
  candidate: Candidate,
  category: Category,
): Promise<string> {
  const { triage, text } = candidate
  const summary = summarise(normaliseText(text), triage, category)
  const understood = { ...triage, intent: 'complaint' as const, isComplaint: true, category, summary }
  const ticket = await openFor(context, candidate, { text, triage: understood })
  tellReporter(context, candidate, ticket)
  return `${candidateRef(candidate._id)}已登记（${ticket.number}）：${ticket.summary}。`
}

function tellReporter({ notify }: PlacedContext<Data>, candidate: Candidate, ticket: Ticket): void {
  notify({
    kind: 'candidate-registered',
    once: `candidate-registered:${candidate._id}`,
    to: { personId: candidate.personId },
    audience: 'resident',
    priority: 'notice',
    ticketId: ticket._id,
    content: (at) => ({
      text: `您说的“${candidate.text.slice(0, 40)}”，社区看过了，已登记（${ticket.number}）。${answerPromise(ticket.answerBy, at)}。`,
    }),
  })
}
