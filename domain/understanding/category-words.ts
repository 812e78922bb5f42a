import type { Category } from '../triage.ts'
import { groundsMatters } from './category-words-grounds.ts'
import { homeMatters } from './category-words-home.ts'
import { peopleMatters } from './category-words-people.ts'

/** How the words of one category speak for it; each cell is a blank-separated list. */
export interface MatterWords {
  /** Neutral phrase for a ticket when no better one is found. */
  label: string
  /** Names this category and says that something is wrong. */
  signs: string
  /** Names this category, hardly any other; nothing need be wrong. */
  topics: string
  /** Says that something is wrong, in this category more than in others. */
  matters: string
  /** Things of this category that others share. */
  things: string
  /** What goes wrong with those things; other things share these words. */
  faults: string
}

export type MatterTable = Record<Category, MatterWords>
export type Strength = Exclude<keyof MatterWords, 'label'>

/** The words of every category. */
export const categoryWords: MatterTable = { ...homeMatters, ...groundsMatters, ...peopleMatters }

/** Points a word adds to its category. */
export const categoryPoints: Record<Strength, number> = {
  signs: 5,
  topics: 4,
  matters: 3,
  things: 2,
  faults: 1.5,
}

/** Points a word adds to the message being a grievance. */
export const grievancePoints: Record<Strength, number> = {
  signs: 3,
  topics: 0.6,
  matters: 2,
  things: 0.3,
  faults: 1,
}
