/*
 * What a model may do. Residents' words can talk a model into anything, and a bad one errs by itself; so each answer
 * is weighed by the harm it could do if it were wrong:
 *
 * - A danger that the rules found stands with its urgency, category and advice; the model is not asked, nor heard.
 * - `withdraw` and `satisfied` end a ticket, `urge` and `dissatisfied` press on or reopen one: believed where the rules
 *   agree or the words themselves contain such a cue. (The handlers act only on the speaker's own tickets, and only on
 *   words said to the bot.)
 * - `complaint` opens at most one ordinary ticket. Where the rules know nothing in the text that it could be about, it
 *   is unsure, which counts only when it was said to the bot.
 * - `emergency` wakes people: believed where the words contain a word of danger, else it is `urgent`, or `normal` where
 *   there is nothing that it could be about. The rules' urgency is never lowered within a grievance.
 * - Other intents change nothing; a grievance the rules were unsure of can be lost that way, and whoever said it to the
 *   bot is told that it was not understood.
 * - A matter that the rules keep from 物业 (fees, its own service, 业委会) stays with 社区.
 * - A place is the rules'; a building or unit they did not find must stand in the words.
 * - A title that could name somebody, or is about something else, is replaced by the rules' own.
 */
import { categoryTable } from '../domain/policy/categories.ts'
import type { Intent, Location, Triage, Urgency } from '../domain/triage.ts'
import { moreUrgent } from '../domain/triage.ts'
import type { Hits } from '../domain/understanding/lexicon.ts'
import { findHits } from '../domain/understanding/lexicon.ts'
import { missingPlace } from '../domain/understanding/missing-place.ts'
import { normaliseText } from '../domain/understanding/normalise-text.ts'
import { believedPlace } from './believe-place.ts'
import { believedSummary } from './believe-summary.ts'
import type { MatterAnswer } from './matter-answer.ts'

/** A matter as the rules read it. */
export interface RuledMatter {
  text: string
  rules: Triage
}

/** What is made of a model's answer; `refused` names the parts that were not believed. */
export interface Believed {
  triage: Triage
  refused: string[]
}

/** An answer that the rules agree with or that they can check. */
const modelConfidence = 0.8
/** Below what counts for words that were not said to the bot. */
const withoutEvidence = 0.4

const grievances: readonly Intent[] = ['complaint', 'urge', 'dissatisfied']

type Cue = Hits['intent'][number]['sense']['cue']

interface Words extends RuledMatter {
  normal: string
  hits: Hits
  names: readonly string[]
}

/** Takes from a model's answer what can do no harm if it is wrong, and everything else from the rules. */
export function believeAnswer(answer: MatterAnswer, matter: RuledMatter, names: readonly string[]): Believed {
  const { rules, text } = matter
  const normal = normaliseText(text)
  const words = { ...matter, normal, hits: findHits(normal), names }
  if (rules.hazard !== null) return { triage: rules, refused: ['danger'] }
  if (!isBelievable(answer.intent, words)) return { triage: rules, refused: ['intent'] }
  return grievances.includes(answer.intent)
    ? grievance(answer, words)
    : { triage: nothingWrong(rules, answer.intent), refused: [] }
}

/** Intents that move a ticket which stands already. */
const cuesFor: Partial<Record<Intent, readonly Cue[]>> = {
  withdraw: ['withdraw'],
  satisfied: ['fixed', 'satisfiedWord'],
  urge: ['urge', 'notFixed'],
  dissatisfied: ['notFixed', 'urge'],
}

function isBelievable(intent: Intent, { rules, hits }: Words): boolean {
  const cues = cuesFor[intent]
  if (!cues || intent === rules.intent) return true
  const said = hits.intent.map(({ sense }) => sense.cue)
  if (!grievances.includes(intent) && said.includes('notFixed')) return false
  return said.some((cue) => cues.includes(cue))
}

function nothingWrong(rules: Triage, intent: Intent): Triage {
  return {
    ...rules,
    intent,
    isComplaint: false,
    category: null,
    urgency: 'normal',
    summary: '',
    missing: [],
    confidence: modelConfidence,
  }
}

function grievance(answer: MatterAnswer, words: Words): Believed {
  const { rules, normal, hits } = words
  const refused: string[] = []
  const note = (part: string, isKept: boolean): void => void (isKept || refused.push(part))
  const place = believedPlace(answer, rules, normal)
  note('place', isSamePlace(answer, place))
  const category = believedCategory(answer, rules)
  note('category', category === answer.category)
  const urgency = believedUrgency(answer, words)
  note('urgency', urgency === answer.urgency)
  const summary = believedSummary(answer.summary, { ...words, place, category })
  note('summary', summary.isBelieved)
  return {
    triage: {
      ...rules,
      ...place,
      intent: answer.intent,
      isComplaint: true,
      category,
      urgency,
      summary: summary.text,
      missing: answer.intent === 'complaint' ? missingPlace(normal, hits, category, place) : [],
      confidence: confidenceOf(words),
    },
    refused,
  }
}

function isSamePlace({ building, unit }: MatterAnswer, place: Location): boolean {
  return (building ?? place.building) === place.building && (unit ?? place.unit) === place.unit
}

function believedCategory({ category }: MatterAnswer, rules: Triage): Triage['category'] {
  if (category === null) return rules.category
  const isKept = rules.category !== null && categoryTable[rules.category].owner === 'district'
  return isKept && categoryTable[category].owner !== 'district' ? rules.category : category
}

function believedUrgency({ urgency }: MatterAnswer, words: Words): Urgency {
  const isTold = words.hits.danger.some(({ sense }) => sense.role === 'signs' || sense.role === 'troubles')
  if (urgency !== 'emergency' || isTold) return moreUrgent(urgency, words.rules.urgency)
  return hasEvidence(words) ? 'urgent' : 'normal'
}

function confidenceOf(words: Words): number {
  const { rules } = words
  if (rules.isComplaint) return Math.max(rules.confidence, modelConfidence)
  return hasEvidence(words) ? modelConfidence : withoutEvidence
}

/** Whether the rules know a word in the text that a ticket could be about; anger alone is none. */
function hasEvidence({ rules, hits }: Words): boolean {
  return rules.isComplaint || hits.matter.length + hits.danger.length > 0
}
