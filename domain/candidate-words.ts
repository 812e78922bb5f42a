import type { Button, Content } from './message.ts'
import { button } from './message.ts'
import { categoryTable } from './policy/categories.ts'
import type { Category, Triage } from './triage.ts'
import { isUnsure } from './triage.ts'
import { withoutPersons } from './wording.ts'

/** What the card of a candidate needs. */
export interface CandidateWords {
  _id: string
  text: string
  guesses: readonly Category[]
  isAddressed: boolean
}

const longestQuote = 80
/** So much of an id tells waiting candidates apart, and can be typed. */
const refLength = 5

/** Said to the bot, words less surely nothing than this are looked at by somebody. */
const sureOfNothing = 0.7
const shortest = 4

/** Whether somebody of 社区 should say if words are an appeal: unsure ones overheard, and doubtful ones said to the bot. */
export function isDoubtful(triage: Triage, text: string, isAddressed: boolean): boolean {
  if (text.length < shortest) return false
  if (triage.isComplaint) return triage.intent === 'complaint' && isUnsure(triage) && !isAddressed
  return isAddressed && ['chatter', 'other'].includes(triage.intent) && triage.confidence < sureOfNothing
}

/** The short name of a candidate in typed commands. */
export function candidateRef(id: string): string {
  return id.slice(-refLength).toUpperCase()
}

/** The card by which somebody of 社区 decides with one tap whether words are an appeal, and what about. */
export function candidateCard(candidate: CandidateWords, more: number): Content {
  const { _id, text, guesses, isAddressed } = candidate
  const ref = candidateRef(_id)
  const said = withoutPersons(text).slice(0, longestQuote)
  const waits = isAddressed ? '说的人在等答复。' : ''
  const rest = more > 0 ? `后面还有${more}条。` : ''
  const codes: Category[] = [...guesses.filter((code) => code !== 'other'), 'other']
  return {
    text: `待确认 ${ref}：“${said}”\n是不是诉求，是什么事？${waits}${rest}`,
    buttons: [...codes.map((code) => rightButton(_id, ref, code)), wrongButton(_id, ref)],
  }
}

function rightButton(id: string, ref: string, code: Category): Button {
  const name = code === 'other' ? '其他事' : categoryTable[code].name
  return button(name, `是诉求 ${ref} ${categoryTable[code].name}`, 'judge-candidate', {
    candidate: id,
    category: code,
  })
}

function wrongButton(id: string, ref: string): Button {
  return button('不是诉求', `不是诉求 ${ref}`, 'judge-candidate', { candidate: id })
}
