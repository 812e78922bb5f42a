import type { ShallowRef } from 'vue'
import { onMounted, onScopeDispose } from 'vue'

const nearPixels = 120

type Box = Readonly<ShallowRef<HTMLElement | null>>

/** Keeps a box that scrolls at its end, whatever grows in it or around it, until somebody scrolls up. */
export function keepAtEnd(box: Box, content: Box, onReached: () => void) {
  let isAtEnd = true
  let lastTop = 0
  let lastSize = ''

  function toEnd(): void {
    if (box.value) box.value.scrollTop = box.value.scrollHeight
    isAtEnd = true
    onReached()
  }

  function isNear(): boolean {
    const { scrollHeight = 0, scrollTop = 0, clientHeight = 0 } = box.value ?? {}
    return scrollHeight - scrollTop - clientHeight < nearPixels
  }

  /** Only somebody who scrolls makes the position smaller while the sizes stay; another type size does both. */
  function noteScroll(): void {
    const { scrollTop: top = 0, scrollHeight = 0, clientHeight = 0 } = box.value ?? {}
    const size = `${scrollHeight} ${clientHeight}`
    if (isNear()) {
      isAtEnd = true
      onReached()
    } else if (top < lastTop && size === lastSize) {
      isAtEnd = false
    }
    lastTop = top
    lastSize = size
  }

  const watcher = new ResizeObserver(() => {
    if (isAtEnd) toEnd()
  })
  onMounted(() => {
    for (const part of [box.value, content.value]) if (part) watcher.observe(part)
    toEnd()
  })
  onScopeDispose(() => watcher.disconnect())

  return {
    toEnd,
    noteScroll,
    isAtEnd: () => isAtEnd,
    /** Stays where it is from now on. */
    leave(): void {
      isAtEnd = false
    },
  }
}
