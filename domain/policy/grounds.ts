import type { Category } from '../triage.ts'
import { categories } from '../triage.ts'
import { categoryTable } from './categories.ts'
import type { PolicySettings } from './index.ts'
import { namedPacks, policyValue } from './index.ts'
import type { Override } from './overrides.ts'
import type { Pack } from './pack.ts'
import { routes, routingRows } from './routing.ts'
import { ruleOf } from './rules/index.ts'
import type { Reader, Standing } from './standing.ts'
import { mayCite, standingOf } from './standing.ts'

/** A place in a paper that something rests on. */
export interface Citation {
  pack: Pack
  standing: Standing
  section: string
  phrase: string
}

/** What a rule says about matters, in a few words of its document by which the place is found. */
interface Ground {
  rule: string
  phrase: string
  categories: readonly Category[]
}

const utilities = categories.filter((code) => categoryTable[code].isUtility)
const dissuaded = categories.filter((code) => categoryTable[code].needsDissuasion)

/** Places besides the routing rows, the most telling of a paper first. */
export const grounds: readonly Ground[] = [
  { rule: 'S0-30', phrase: '使用满15年、故障多发', categories: ['repair.elevator'] },
  { rule: 'S0-31', phrase: '畅通消防通道', categories: ['fire_safety'] },
  { rule: 'S0-32', phrase: '重大隐患立即处置', categories: ['ev_charging', 'fire_safety'] },
  { rule: 'S0-29', phrase: '理顺停车秩序', categories: ['parking'] },
  { rule: 'S0-55', phrase: '严禁捆绑收费、重复收费', categories: ['fee'] },
  { rule: 'S0-56', phrase: '停水、停电、停梯等方式暴力催费', categories: ['fee', 'service_attitude'] },
  { rule: 'S0-57', phrase: '装修押金只收不退', categories: ['decoration', 'fee'] },
  { rule: 'S0-19', phrase: '公示物业费用、公共收益收支', categories: ['public_revenue', 'fee'] },
  { rule: 'S0-27', phrase: '专户专储、规范使用、公开透明', categories: ['public_revenue'] },
  { rule: 'S0-22', phrase: '提醒整改率达到100%', categories: ['service_attitude', 'cleaning'] },
  { rule: 'S0-51', phrase: '每年向业委会（物管会）进行述职评议', categories: ['service_attitude'] },
  { rule: 'S0-47', phrase: '未能按照规定履职', categories: ['committee'] },
  { rule: 'S0-62', phrase: '巡查、劝阻、报告', categories: dissuaded },
  {
    rule: 'S0-61',
    phrase: '安全隐患问题',
    categories: [
      'security',
      'repair.elevator',
      'ev_charging',
      'fire_safety',
      'facility',
      'repair.structure',
      'decoration',
      'illegal_building',
      'high_throwing',
      'heating',
      'gas',
      'water_supply',
      'power_supply',
    ],
  },
  { rule: 'S2-12', phrase: '服务到最终用户', categories: utilities },
  { rule: 'S2-11', phrase: '违反规定饲养动物', categories: ['pets'] },
  { rule: 'S2-11', phrase: '毁绿占绿', categories: ['greening', 'cleaning'] },
  { rule: 'S2-11', phrase: '电动自行车违规停放充电', categories: ['ev_charging', 'fire_safety'] },
  { rule: 'S2-17', phrase: '不得向业主、物业使用人收取任何未予标明的费用', categories: ['fee'] },
  { rule: 'S2-21', phrase: '按季度公示收支明细', categories: ['public_revenue'] },
  { rule: 'S3-43', phrase: '经劝阻、制止无效的', categories: dissuaded },
  { rule: 'S3-12', phrase: '至少每半年公示一次', categories: ['fee', 'public_revenue'] },
  { rule: 'S3-51', phrase: '不得无故阻挠', categories: ['ev_charging'] },
  { rule: 'S3-31', phrase: '责令限期改正', categories: ['committee'] },
  { rule: 'S4-09', phrase: '业主委员会收支情况', categories: ['committee'] },
  { rule: 'S4-12', phrase: '装修垃圾', categories: ['decoration'] },
  { rule: 'S1-08', phrase: '私搭乱建、乱停车、乱堆放杂物', categories: dissuaded },
]

/** Of the rules that fix a time for answering, the words by which the place is found. */
const answerPhrases: Record<string, string> = { 'S0-53': '24小时内响应并办结' }

/**
 * What responsibility for a matter rests on: the places in the community's own papers, in their order, that this
 * reader may be told at this time. Residents never get a draft or a paper that is over.
 */
export function groundsFor(
  category: Category,
  packIds: readonly string[],
  { reader, at }: { reader: Reader; at: Date },
): Citation[] {
  return namedPacks(packIds)
    .filter((pack) => mayCite(pack, reader, at))
    .flatMap((pack) =>
      placesIn(pack, category).map((place) => ({ ...place, pack, standing: standingOf(pack, at) })),
    )
}

function placesIn(pack: Pack, category: Category): { section: string; phrase: string }[] {
  const ids = [...routes[category].everybody, ...(routes[category].staff ?? [])]
  const rows = ids.flatMap((id) => routingRows.filter((row) => row.id === id && row.pack === pack.id))
  const rules = grounds
    .filter((ground) => ground.categories.includes(category) && ruleOf(ground.rule).pack === pack.id)
    .map(({ rule, phrase }) => ({ section: ruleOf(rule).section, phrase }))
  return [...rows.map(({ section, phrase }) => ({ section, phrase })), ...rules]
}

/**
 * The time for an answer and what it rests on: a place in a paper that this reader may be told, a decision of the
 * community, or neither, and then it is what the product promises.
 */
export function answerGround(
  category: Category | null,
  settings: PolicySettings,
  { reader, at }: { reader: Reader; at: Date },
): { hours: number; citation: Citation | null; decision: Override<number> | null } {
  const key = category && categoryTable[category].isUtility ? 'utilityHours' : 'answerHours'
  const { value, pack, source, override } = policyValue(settings, key)
  if (!pack || !mayCite(pack, reader, at)) return { hours: value, citation: null, decision: override }
  const phrase = answerPhrases[source.rule] ?? ''
  const citation = { pack, standing: standingOf(pack, at), section: source.section, phrase }
  return { hours: value, citation, decision: null }
}
