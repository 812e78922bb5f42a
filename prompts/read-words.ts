import type { Path, Triage, TriageContext } from '../domain/triage.ts'
import { triageByRules } from '../domain/understanding/triage-by-rules.ts'
import type { Ask } from './prompt.ts'
import { mostMatters, triageMessage } from './triage-message.ts'
import { worthAsking } from './worth-asking.ts'

/** The matters of one message, and what is known about whoever said it. */
export interface Said {
  texts: readonly string[]
  context: TriageContext
  isAddressed: boolean
  /** Names that the platform shows. */
  names: readonly string[]
  /** What the same person said here in the last minutes, oldest first; looked up only where a model is asked. */
  earlier(): Promise<readonly string[]>
}

/** What one matter means, and who decided it. */
export interface ReadMatter {
  text: string
  triage: Triage
  path: Path
}

/** Reads each matter by the rules, and by the model those that are worth a call: one call for the whole message. */
export async function readWords(said: Said, ask: Ask | null): Promise<ReadMatter[]> {
  const read = said.texts.map((text) => {
    const rules = triageByRules(text, said.context)
    return { text, rules, ...worthAsking(text, rules, said.isAddressed) }
  })
  const unsure = read.filter(({ isWorth }) => isWorth).slice(0, mostMatters)
  const decided = ask && unsure.length > 0 ? await decide(ask, unsure, said) : []
  const without = ask ? 'too_many' : 'no_model'
  return read.map((matter) => {
    const { text, rules, isWorth, why } = matter
    const byRules = { triage: rules, path: { by: 'rules' as const, why: isWorth ? without : why } }
    return { text, ...(decided[unsure.indexOf(matter)] ?? byRules) }
  })
}

async function decide(
  ask: Ask,
  matters: readonly { text: string; rules: Triage; why: string }[],
  { context, isAddressed, names, earlier }: Said,
): Promise<{ triage: Triage; path: Path }[]> {
  const data = { matters, context, isAddressed, names, earlier: await earlier() }
  const { value, by, why } = await ask(triageMessage, data)
  if (by === 'model') return value
  return value.map(({ triage }) => ({ triage, path: { by: 'rules', why: why ?? 'no_answer' } }))
}
