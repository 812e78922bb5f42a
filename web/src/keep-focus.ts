import { nextTick } from 'vue'

/**
 * Called before controls in a box come or go: if one of them had the focus and is gone afterwards, the one that came in
 * its place gets it, or whatever `elsewhere` chooses where none is left.
 */
export async function keepFocus(
  box: HTMLElement | null | undefined,
  elsewhere: () => HTMLElement | null | undefined,
): Promise<void> {
  const controls = () => [...(box?.querySelectorAll<HTMLElement>('button, a[href]') ?? [])]
  const at = controls().indexOf(document.activeElement as HTMLElement)
  if (at < 0) return
  await nextTick()
  if (document.activeElement !== document.body) return
  const left = box?.isConnected ? controls() : []
  const next = left[Math.min(at, left.length - 1)] ?? elsewhere()
  next?.focus()
}
