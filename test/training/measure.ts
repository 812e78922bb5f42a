import type { Triage } from '../../domain/triage.ts'
import type { Judge } from '../../domain/understanding/classifier.ts'
import { triageBy } from '../../domain/understanding/triage-by-rules.ts'
import type { Example } from './lessons.ts'

/** The shares that say how well messages are understood; each 0..1. */
export interface Shares {
  precision: number
  recall: number
  category: number
  emergencyRecall: number
  falseAlarms: number
  talkFlagged: number
}

/** Understands examples and compares; a grievance that was not seen has no category. */
export function measure(examples: readonly Example[], judge: (of: Example) => Judge): Shares {
  const pairs = examples.map((gold) => ({ gold, found: triageBy(judge(gold), gold.text, gold.context) }))
  const share = (of: typeof pairs, is: (pair: (typeof pairs)[number]) => boolean) =>
    of.length === 0 ? 1 : of.filter(is).length / of.length
  const grievances = pairs.filter(({ gold }) => isGrievance(gold.intent))
  const flagged = pairs.filter(({ found }) => found.isComplaint)
  const emergencies = grievances.filter(({ gold }) => gold.urgencies[0] === 'emergency')
  const calm = pairs.filter(({ gold }) => !gold.urgencies.includes('emergency'))
  const talk = pairs.filter(({ gold }) => gold.intent === 'chatter' || gold.intent === 'notice')
  return {
    precision: share(flagged, ({ gold }) => isGrievance(gold.intent)),
    recall: share(grievances, ({ found }) => found.isComplaint),
    category: share(
      grievances.filter(({ gold }) => gold.categories.length > 0),
      ({ gold, found }) => found.category !== null && gold.categories.includes(found.category),
    ),
    emergencyRecall: share(emergencies, ({ found }) => found.urgency === 'emergency'),
    falseAlarms: share(calm, ({ found }) => found.urgency === 'emergency'),
    talkFlagged: share(talk, ({ found }) => found.isComplaint),
  }
}

function isGrievance(intent: Triage['intent']): boolean {
  return ['complaint', 'urge', 'dissatisfied'].includes(intent)
}

/** One line of shares, in percent. */
export function sayShares(name: string, shares: Shares): string {
  const cells = Object.entries(shares).map(([key, value]) => `${key} ${(value * 100).toFixed(1)}`)
  return `${name.padEnd(22)} ${cells.join('  ')}`
}
