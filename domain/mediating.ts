import { addHours, sayDate } from './clocks.ts'
import type { Phones } from './phones.ts'
import { numberOf } from './phones.ts'
import { authorities } from './policy/authorities.ts'
import type { Team } from './policy/categories.ts'
import type { PolicySettings } from './policy/index.ts'
import { policyFor } from './policy/index.ts'
import type { PolicyValues } from './policy/policy-values.ts'

/** Where a dispute can be taken, step by step. */
export type DisputeStep = PolicyValues['disputeLadder'][number]

/** The community at hand, as far as mediation is concerned. */
export interface Mediated extends PolicySettings {
  name: string
  districtName: string
  streetName: string
  phones: Phones
}

/** The side that does a step, where it is one of the community's own. */
const sideOf: Partial<Record<DisputeStep, Team>> = {
  committee: 'committee',
  district: 'district',
  street: 'street',
}
const official: readonly DisputeStep[] = ['administrative', 'county_committee', 'city_committee']

/** The steps of a community, without the side that is complained about. */
export function mediationSteps(community: Mediated, accused: Team | null): DisputeStep[] {
  return policyFor(community, 'disputeLadder').filter((step) => !accused || sideOf[step] !== accused)
}

/** How many days a step has; null where it is taken to a court or the like, which has its own time. */
export function daysOf(step: DisputeStep, community: PolicySettings): number | null {
  if (sideOf[step]) return policyFor(community, 'communityMediationDays')
  return official.includes(step) ? policyFor(community, 'administrativeMediationDays') : null
}

/** Who does a step and how to reach them; the hotlines of justice are the same everywhere. */
export function whoMediates(step: DisputeStep, community: Mediated): { name: string; phone: string | null } {
  const { phones, districtName, streetName } = community
  const street = numberOf(phones, 'street')
  switch (step) {
    case 'committee':
      return { name: '业委会（物管会）', phone: numberOf(phones, 'district') }
    case 'district':
      return { name: `${districtName}调解委员会`, phone: numberOf(phones, 'district') }
    case 'street':
      return { name: `${streetName}调解委员会`, phone: street }
    case 'administrative':
      return {
        name: `行政调解（${authorities.housing.name}、${streetName}）`,
        phone: numberOf(phones, 'housing') ?? street,
      }
    case 'county_committee':
      return { name: '区县物业纠纷调解委员会', phone: '12348' }
    case 'city_committee':
      return { name: '市物业纠纷调解委员会', phone: '12348' }
    case 'arbitration':
      return { name: '仲裁委员会', phone: '12348' }
    case 'judicial':
      return { name: '司法途径（人民调解、法律援助，或向人民法院起诉）', phone: '12348，法院12368' }
    default:
      return { name: '人民法院', phone: '12368' }
  }
}

/** When a step that began at a time is over, and when its mediator is reminded next after `now`; null where it has no days. */
export function stepTimes(
  step: DisputeStep,
  startedAt: Date,
  community: PolicySettings,
  now: Date,
): { dueAt: Date; checkAt: Date } | null {
  const days = daysOf(step, community)
  if (days === null) return null
  const dueAt = addHours(startedAt, days * 24)
  const reminders = [...policyFor(community, 'mediationReminderDays')]
    .sort((a, b) => a - b)
    .map((day) => addHours(startedAt, day * 24))
  return { dueAt, checkAt: reminders.find((at) => at > now && at < dueAt) ?? dueAt }
}

/** Whether words say that both sides agree. */
export function saysBoth(words: string): boolean {
  return /双方|两方|两家|两边|(?:都|均|各方)(?:同意|认可|签|接受|愿意)/u.test(words)
}

/** What an applicant is told of a step: who does it, how to reach them, until when; the last has no date. */
export function stepText(step: DisputeStep, community: Mediated, dueAt: Date | null): string {
  const { name, phone } = whoMediates(step, community)
  const reach = phone ? `，电话${phone}` : ''
  return dueAt ? `由${name}来调解${reach}，${sayDate(dueAt)}前给结果` : `可以走${name}${reach}`
}
