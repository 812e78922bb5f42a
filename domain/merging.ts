import type { TicketFacts } from './access.ts'
import type { TicketStatus } from './ticket-flow.ts'
import { isActive } from './ticket-flow.ts'

/** What merging needs to know of a ticket. */
export interface Mergeable extends TicketFacts {
  _id: string
  number: number
  status: TicketStatus
  mergedInto?: string | null
}

/** Why one ticket cannot go into another, in words for whoever wanted it; null where it can. */
export function whyNotMerged(source: Mergeable, target: Mergeable): string | null {
  if (source._id === target._id) return `${source.number}号和它要并到的是同一件，不用合并。`
  const settled = [source, target].find(({ status }) => !isActive(status))
  if (settled) return `${settled.number}号已经办完，只有还在办的两件能合并。`
  if (isGuarded(source) || isGuarded(target) || source.accused !== target.accused) {
    return `${source.number}号和${target.number}号涉及的人不同，不能合并，请分别办理。`
  }
  if (source.urgency === 'emergency' && target.urgency !== 'emergency') {
    return `${source.number}号是险情，不能并进一般的事。请反过来合并。`
  }
  return null
}

function isGuarded({ lead }: Mergeable): boolean {
  return lead !== null && lead !== undefined
}

/** Which of the reports on a ticket are another matter, and why. */
export interface SplitWords {
  picks: number[]
  reason: string
}

/** Reads 2、3 不是同一部电梯: numbers of the list first. */
export function readSplit(words: string): SplitWords {
  const match =
    /^(?<picks>第?\d{1,2}(?:[\s、,，和及]+第?\d{1,2}(?!\d|号楼|单元|-))*)条?(?<reason>.*)$/su.exec(
      words.trim(),
    )
  const picks = (match?.groups?.picks?.match(/\d+/gu) ?? []).map(Number)
  return {
    picks: [...new Set(picks)],
    reason: (match?.groups?.reason ?? '').replace(/^[\s，,：:。]+/u, '').trim(),
  }
}
