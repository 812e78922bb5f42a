import { shallowReactive } from 'vue'
import type { Message } from './types.ts'

/** How far each person has read in each chat; what stood there when the page was opened counts as read. */
export function createReadMarks(messagesOf: (chatId: string) => Message[]) {
  const readUpTo = shallowReactive(new Map<string, number>())
  let openedAt = Number.POSITIVE_INFINITY

  return {
    /** From here on, what is said is new. */
    open(lastSeq: number): void {
      openedAt = lastSeq
    },
    /** How many messages of others came since the person last looked. */
    unread(personId: string, chatId: string): number {
      const from = Math.max(readUpTo.get(`${personId} ${chatId}`) ?? 0, openedAt)
      const fresh = messagesOf(chatId).filter(({ seq, senderId }) => seq > from && senderId !== personId)
      return fresh.length
    },
    markRead(personId: string, chatId: string): void {
      readUpTo.set(`${personId} ${chatId}`, messagesOf(chatId).at(-1)?.seq ?? 0)
    },
  }
}
