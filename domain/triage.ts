import { z } from 'zod'

/** What a message is for; only the first three open or touch a ticket as a grievance. */
export const intents = [
  'complaint',
  'urge',
  'dissatisfied',
  'withdraw',
  'satisfied',
  'praise',
  'notice',
  'fee_question',
  'poll_answer',
  'meeting_question',
  'command',
  'chatter',
  'other',
] as const
export type Intent = (typeof intents)[number]

/** The matter an appeal is about. */
export const categories = [
  'repair.water',
  'repair.electric',
  'repair.elevator',
  'repair.door_access',
  'repair.structure',
  'heating',
  'gas',
  'water_supply',
  'power_supply',
  'telecom',
  'cleaning',
  'greening',
  'security',
  'parking',
  'ev_charging',
  'fire_safety',
  'noise',
  'illegal_building',
  'pets',
  'high_throwing',
  'fee',
  'public_revenue',
  'service_attitude',
  'decoration',
  'committee',
  'facility',
  'other',
] as const
export type Category = (typeof categories)[number]

/** Ordered: a later one outranks an earlier one. */
export const urgencies = ['normal', 'urgent', 'emergency'] as const
export type Urgency = (typeof urgencies)[number]

/** Dangers that are answered at once with what to do and whom to call. */
export const hazards = [
  'gas',
  'fire',
  'trapped_in_lift',
  'electric_leakage',
  'burst_main',
  'falling_facade',
  'open_manhole',
  'person_in_danger',
] as const
export type Hazard = (typeof hazards)[number]

/** Where something is, in normal form: building "12", "B", "东区7"; unit "1"; room "501"; place in free words. */
export const Location = z.object({
  building: z.string().max(12).nullable(),
  unit: z.string().max(6).nullable(),
  room: z.string().max(12).nullable(),
  place: z.string().max(40).nullable(),
})
export type Location = z.infer<typeof Location>

/** What was understood of one matter. `confidence` is 0..1; `missing` names what must be asked before anyone can go there. */
export const Triage = Location.extend({
  /** Other categories that it may be as well, the likeliest first. */
  likely: z.array(z.enum(categories)).optional(),
  intent: z.enum(intents),
  isComplaint: z.boolean(),
  category: z.enum(categories).nullable(),
  urgency: z.enum(urgencies),
  hazard: z.enum(hazards).nullable(),
  summary: z.string().max(60),
  missing: z.array(z.enum(['building', 'unit'])),
  confidence: z.number().min(0).max(1),
})
export type Triage = z.infer<typeof Triage>

/** Below this a person should look before anything is done. */
export const sureEnough = 0.5

/** Whether so little is certain that a person should look first; a danger is always acted on. */
export function isUnsure(triage: Pick<Triage, 'confidence' | 'hazard'>): boolean {
  return triage.confidence < sureEnough && triage.hazard === null
}

/** Whether somebody has to be called, whoever saw the danger: the rules or a model. */
export function isDanger({ hazard, urgency }: Pick<Triage, 'hazard' | 'urgency'>): boolean {
  return hazard !== null || urgency === 'emergency'
}

/** What is known about the speaker and the chat before the words are read. */
export interface TriageContext {
  /** Building of the group, if it is a building group. */
  building?: string
  unit?: string
  /** The speaker's own household, for 我家. */
  home?: { building: string; unit: string | null; room: string }
  /** Whether it was said to the bot: who speaks to it wants something, so that less is needed to believe in a grievance. */
  isAddressed?: boolean
  /** Trusted role of the speaker. */
  role?: 'resident' | 'unit_leader' | 'property' | 'committee' | 'district_staff'
}

/** Who decided what words mean, and why: what made a model worth asking or not, or why it gave no usable answer. */
export interface Path {
  by: 'command' | 'rules' | 'model'
  why: string
  /** What of the model's answer was not believed. */
  refused?: string[]
}

/** The more serious of two urgencies. */
export function moreUrgent(a: Urgency, b: Urgency): Urgency {
  return urgencies.indexOf(a) >= urgencies.indexOf(b) ? a : b
}
