/** One finding: `note` is worth knowing, `attention` has to be put right, and `remedy` says how. */
export interface Check {
  name: string
  state: 'ok' | 'note' | 'attention'
  detail: string
  remedy?: string
}

/** A finding that has to be put right. */
export function attention(name: string, detail: string, remedy: string): Check {
  return { name, state: 'attention', detail, remedy }
}
