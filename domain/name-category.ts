import { categoryTable } from './policy/categories.ts'
import type { Category } from './triage.ts'
import { categories } from './triage.ts'
import { chooseCategory } from './understanding/choose-category.ts'
import { findHits } from './understanding/lexicon.ts'
import { normaliseText } from './understanding/normalise-text.ts'

/** The kind of matter that a word or two name, 停车 or 飞线充电; null when they name none. */
export function nameCategory(words: string): Category | null {
  const named = byTableName(words.trim())
  if (named && categoryTable[named].name === words.trim()) return named
  const normal = normaliseText(words)
  return chooseCategory(normal, findHits(normal))?.category ?? named
}

/** 治安 or 其他, as the table itself calls them. */
function byTableName(words: string): Category | null {
  if (words.length < 2) return null
  const [only, another] = categories.filter((code) => categoryTable[code].name.includes(words))
  return only && !another ? only : null
}
