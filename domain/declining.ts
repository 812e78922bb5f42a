import type { Phones } from './phones.ts'
import type { Responsible } from './responsible.ts'
import { phoneIn, readResponsible } from './responsible.ts'

/** Why a matter is not for 物业 and whose it is, as far as it was said. */
export interface Declining {
  reason: string | null
  responsible: string | null
  phone: string | null
}

const responsible =
  /[，,。；;\s]*(?:应?该?由|归|属于?)(?<who>[^，,。；;]{2,30}?)(?:负责|来?管|处理)(?:[，,：:\s]*(?:电话|号码)?[：:\s]*(?<phone>[\d-]{5,14}))?/u

/**
 * Adds what was said just now to what is known: the reason first, with 由××负责，电话… where it says so; then who, by the
 * number in the list that was offered or by name; then the telephone.
 */
export function readDeclining(
  before: Declining,
  words: string,
  { likely, phones }: { likely: readonly Responsible[]; phones: Phones },
): Declining {
  if (!words) return before
  if (!before.reason) return readReason(words, phones)
  if (!before.responsible) {
    const chosen = /^\d$/u.test(words) ? likely[Number(words) - 1] : readResponsible(words, phones)
    return { ...before, responsible: chosen?.name ?? null, phone: chosen?.phone ?? null }
  }
  return { ...before, phone: before.phone ?? phoneIn(words) }
}

function readReason(words: string, phones: Phones): Declining {
  const match = responsible.exec(words)
  const { who = '', phone } = match?.groups ?? {}
  const named = who ? readResponsible(`${who} ${phone ?? ''}`, phones) : null
  const reason = match ? words.replace(match[0], '').trim() : words.trim()
  return { reason: reason || words.trim(), responsible: named?.name ?? null, phone: named?.phone ?? null }
}
