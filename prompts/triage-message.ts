import { z } from 'zod'
import type { Path, Triage, TriageContext } from '../domain/triage.ts'
import type { RuledMatter } from './believe-answer.ts'
import { believeAnswer } from './believe-answer.ts'
import { maskText } from './mask-text.ts'
import { MatterAnswer } from './matter-answer.ts'
import type { Prompt } from './prompt.ts'
import { triageInstructions } from './triage-instructions.ts'

const longestText = 800
const longestEarlier = 200
/** Enough for five matters; more than that are not asked about in one call. */
const outputTokens = 800

/** Matters of one message that are asked about at once. */
export const mostMatters = 5

/** Matters of one message that the rules are unsure of, and what is known about who says them. */
export interface MessageToTriage {
  matters: readonly (RuledMatter & { why: string })[]
  context: TriageContext
  isAddressed: boolean
  /** What the same person said here in the last minutes, oldest first. */
  earlier: readonly string[]
  /** Names that the platform shows; they are masked wherever they occur. */
  names: readonly string[]
}

const MessageAnswer = z.object({ matters: z.array(MatterAnswer) })
type MessageAnswer = z.infer<typeof MessageAnswer>

/** What was understood of each matter, in order, and who decided it. */
type Decided = { triage: Triage; path: Path }[]

/** Asks what each matter of a message is about; the model sees masked words, and is believed as far as it can do no harm. */
export const triageMessage: Prompt<MessageToTriage, MessageAnswer, Decided> = {
  name: 'triage-message',
  instructions: triageInstructions,
  outputTokens,
  output: MessageAnswer,
  input: ({ matters, context, isAddressed, earlier, names }) => ({
    speaker: context.role ?? 'resident',
    addressed: isAddressed,
    group: { building: context.building ?? null, unit: context.unit ?? null },
    earlier: earlier.map((text) => shorten(maskText(text, names), longestEarlier)),
    matters: matters.map(({ text }, i) => ({ n: i + 1, text: shorten(maskText(text, names), longestText) })),
  }),
  fallback: ({ matters }) =>
    matters.map(({ rules }) => ({ triage: rules, path: { by: 'rules', why: 'no_answer' } })),
  settle: ({ matters: answers }, { matters, names }) =>
    matters.map((matter, i) =>
      decide(
        answers.find(({ n }) => n === i + 1),
        matter,
        names,
      ),
    ),
}

function decide(
  answer: MatterAnswer | undefined,
  matter: MessageToTriage['matters'][number],
  names: readonly string[],
): Decided[number] {
  if (!answer) return { triage: matter.rules, path: { by: 'rules', why: 'no_answer' } }
  const { triage, refused } = believeAnswer(answer, matter, names)
  if (triage === matter.rules) return { triage, path: { by: 'rules', why: 'not_believed', refused } }
  return { triage, path: { by: 'model', why: matter.why, ...(refused.length > 0 ? { refused } : {}) } }
}

function shorten(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text
}
