/** A rate as people read it: 97.4%; a dash where there is none. */
export function percent(rate: number | null): string {
  return rate === null ? '-' : `${(rate * 100).toFixed(1)}%`
}
