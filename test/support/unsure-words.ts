import { triageByRules } from '../../domain/understanding/triage-by-rules.ts'
import { worthAsking } from '../../prompts/worth-asking.ts'

const vague = [
  '楼道那个东西又歪了',
  '那个东西又那样了',
  '门口那个一按没反应',
  '刷了好几回没反应',
  '那边翘起来一块',
  '边上裂了道缝呢',
  '那上头少了个盖',
  '晃晃悠悠怪吓人的',
  '水有点不太对劲',
  '有个东西挡着道了',
]

/** Complaints so vague that the rules would rather ask a model, however they are tuned; with a building before them if told. */
export function unsureWords(buildings: readonly number[] = []): string[] {
  const said = buildings.length > 0 ? buildings.flatMap((n) => vague.map((text) => `${n}号楼${text}`)) : vague
  return said.filter((text) => {
    const rules = triageByRules(text, {})
    return rules.intent === 'complaint' && worthAsking(text, rules, true).isWorth
  })
}
