import { baotou2026 } from './baotou-2026.ts'
import { kundulun2020 } from './kundulun-2020.ts'
import { kundulun2025 } from './kundulun-2025.ts'
import { linshengDefaults } from './linsheng-defaults.ts'
import { neimenggu2018 } from './neimenggu-2018.ts'
import type { Override, Overrides } from './overrides.ts'
import type { Pack, Source, Sourced } from './pack.ts'
import type { PolicyKey, PolicyValues } from './policy-values.ts'
import { zhoukouDraft } from './zhoukou-draft.ts'

/** All packs; a community names the ones that hold for it, in order. */
export const packs: readonly Pack[] = [
  baotou2026,
  kundulun2025,
  kundulun2020,
  zhoukouDraft,
  neimenggu2018,
  linshengDefaults,
]

/** What decides the policy of a community: its own decisions first, then its packs in their order. */
export interface PolicySettings {
  packs: readonly string[]
  overrides?: Overrides | null
}

/** A value that holds, and where it comes from: a pack with its rule, or a decision of the community itself. */
export type Held<V> =
  | { value: V; pack: Pack; source: Source; override: null }
  | { value: V; pack: null; source: null; override: Override<V> }

/** The packs somebody named, in their order, without the product's own. */
export function namedPacks(ids: readonly string[]): Pack[] {
  return ids.flatMap((id) => packs.filter((pack) => pack.id === id && pack !== linshengDefaults))
}

/**
 * The value that holds for a community, and where it comes from: its own decision, else the first of its packs that
 * has it, else the product default. Without a community, the product default.
 */
export function policyValue<K extends keyof PolicyValues>(
  settings: PolicySettings | null,
  key: K,
): Held<PolicyValues[K]> {
  const override: Override<PolicyValues[K]> | undefined = settings?.overrides?.[key]
  if (override) return { value: override.value, pack: null, source: null, override }
  for (const pack of namedPacks(settings?.packs ?? [])) {
    const found: Sourced<PolicyValues[K]> | undefined = pack.values[key]
    if (found) return fromPack(pack, found)
  }
  const byDefault: Sourced<PolicyValues[K]> = linshengDefaults.values[key]
  return fromPack(linshengDefaults, byDefault)
}

function fromPack<V>(pack: Pack, { value, rule, section }: Sourced<V>): Held<V> {
  return { value, pack, source: { rule, section }, override: null }
}

/** Only the value of `policyValue`. */
export function policyFor<K extends keyof PolicyValues>(
  settings: PolicySettings | null,
  key: K,
): PolicyValues[K] {
  return policyValue(settings, key).value
}

/** Several of the values at once, under their names. */
export function policyRules<K extends PolicyKey>(
  settings: PolicySettings | null,
  keys: readonly K[],
): Pick<PolicyValues, K> {
  return Object.fromEntries(keys.map((key) => [key, policyFor(settings, key)])) as Pick<PolicyValues, K>
}
