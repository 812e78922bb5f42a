import { baotou2026Rules } from './baotou-2026.ts'
import { kundulun2020Rules } from './kundulun-2020.ts'
import { kundulun2025Rules } from './kundulun-2025.ts'
import { linshengRules } from './linsheng-defaults.ts'
import { neimenggu2018Rules } from './neimenggu-2018.ts'
import type { Rule } from './rule.ts'
import { zhoukouDraftRules } from './zhoukou-draft.ts'

/** Every demand of the documents and every decision of the product, by document. */
export const ruleIndex: readonly Rule[] = [
  ...baotou2026Rules,
  ...neimenggu2018Rules,
  ...zhoukouDraftRules,
  ...kundulun2025Rules,
  ...kundulun2020Rules,
  ...linshengRules,
]

const byId = new Map(ruleIndex.map((rule) => [rule.id, rule]))

/** The rule with this id; every id that code or data name is in the index. */
export function ruleOf(id: string): Rule {
  const rule = byId.get(id)
  if (!rule) throw new Error(`no rule ${id}`)
  return rule
}
