import { ref } from 'vue'
import { recall, remember } from './memory.ts'

/** Whether everything is shown in large type. */
export const isLarge = ref(recall('large', false))

/** Puts the remembered size on the page. */
export function applyTypeSize(): void {
  document.documentElement.classList.toggle('large', isLarge.value)
}

/** Switches between ordinary and large type and remembers it. */
export function switchTypeSize(): void {
  isLarge.value = !isLarge.value
  remember('large', isLarge.value)
  applyTypeSize()
}
