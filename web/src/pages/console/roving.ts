const steps: Record<string, (at: number, last: number) => number> = {
  ArrowUp: (at) => at - 1,
  ArrowDown: (at) => at + 1,
  Home: () => 0,
  End: (_at, last) => last,
}

/** Moves the focus among alike controls of a box with the arrow keys, so that only one of them needs to be a tab stop. */
export function rove(event: KeyboardEvent, box: HTMLElement | null, selector: string): void {
  const step = steps[event.key]
  const target = event.target as HTMLElement
  if (!step || !box || !target.matches(selector)) return
  const all = [...box.querySelectorAll<HTMLElement>(selector)]
  const next = all[step(all.indexOf(target), all.length - 1)]
  if (!next) return
  event.preventDefault()
  next.focus()
}
