import { ref } from 'vue'
import { memory } from './memory.ts'

const isBoolean = (found: unknown): found is boolean => typeof found === 'boolean'

/** Whether everything is shown in large type. */
export const isLarge = ref(memory.recall('large', false, isBoolean))

/** Puts the remembered size on the page. */
export function applyTypeSize(): void {
  document.documentElement.classList.toggle('large', isLarge.value)
}

/** Switches between ordinary and large type and remembers it. */
export function switchTypeSize(): void {
  isLarge.value = !isLarge.value
  memory.remember('large', isLarge.value)
  applyTypeSize()
}
