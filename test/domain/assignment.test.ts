import { describe, expect, it } from 'vitest'
import type { Actor, Role } from '../../domain/access.ts'
import { canHandle, isPublicMatter, sightOf } from '../../domain/access.ts'
import type { Assignment, Said } from '../../domain/assignment.ts'
import { assignmentOf } from '../../domain/assignment.ts'
import type { Profile } from '../../domain/policy/profile.ts'
import { profiles } from '../../domain/policy/profile.ts'
import { sensitiveLead } from '../../domain/sensitive-lead.ts'

const repair: Said = { category: 'repair.elevator', urgency: 'normal', hazard: null, text: '电梯坏了' }
const green: Said = { ...repair, category: 'greening', text: '树枝断了' }
const fees: Said = { ...repair, category: 'fee', text: '乱收费' }
const committee: Said = { ...repair, category: 'committee', text: '业委会不开会' }
const building: Said = { ...repair, category: 'illegal_building', text: '物业自己在楼顶搭了彩钢房' }
const gas: Said = {
  ...repair,
  category: 'gas',
  urgency: 'emergency',
  hazard: 'gas',
  text: '物业乱收费还漏煤气',
}
const violence: Said = {
  ...repair,
  category: 'other',
  urgency: 'emergency',
  hazard: 'person_in_danger',
  text: '隔壁在打老婆',
}
const money: Said = { ...committee, text: '业委会把公共收益私分了' }

describe('who has a matter', () => {
  it.each<[string, Said, Record<Profile, [Assignment['team'], Assignment['accused']]>]>([
    [
      'a repair',
      repair,
      {
        professional: ['property', null],
        semi: ['property', null],
        district_run: ['district', null],
        self_run: ['committee', null],
      },
    ],
    [
      'what a 准物业 is not there for',
      green,
      {
        professional: ['property', null],
        semi: ['district', null],
        district_run: ['district', null],
        self_run: ['committee', null],
      },
    ],
    [
      'fees',
      fees,
      {
        professional: ['district', 'property'],
        semi: ['district', 'property'],
        district_run: ['street', 'district'],
        self_run: ['district', 'committee'],
      },
    ],
    [
      '业委会',
      committee,
      {
        professional: ['district', 'committee'],
        semi: ['district', 'committee'],
        district_run: ['district', 'committee'],
        self_run: ['district', 'committee'],
      },
    ],
    [
      'a deed of those who would handle it',
      building,
      {
        professional: ['district', 'property'],
        semi: ['district', 'property'],
        district_run: ['street', 'district'],
        self_run: ['district', 'committee'],
      },
    ],
    [
      'a danger, whoever is blamed',
      gas,
      {
        professional: ['property', null],
        semi: ['property', null],
        district_run: ['district', null],
        self_run: ['committee', null],
      },
    ],
    [
      'violence at home',
      violence,
      {
        professional: ['district', null],
        semi: ['district', null],
        district_run: ['district', null],
        self_run: ['district', null],
      },
    ],
    [
      'the money of 业委会',
      money,
      {
        professional: ['district', 'committee'],
        semi: ['district', 'committee'],
        district_run: ['district', 'committee'],
        self_run: ['district', 'committee'],
      },
    ],
  ])('%s', (_title, said, expected) => {
    for (const profile of profiles) {
      const { team, accused } = assignmentOf(said, profile)
      expect([profile, team, accused]).toEqual([profile, ...expected[profile]])
      expect(team).not.toBe(accused)
    }
  })

  it('keeps for one person what is sensitive, unless it is everybody’s danger', () => {
    expect(assignmentOf(violence, 'professional').lead).toBe('home_violence')
    expect(assignmentOf(money, 'professional').lead).toBe('money')
    expect(assignmentOf({ ...gas, text: '他要开煤气自杀' }, 'professional').lead).toBeNull()
    expect(assignmentOf(fees, 'professional').lead).toBeNull()
  })
})

