import type { Category, Hazard, Intent, Location, Triage, TriageContext, Urgency } from '../triage.ts'
import { categories, intents, urgencies } from '../triage.ts'
import type { Judge, Judgement } from './classifier.ts'
import { createClassifier, likeliest, oddsFor } from './classifier.ts'
import { classifierWeights } from './classifier-weights.ts'
import type { Evidence } from './gather-evidence.ts'
import { gatherEvidence, hazardCategory } from './gather-evidence.ts'
import { missingPlace } from './missing-place.ts'
import { normaliseText } from './normalise-text.ts'
import { formatPublicPlace, locate } from './place.ts'
import { summarise } from './summarise.ts'

const grievances: readonly Intent[] = ['complaint', 'urge', 'dissatisfied']

const nowhere: Location = { building: null, unit: null, room: null, place: null }

/** From this likelihood on a text counts as a grievance. */
const grievanceBar = 0.87
/** From this likelihood on, where it was said to the bot. */
const addressedBar = 0.6
/** From this likelihood on, where the rules have found a matter and enough words against it. */
const agreedBar = 0.8
const agreedStrength = 4
/** From this likelihood on, where the rules have found words of urging or of dissatisfaction. */
const followUpBar = 0.5
/** From this likelihood on a text counts as an emergency that no listed danger tells of. */
const emergencyBar = 0.8
/** The same where words of the past, of elsewhere, of an all-clear or of a mere case stand beside it. */
const excusedBar = 0.9
/** Below this likelihood a listed danger is not believed: the text only sounds like it. */
const disbelief = 0.4
/** Below this likelihood an urge or a complaint about the outcome names no matter of its own. */
const categoryBar = 0.35

/** Below this likelihood a category is a guess; a thing named with so many points, and not quite unlikely, goes before it. */
const guessBar = 0.5
const namedPoints = 4
const namedOdds = 0.2

/** From this likelihood on another category is kept in mind. */
const likelyBar = 0.08

const judgeText = createClassifier(classifierWeights)

/** Understands one matter without a model: never throws, reads at most the first 10,000 characters, gives the same answer for the same words. */
export function triageByRules(text: string, context: TriageContext): Triage {
  return triageBy(judgeText, text, context)
}

/** As `triageByRules`, with a classifier of one's own. */
export function triageBy(judge: Judge, text: string, context: TriageContext): Triage {
  const normal = normaliseText(text)
  if (normal === '') return dismissed('other', nowhere, 1)
  const evidence = gatherEvidence(normal, context)
  const judgement = judge(evidence)
  const location = locate(normal, evidence.hits, context)
  const hazard = hazardOf(evidence, judgement)
  const meant = intentOf(evidence, judgement)
  const intent = hazard && !grievances.includes(meant) ? 'complaint' : meant
  if (!grievances.includes(intent)) return dismissed(intent, location, 1 - grievanceOdds(judgement))
  const category = (hazard && hazardCategory[hazard]) ?? categoryOf(evidence, judgement, intent)
  return {
    ...location,
    intent,
    isComplaint: true,
    category,
    likely: likelyBeside(category, judgement),
    urgency: hazard ? 'emergency' : urgencyOf(judgement),
    hazard,
    summary: hazard === 'person_in_danger' ? personInDanger(location) : summarise(normal, location, category),
    missing: intent === 'complaint' ? missingPlace(normal, evidence.hits, category, location) : [],
    confidence: confidenceOf(judgement, category, hazard),
  }
}

/** The likeliest categories of a text, the likeliest first. */
export function guessCategories(text: string, context: TriageContext, count: number): Category[] {
  const { category: odds } = judgeText(gatherEvidence(normaliseText(text), context))
  return [...categories]
    .sort((a, b) => oddsFor(categories, odds, b) - oddsFor(categories, odds, a))
    .slice(0, count)
}

function grievanceOdds({ intent }: Judgement): number {
  return grievances.reduce((sum, name) => sum + oddsFor(intents, intent, name), 0)
}

function intentOf(evidence: Evidence, judgement: Judgement): Intent {
  const isFollowUp = evidence.intent === 'urge' || evidence.intent === 'dissatisfied'
  const isGrievance = grievanceOdds(judgement) >= barFor(evidence, isFollowUp)
  if (isGrievance && isFollowUp) return evidence.intent
  return likeliest(intents, judgement.intent, (intent) => grievances.includes(intent) === isGrievance)
}

function barFor({ intent, matter, strength, hits, context }: Evidence, isFollowUp: boolean): number {
  if (isFollowUp) return followUpBar
  if (context.isAddressed) return addressedBar
  const isPast = hits.intent.some(({ sense }) => sense.cue === 'past')
  const isAgreed = intent === 'complaint' && matter !== null && strength >= agreedStrength && !isPast
  return isAgreed ? agreedBar : grievanceBar
}

function categoryOf({ matter }: Evidence, { category }: Judgement, intent: Intent): Category | null {
  const likely = likeliest(categories, category)
  // Where the classifier only guesses, the thing that is named says more.
  const isNamed = matter !== null && matter.points >= namedPoints
  const isLikelier = isNamed && oddsFor(categories, category, matter.category) >= namedOdds
  const best = isLikelier && oddsFor(categories, category, likely) < guessBar ? matter.category : likely
  const isSaid =
    intent === 'complaint' || matter !== null || oddsFor(categories, category, best) >= categoryBar
  return isSaid ? best : null
}

function likelyBeside(chosen: Category | null, { category: odds }: Judgement): Category[] {
  return categories.filter((code, i) => code !== chosen && (odds[i] ?? 0) >= likelyBar)
}

function urgencyOf({ urgency }: Judgement): Urgency {
  return oddsFor(urgencies, urgency, 'normal') < 0.5 ? 'urgent' : 'normal'
}

/** The danger a matter of this kind most likely is, where no listed danger names it. */
const usualHazard: Partial<Record<Category, Hazard>> = {
  gas: 'gas',
  'repair.elevator': 'trapped_in_lift',
  fire_safety: 'fire',
  ev_charging: 'fire',
  'repair.electric': 'electric_leakage',
  power_supply: 'electric_leakage',
  'repair.water': 'burst_main',
  water_supply: 'burst_main',
  heating: 'burst_main',
  'repair.structure': 'falling_facade',
  facility: 'open_manhole',
}

function hazardOf({ hazard, hits }: Evidence, { urgency, category }: Judgement): Hazard | null {
  const emergency = oddsFor(urgencies, urgency, 'emergency')
  if (hazard) return emergency < disbelief ? null : hazard
  const isExcused = hits.excuse.some(({ sense }) => sense.role !== 'now')
  if (emergency < (isExcused ? excusedBar : emergencyBar)) return null
  return usualHazard[likeliest(categories, category)] ?? 'person_in_danger'
}

/** Whatever is the matter with a person, a title says no more than where help is needed. */
function personInDanger(location: Location): string {
  return `${formatPublicPlace({ ...location, place: null })}有人需要帮助`
}

function dismissed(intent: Intent, location: Location, confidence: number): Triage {
  return {
    ...location,
    intent,
    isComplaint: false,
    category: null,
    urgency: 'normal',
    hazard: null,
    summary: '',
    missing: [],
    confidence: round(confidence),
  }
}

/** Both that it is a grievance and what about must be likely; below 0.5 a person should look. */
function confidenceOf(judgement: Judgement, category: Category | null, hazard: Hazard | null): number {
  const matter = category ? oddsFor(categories, judgement.category, category) : categoryBar
  const confidence = grievanceOdds(judgement) * matter
  return round(hazard ? Math.max(confidence, 0.8) : confidence)
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
