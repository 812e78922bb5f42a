/** A share with four decimals; null where there is nothing to take a share of. */
export function share(part: number, whole: number): number | null {
  return whole === 0 ? null : round(part / whole)
}

/** How well something was found: what was found rightly, wrongly, and not at all. */
export interface Finding {
  precision: number
  recall: number
  f1: number
  tp: number
  fp: number
  fn: number
}

/** Precision, recall and their harmonic mean, with four decimals; zero where nothing was found. */
export function finding(tp: number, fp: number, fn: number): Finding {
  const precision = tp + fp === 0 ? 0 : tp / (tp + fp)
  const recall = tp + fn === 0 ? 0 : tp / (tp + fn)
  const f1 = precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall)
  return { precision: round(precision), recall: round(recall), f1: round(f1), tp, fp, fn }
}

/** How many items fulfil a condition. */
export function count<T>(items: readonly T[], fulfils: (item: T) => boolean): number {
  return items.filter(fulfils).length
}

/** Four decimals, as all rates are written. */
export function round(value: number): number {
  return Number(value.toFixed(4))
}