describe('sensitive leads', () => {
  it.each([
    ['楼上男的天天家暴', 'home_violence'],
    ['502又在打老婆，孩子一直哭', 'home_violence'],
    ['我妈说不想活了', 'self_harm'],
    ['有人站楼顶要跳下去', 'self_harm'],
    ['物业经理收回扣，围标的', 'corruption'],
    ['业委会主任把公共收益中饱私囊', 'money'],
    ['挪用维修资金的就是业委会那几个', 'money'],
  ])('%s: %s', (text, lead) => {
    expect(sensitiveLead(text)).toBe(lead)
  })

  it.each([
    '公共收益一年没公示了',
    '业委会不公开账目',
    '超市跳楼价甩卖',
    '物业费太贵',
    '小孩哭了一晚上',
    '楼下打孩子们的篮球场坏了',
  ])('is none: %s', (text) => {
    expect(sensitiveLead(text)).toBeNull()
  })
})

describe('who may handle and see what', () => {
  const roles: Role[] = [
    'resident',
    'unit_leader',
    'property',
    'property_manager',
    'committee',
    'district_staff',
    'district_secretary',
    'street',
  ]
  const since = new Date(0)
  function actor(role: Role): Actor {
    const scope = { level: 'community' as const, placeId: 'c' }
    return {
      personId: `p-${role}`,
      name: role,
      held: role === 'resident' ? [] : [{ role, scope, from: since }],
    }
  }
  const facts = {
    communityId: 'c',
    urgency: 'normal' as const,
    assigneeId: null,
    pagedIds: [],
    building: null,
    unit: null,
    room: null,
  }
  const of = (said: Said, profile: Profile) => ({
    ...facts,
    ...assignmentOf(said, profile),
    urgency: said.urgency,
  })
  const secretaryHasIt = { assigneeId: 'p-district_secretary' }

  type Facts = Omit<ReturnType<typeof of>, 'assigneeId'> & { assigneeId: string | null }

  it.each<[string, Facts, Role[], Role[]]>([
    [
      'a repair, 专业物业',
      of(repair, 'professional'),
      ['property', 'property_manager'],
      ['committee', 'district_staff', 'district_secretary', 'street'],
    ],
    [
      'a repair, 社区代管',
      of(repair, 'district_run'),
      ['district_staff', 'district_secretary'],
      ['committee', 'street'],
    ],
    [
      'a repair, 自管',
      of(repair, 'self_run'),
      ['committee'],
      ['district_staff', 'district_secretary', 'street'],
    ],
    ['fees', of(fees, 'professional'), ['district_staff', 'district_secretary'], ['street']],
    ['fees, 社区代管', of(fees, 'district_run'), ['street'], []],
    ['业委会', of(committee, 'professional'), ['district_staff', 'district_secretary'], ['street']],
    [
      'gas, 自管',
      of(gas, 'self_run'),
      ['property', 'property_manager', 'committee', 'district_staff', 'district_secretary'],
      ['street'],
    ],
    ['violence at home', { ...of(violence, 'professional'), ...secretaryHasIt }, ['district_secretary'], []],
    ['the money of 业委会', { ...of(money, 'professional'), ...secretaryHasIt }, ['district_secretary'], []],
  ])('%s', (_title, ticket, handle, see) => {
    expect(roles.filter((role) => canHandle(actor(role), ticket))).toEqual(handle)
    const seen = roles.filter((role) => sightOf(actor(role), ticket, false) === 'matter')
    // A leader of the whole community sees its public matters.
    expect(seen.filter((role) => role !== 'unit_leader')).toEqual(
      roles.filter((role) => [...handle, ...see].includes(role)),
    )
  })

  it('is public by what it is, whoever has it', () => {
    expect(isPublicMatter(of(repair, 'district_run'))).toBe(true)
    expect(isPublicMatter(of(repair, 'self_run'))).toBe(true)
    expect(isPublicMatter(of(fees, 'professional'))).toBe(false)
    expect(isPublicMatter({ ...of(repair, 'professional'), room: '501' })).toBe(false)
  })
})
