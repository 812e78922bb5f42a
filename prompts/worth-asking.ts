import { plainWords } from '../domain/message.ts'
import type { Triage } from '../domain/triage.ts'

/** From this confidence on the rules decide alone, whether they see a grievance or none. */
const sure = 0.8
/** Who speaks to the bot wants something: before nothing is understood there, the rules must be surer. */
const sureOfNothing = 0.9
/** 没好, 在吗, 1: in so few words a model finds no more than the rules. */
const fewCharacters = 4

const mention = /^@\S+\s*/u
/** Words for a machine instead of a neighbour; rules cannot be talked into anything. */
const instructions =
  /(?:忽略|无视|忘记|忘掉).{0,4}(?:以上|上面|上述|之前|前面|所有|规则|指令)|提示词|系统提示|(?:system|assistant|user|prompt|intent|urgency|category)["'\s]*[:：=]|<\/?(?:system|user|assistant)>|"[a-z_]+"\s*:/iu

/** Whether a call to the model is worth its price for words the rules have read, and why. */
export function worthAsking(
  text: string,
  rules: Triage,
  isAddressed: boolean,
): { isWorth: boolean; why: string } {
  const words = plainWords(text).replace(mention, '')
  const why = enough(words, rules) ?? (isSure(rules, isAddressed) ? 'sure' : null)
  return { isWorth: why === null, why: why ?? 'unsure' }
}

/** Why the rules' reading is as good as it gets, however sure they are; null where a model might know better. */
function enough(words: string, { hazard, intent }: Triage): string | null {
  if (words === '') return 'no_words'
  // Nothing may lower it, and nobody in danger waits for a model.
  if (hazard !== null) return 'danger'
  if (intent === 'command') return 'command'
  if (words.length <= fewCharacters) return 'few_words'
  return instructions.test(words) ? 'instructions' : null
}

function isSure({ confidence, isComplaint }: Triage, isAddressed: boolean): boolean {
  return confidence >= (isComplaint || !isAddressed ? sure : sureOfNothing)
}
