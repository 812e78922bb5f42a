import type { Team } from './policy/categories.ts'
import { categoryTable } from './policy/categories.ts'
import { firstOwner, runnerOf } from './policy/first-owner.ts'
import type { Profile } from './policy/profile.ts'
import type { SensitiveLead } from './sensitive-lead.ts'
import { sensitiveLead } from './sensitive-lead.ts'
import type { Category, Hazard, Urgency } from './triage.ts'

/** Who has a new ticket, and who must not. */
export interface Assignment {
  team: Team
  /** The side complained about: it neither handles nor sees the matter. */
  accused: Team | null
  /** Read by one named person of 社区 alone. */
  lead: SensitiveLead | null
}

/** Deeds of those who run the place themselves, in matters that are otherwise theirs to put right. */
const ownDeed =
  '(?:公司|经理|主任|保安|的人|员工|自己|人员)*[^，,。；;]{0,4}(?:自己|擅自|私自|违规|偷偷|非法|强行|带头)[^，,。；;]{0,8}(?:搭|建|占|停|堆|收|圈|租|拆|砍|放|养|装|卖|改)'
const deeds: readonly (readonly ['property' | 'committee', RegExp])[] = [
  ['property', new RegExp(`物业${ownDeed}`, 'u')],
  ['committee', new RegExp(`(?:业委会|物管会|业主委员会)${ownDeed}`, 'u')],
]

function accusedBy(category: Category, text: string): 'property' | 'committee' | null {
  return categoryTable[category].accused ?? deeds.find(([, deed]) => deed.test(text))?.[0] ?? null
}

/** What is said of a matter, as far as it decides whose it is. */
export interface Said {
  category: Category
  urgency: Urgency
  hazard: Hazard | null
  text: string
}

/** What only one person may read; gas or fire is everybody's danger, whoever is in distress. */
export function leadIn({ hazard, text }: Pick<Said, 'hazard' | 'text'>): SensitiveLead | null {
  return hazard === null || hazard === 'person_in_danger' ? sensitiveLead(text) : null
}

/**
 * Who has a matter first in a community of this profile. Those who run the place come to a danger whoever is blamed; a
 * sensitive lead goes to 社区 whatever else it is.
 */
export function assignmentOf(said: Said, profile: Profile): Assignment {
  const { category, urgency, text } = said
  const lead = leadIn(said)
  const accused = accusedBy(category, text)
  const side = accused === 'property' ? runnerOf[profile] : accused
  if (lead) return { team: side === 'district' ? 'street' : 'district', accused: side, lead }
  if (urgency === 'emergency') return { team: runnerOf[profile], accused: null, lead: null }
  return { team: firstOwner(category, profile, accused), accused: side, lead: null }
}
