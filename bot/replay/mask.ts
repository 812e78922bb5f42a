import { guessRole } from '../../domain/conversation/sender-name.ts'
import type { ThreadMessage } from '../../domain/replay-thread.ts'
import type { TriageContext } from '../../domain/triage.ts'
import { maskKnownNames, maskLikelyNames } from '../../prompts/mask-names.ts'

/** How a report names people, and how it gives their words. */
export interface Mask {
  nameOf(message: Pick<ThreadMessage, 'sender' | 'senderName'>): string
  words(text: string): string
}

/** Names and words as they were said. */
export const noMask: Mask = { nameOf: ({ senderName }) => senderName, words: (text) => text }

const roleName: Record<NonNullable<TriageContext['role']>, string> = {
  resident: '住户',
  unit_leader: '楼栋长',
  property: '物业',
  committee: '业委会',
  district_staff: '社区',
}

const phones =
  /(?<!\d)(?:\+?86[\s-]?)?1[3-9]\d(?:[\s-]?\d{4}){2}(?!\d)|(?<!\d)(?:0\d{2,3}[\s-]?)?\d{7,8}(?!\d)/gu
const mentioned = /@[^\s@,，。:：!！?？]{1,20}/gu

/** Numbers people by their role in the order they first speak, and takes names and phone numbers out of words. */
export function createMask(messages: readonly ThreadMessage[]): Mask {
  const names = new Map<string, string>()
  const counts = new Map<string, number>()
  for (const { sender, senderName, role } of messages) {
    if (names.has(sender)) continue
    const title = roleName[role === 'resident' ? guessRole(senderName) : role]
    counts.set(title, (counts.get(title) ?? 0) + 1)
    names.set(sender, `${title}${counts.get(title)}`)
  }
  const known = [...new Set(messages.map(({ senderName }) => senderName))]
  return {
    nameOf: ({ sender }) => names.get(sender) ?? '住户',
    words: (text) =>
      maskLikelyNames(maskKnownNames(text.replace(mentioned, mentionOf), known)).replace(phones, '[电话]'),
  }
}

function mentionOf(mention: string): string {
  return mention === '@小邻' ? mention : '@[人名]'
}
