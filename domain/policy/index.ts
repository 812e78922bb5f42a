import { baotou2026 } from './baotou-2026.ts'
import { linshengDefaults } from './linsheng-defaults.ts'
import type { Pack, PolicyValues, Source } from './pack.ts'

/** All packs; a community names the ones that hold for it, in order. */
export const packs: readonly Pack[] = [baotou2026, linshengDefaults]

function ordered(ids: readonly string[]): Pack[] {
  const named = ids.flatMap((id) => packs.filter((pack) => pack.id === id))
  return [...named.filter((pack) => pack !== linshengDefaults), linshengDefaults]
}

/** The value that holds for a community with these packs, and where it comes from: the first pack that has it wins. */
export function policyValue<K extends keyof PolicyValues>(
  ids: readonly string[],
  key: K,
): { value: PolicyValues[K]; source: Source; pack: Pack } {
  for (const pack of ordered(ids)) {
    const found = pack.values[key]
    if (found) return { value: found.value, source: { rule: found.rule, section: found.section }, pack }
  }
  throw new Error(`no pack has a value for ${key}`)
}

/** Only the value of `policyValue`. */
export function policyFor<K extends keyof PolicyValues>(ids: readonly string[], key: K): PolicyValues[K] {
  return policyValue(ids, key).value
}
