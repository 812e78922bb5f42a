import { onScopeDispose } from 'vue'

/** Calls back when somebody presses Escape or points at anything outside the box, as long as the component is there. */
export function onDismiss(
  box: () => HTMLElement | null | undefined,
  dismiss: (by: 'key' | 'pointer') => void,
): void {
  function press(event: KeyboardEvent): void {
    if (event.key === 'Escape') dismiss('key')
  }
  function point(event: PointerEvent): void {
    if (!box()?.contains(event.target as Node)) dismiss('pointer')
  }
  document.addEventListener('keydown', press)
  document.addEventListener('pointerdown', point)
  onScopeDispose(() => {
    document.removeEventListener('keydown', press)
    document.removeEventListener('pointerdown', point)
  })
}
