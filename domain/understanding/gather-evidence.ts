import type { Category, Hazard, Intent, TriageContext, Urgency } from '../triage.ts'
import { chooseCategory, type Matter } from './choose-category.ts'
import { decideIntent } from './decide-intent.ts'
import { findHazard } from './hazard.ts'
import { findHits, type Hits } from './lexicon.ts'
import { urgentWords } from './urgency-words.ts'

/** What the rules and tables find in a text; the classifier weighs it together with the words themselves. */
export interface Evidence {
  normal: string
  hits: Hits
  intent: Intent
  /** Points of grievance, see `grievanceOf`. */
  strength: number
  matter: Matter | null
  hazard: Hazard | null
  urgency: Urgency
  context: TriageContext
}

/** Intents that a danger overrules; a withdrawal or a property's own notice it does not. */
const overruled: readonly Intent[] = [
  'complaint',
  'urge',
  'chatter',
  'other',
  'praise',
  'satisfied',
  'meeting_question',
  'fee_question',
]

/** What kind of matter a danger is, whatever else the words say. */
export const hazardCategory: Partial<Record<Hazard, Category>> = {
  gas: 'gas',
  trapped_in_lift: 'repair.elevator',
  falling_facade: 'repair.structure',
  open_manhole: 'facility',
}

/** Reads a normalised text by all word tables and rules, once. */
export function gatherEvidence(normal: string, context: TriageContext): Evidence {
  const hits = findHits(normal)
  const hazard = findHazard(normal, hits)
  const matter = withHazard(chooseCategory(normal, hits), hazard)
  const hasAddress = address.test(normal)
  const decision = decideIntent({ normal, hits, matter, hasAddress, context })
  const intent = hazard && overruled.includes(decision.intent) ? 'complaint' : decision.intent
  const urgency = urgencyOf(normal, matter, hazard)
  return { normal, hits, intent, strength: decision.strength, matter, hazard, urgency, context }
}

/** Whether somebody says where, in digits: 3号楼, 2单元, 501室, 3-2-501. */
const address = /\d(?:号楼|[栋幢座#]|单元|门|室|-\d)/u

function withHazard(matter: Matter | null, hazard: Hazard | null): Matter | null {
  const category = hazard ? hazardCategory[hazard] : undefined
  if (!category || matter?.category === category) return matter
  return {
    category,
    points: 6,
    lead: 3,
    hits: matter?.hits.filter((hit) => hit.sense.category === category) ?? [],
  }
}

function urgencyOf(normal: string, matter: Matter | null, hazard: Hazard | null): Urgency {
  if (hazard) return 'emergency'
  const own = matter ? urgentWords[matter.category] : null
  return own?.test(normal) || urgentWords['*']?.test(normal) ? 'urgent' : 'normal'
}
