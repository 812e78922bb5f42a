import type { ComputedRef } from 'vue'
import { computed, shallowRef } from 'vue'
import { sayMessage } from './say-message.ts'
import type { Forwarded, Member, Message } from './types.ts'

const mostLetters = 4_000

export type Picking = ReturnType<typeof createPicking>

/** Choosing several messages of a chat in order to forward them as one. */
export function createPicking(messages: ComputedRef<Message[]>, seats: ComputedRef<Map<string, Member>>) {
  const isOn = shallowRef(false)
  const picked = shallowRef<ReadonlySet<string>>(new Set())

  return {
    isOn,
    count: computed(() => picked.value.size),
    has: (id: string) => picked.value.has(id),
    toggle(id: string): void {
      isOn.value = true
      const next = new Set(picked.value)
      if (!next.delete(id)) next.add(id)
      picked.value = next
    },
    stop(): void {
      isOn.value = false
      picked.value = new Set()
    },
    /** What was chosen, in the order it was said. */
    lines(): Forwarded[] {
      return messages.value
        .filter(({ id }) => picked.value.has(id))
        .map((message) => ({
          name: seats.value.get(message.senderId)?.name ?? '邻居',
          text: sayMessage(message).slice(0, mostLetters),
          at: message.at,
        }))
    },
  }
}
