import type { Location } from '../domain/triage.ts'
import type { MatterAnswer } from './matter-answer.ts'

const buildingName = /^(?:[东西南北]区)?(?:[A-Z]?\d{1,3}|[A-Z])$/u
const unitName = /^(?:\d{1,2}|[A-Z东西中])$/u
/** A number before one of these counts something. */
const counted = '\\s?(?:[元块毛平米度个年月天日周点斤瓦秒次户人家楼层%:.-]|号(?!楼|院)|分钟|小时|多)'

/** The rules' place; a building or a unit that they left open is taken from the model if it stands in the words. */
export function believedPlace(answer: MatterAnswer, rules: Location, normal: string): Location {
  const { room, place } = rules
  const building = rules.building ?? said(answer.building, buildingName, normal)
  const unit = rules.unit ?? (building === null ? null : said(answer.unit, unitName, normal))
  return { building, unit, room, place }
}

function said(value: string | null, shape: RegExp, normal: string): string | null {
  if (value === null || !shape.test(value)) return null
  const words = new RegExp(`(?<![\\dA-Z.:-])${value}(?![\\dA-Z]|${counted})`, 'u')
  return words.test(normal) ? value : null
}
