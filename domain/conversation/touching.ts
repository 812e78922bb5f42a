import { isSameMatter } from '../policy/categories.ts'
import type { Category } from '../triage.ts'
import { findHits } from '../understanding/lexicon.ts'
import { normaliseText } from '../understanding/normalise-text.ts'

/** Talk among neighbours that belongs to no matter. */
const idle = new Set(['market', 'talk'])
/** What also sounds like it, though a report may hold such a word, too. */
const smallTalk = new Set([...idle, 'chat', 'askNeighbour', 'elsewhere', 'news', 'past', 'meeting', 'praise'])

/** Whether any word of a text belongs to matters of this kind, however little it says by itself. */
export function touches(text: string, category: Category): boolean {
  const { matter } = findHits(normaliseText(text))
  return matter.some(({ sense }) => isSameMatter(sense.category, category))
}

/** Whether words name a thing that belongs to other matters only. */
export function namesOther(text: string, category: Category): boolean {
  const { matter } = findHits(normaliseText(text))
  const named = matter.filter(({ sense }) => ['signs', 'topics', 'things'].includes(sense.strength))
  return named.length > 0 && !matter.some(({ sense }) => isSameMatter(sense.category, category))
}

/** Whether words are small talk or trade, whatever else is talked of at the time. */
export function isIdle(text: string): boolean {
  const { intent } = findHits(normaliseText(text))
  return intent.some(({ sense }) => idle.has(sense.cue))
}

/** Whether words hold anything that is said in small talk. */
export function isSmallTalk(text: string): boolean {
  const { intent } = findHits(normaliseText(text))
  return intent.some(({ sense }) => smallTalk.has(sense.cue))
}

const courtesy =
  /^(?:好的?|嗯+|哦+|OK|收到|知道了|明白|谢谢[^,，。!！]{0,6}|多谢|辛苦[^,，。!！]{0,4}|感谢[^,，。!！]{0,6}|麻烦了|不客气|哈+|\[[^\]]*\]|[\p{Emoji_Presentation}👌🙏👍🌹]|[,，。.!！~\s])+$/u

/** Whether words are mere politeness. */
export function isCourtesy(text: string): boolean {
  return courtesy.test(normaliseText(text))
}
