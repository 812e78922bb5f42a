import type { Category, Hazard, Intent, Location, Triage, TriageContext, Urgency } from '../triage.ts'
import { chooseCategory, type Matter } from './choose-category.ts'
import { complaintThreshold, type Decision, decideIntent } from './decide-intent.ts'
import { findHazard } from './hazard.ts'
import { findHits, type Hits } from './lexicon.ts'
import { normaliseText } from './normalise-text.ts'
import { formatPublicPlace, isOnGrounds, locate } from './place.ts'
import { summarise } from './summarise.ts'
import { urgentWords } from './urgency-words.ts'

const grievances: readonly Intent[] = ['complaint', 'urge', 'dissatisfied']

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

/** What kind of matter a danger is. */
const hazardCategory: Partial<Record<Hazard, Category>> = {
  gas: 'gas',
  trapped_in_lift: 'repair.elevator',
  falling_facade: 'repair.structure',
  open_manhole: 'facility',
}

/** Categories in which nobody can go anywhere without this much of an address. */
const needed: Partial<Record<Category, readonly ('building' | 'unit')[]>> = {
  'repair.elevator': ['building', 'unit'],
  'repair.door_access': ['building', 'unit'],
  'repair.electric': ['building', 'unit'],
  'repair.water': ['building'],
  'repair.structure': ['building'],
  heating: ['building'],
  gas: ['building'],
  water_supply: ['building'],
  power_supply: ['building'],
  telecom: ['building'],
  noise: ['building'],
  decoration: ['building'],
  illegal_building: ['building'],
  high_throwing: ['building'],
}

const nowhere: Location = { building: null, unit: null, room: null, place: null }

/** Matters of the whole community need no address. */
const everywhere = /小区|全院|院里|院子|各楼|全部楼|所有楼|每栋|每个单元/u

/** Understands one matter by rules alone: never throws, reads at most the first 10,000 characters, gives the same answer for the same words. */
export function triageByRules(text: string, context: TriageContext): Triage {
  const normal = normaliseText(text)
  if (normal === '') return dismissed('other', nowhere, { intent: 'other', strength: 0 })
  const hits = findHits(normal)
  const location = locate(normal, hits, context)
  const hazard = findHazard(normal, hits)
  const matter = withHazard(chooseCategory(normal, hits), hazard)
  const hasAddress = /\d/u.test(normal) && Boolean(location.unit ?? location.room ?? location.building)
  const decision = decideIntent({ normal, hits, matter, hasAddress, context })
  const intent = hazard && overruled.includes(decision.intent) ? 'complaint' : decision.intent
  if (!grievances.includes(intent)) return dismissed(intent, location, decision)
  return {
    ...location,
    intent,
    isComplaint: true,
    category: matter?.category ?? null,
    urgency: urgencyOf(normal, matter, hazard),
    hazard,
    summary: hazard === 'person_in_danger' ? personInDanger(location) : summarise(normal, location, matter),
    missing: intent === 'complaint' ? missingOf(normal, hits, matter, location) : [],
    confidence: confidenceOf(decision, matter, location, hazard),
  }
}

/** Whatever is the matter with a person, a title says no more than where help is needed. */
function personInDanger(location: Location): string {
  return `${formatPublicPlace({ ...location, place: null })}有人需要帮助`
}

function dismissed(intent: Intent, location: Location, { strength }: Decision): Triage {
  return {
    ...location,
    intent,
    isComplaint: false,
    category: null,
    urgency: 'normal',
    hazard: null,
    summary: '',
    missing: [],
    confidence: round(Math.max(0.3, 0.9 - Math.max(0, strength) * 0.12)),
  }
}

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

function missingOf(
  normal: string,
  hits: Hits,
  matter: Matter | null,
  location: Location,
): ('building' | 'unit')[] {
  const wanted = (matter && needed[matter.category]) ?? []
  if (wanted.length === 0 || everywhere.test(normal) || isOnGrounds(normal, hits)) return []
  // Towers named by a letter rarely have units; a room without a unit is found as well.
  const needsNoUnit = location.room !== null || /^[A-Z]/u.test(location.building ?? '')
  return wanted.filter((part) => location[part] === null && !(part === 'unit' && needsNoUnit))
}

// A named thing, something wrong with it and a place make it sure; below 0.5 a person should look.
function confidenceOf(
  { strength, intent }: Decision,
  matter: Matter | null,
  location: Location,
  hazard: Hazard | null,
): number {
  let confidence = 0.25 + Math.min(0.3, Math.max(0, strength - complaintThreshold) * 0.08)
  const isClear = matter !== null && isNamed(matter)
  if (isClear) confidence += 0.2
  if (matter && matter.lead >= 2) confidence += 0.05
  if (location.building || location.place) confidence += 0.15
  if (intent !== 'complaint') confidence += 0.1
  else if (!isClear) confidence = Math.min(confidence, 0.45)
  return round(Math.min(0.95, hazard ? Math.max(confidence, 0.8) : confidence))
}

function isNamed({ points, hits }: Matter): boolean {
  return points >= 4 && hits.some(({ sense }) => sense.strength !== 'matters' && sense.strength !== 'faults')
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
