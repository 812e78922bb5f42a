import type { PolicyValues } from './policy-values.ts'

/** Where a value comes from. */
export interface Source {
  /** Stable id of the rule, such as "S0-53"; product defaults begin with "L-". */
  rule: string
  section: string
}

/** A value with its source. */
export type Sourced<V> = { value: V } & Source

type PackValues = { [K in keyof PolicyValues]?: Sourced<PolicyValues[K]> }

/** One government document (or the product's own defaults) as data. */
export interface Pack {
  id: string
  title: string
  /** The number of the document; a paper without one is named. */
  document: string
  /** Where it holds; null: anywhere. */
  jurisdiction: string | null
  status: 'in_force' | 'draft' | 'expired' | 'product'
  /** First and last day "YYYY-MM-DD" in China; null where the paper gives none. */
  validFrom: string | null
  validTo: string | null
  values: PackValues
}

/** A pack that has a value for everything, so that a question to it is always answered. */
export interface CompletePack extends Pack {
  values: { [K in keyof PolicyValues]: Sourced<PolicyValues[K]> }
}
