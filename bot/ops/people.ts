import { z } from 'zod'
import type { Scope } from '../../domain/access.ts'
import { roleName } from '../../domain/access.ts'
import type { Community } from '../../models/community.ts'
import { communitiesIn, listCommunities } from '../../models/community.ts'
import { findByIdentity, findPeople, listPeople } from '../../models/person.ts'
import { endRole, listRoles } from '../../models/role.ts'
import { limitOf } from './arguments.ts'
import { defineCommand } from './command.ts'
import { GivenRole, Level, levelFits, levelRule, PlaceNumber } from './import-file.ts'
import { grantTo } from './import-plan.ts'
import { OpsError, wrongUsage } from './ops-error.ts'
import { endOfDate, sayRole, stamp } from './say.ts'
import { table } from './table.ts'

/** The fields by which a command names a person. */
export const identity = {
  platform: z.string().describe('平台名，和 groups list 里的一样'),
  id: z.string().describe('此人在平台上的号（userid）'),
}
const holding = {
  role: GivenRole.describe(
    `角色：${GivenRole.options.map((role) => `${role} ${roleName[role]}`).join('、')}`,
  ),
  place: z.string().describe('小区、社区或街道的 ID'),
}

const list = defineCommand({
  name: 'people list',
  help: '列出人员和现在的角色',
  example: 'people list --place jinxiu',
  input: z.object({
    place: z.string().optional().describe('只列在这个小区、社区或街道有角色的人'),
    limit: limitOf(200),
  }),
  async run({ place, limit }, { now }) {
    const chosen = place === undefined ? await listPeople(limit) : null
    const held = await listRoles(
      place === undefined
        ? { personIds: chosen?.map(({ _id }) => _id) ?? [] }
        : { placeId: await knownPlace(place) },
    )
    const current = held.filter(({ until }) => !until || until > now)
    const found = chosen ?? (await findPeople(current.map(({ personId }) => personId))).slice(0, limit)
    const people = found.map(({ _id, name, identities, homeCommunityId, firstSeenAt }) => ({
      id: _id,
      name,
      identities,
      homeCommunityId,
      firstSeenAt,
      roles: current.filter(({ personId }) => personId === _id).map(({ personId: _, ...role }) => role),
    }))
    const rows = people.map((person) => [
      person.name,
      person.identities.map(({ platform, externalId }) => `${platform}:${externalId}`).join(' '),
      person.roles.map(sayRole).join('；') || '居民',
      person.homeCommunityId ?? '-',
      stamp(person.firstSeenAt),
    ])
    const text = rows.length > 0 ? table(['姓名', '平台号', '角色', '小区', '首次见到'], rows) : '没有人员。'
    return { data: { people }, text }
  },
})

async function knownPlace(placeId: string): Promise<string> {
  await communitiesOf(placeId)
  return placeId
}

/** The communities a place stands for; an unknown place is refused with those that exist. */
async function communitiesOf(placeId: string): Promise<Community[]> {
  const found = await communitiesIn([placeId])
  if (found.length > 0) return found
  const known = (await listCommunities()).flatMap((one) => [
    `${one._id}（${one.name}）`,
    `${one.districtId}（${one.districtName}）`,
    `${one.streetId}（${one.streetName}）`,
  ])
  const hint =
    known.length > 0 ? `已有：${[...new Set(known)].join('、')}。` : '请先用 communities import 导入小区。'
  throw new OpsError('unknown_place', `没有地方 ${placeId}。${hint}`)
}

const Grant = z.object({
  ...identity,
  name: z.string().trim().min(1).max(100).optional().describe('姓名；不写则保留已知的'),
  ...holding,
  level: Level.optional().describe(
    'street、district、community、building、unit；不写则由 --place 和楼号推出',
  ),
  building: PlaceNumber.optional().describe('楼号，例如 3'),
  unit: PlaceNumber.optional().describe('单元，例如 2'),
  until: z
    .string()
    .optional()
    .transform((text, context) => {
      if (text === undefined) return null
      const end = /^\d{4}-\d{2}-\d{2}$/u.test(text) ? endOfDate(text) : null
      if (!end) context.addIssue('应为日期 YYYY-MM-DD，例如 2027-06-30')
      return end
    })
    .describe('到哪天为止（含当天，北京时间），不写则一直有效'),
})
type Grant = z.infer<typeof Grant>

const grant = defineCommand({
  name: 'people grant',
  help: '给人员一个角色',
  example: 'people grant --platform wecom --id wanggong --name 王工 --role property --place jinxiu',
  input: Grant,
  async run(input, { now }) {
    const { platform, id, role, until } = input
    if (until && until <= now) throw wrongUsage('bad_arguments', '--until：这个日期已经过去了。')
    const scope = scopeOf(input, await communitiesOf(input.place))
    const given = { name: input.name, role, scope, until }
    const name = await grantTo({ platform, externalId: id }, given, now)
    const text = `已授予 ${name}（${platform}:${id}）：${sayRole({ role, scope, until })}。`
    return { data: { platform, externalId: id, name, role, scope, until }, text }
  },
})

function scopeOf({ place, level, building, unit }: Grant, found: readonly Community[]): Scope {
  const placeLevel = levelOf(place, found)
  const wanted = level ?? finerLevel(building, unit) ?? placeLevel
  const isInCommunity = wanted === 'building' || wanted === 'unit'
  if (placeLevel !== (isInCommunity ? 'community' : wanted)) {
    throw wrongUsage('bad_arguments', `--level：${place} 是 ${placeLevel} 级，不能作为 ${wanted} 级授予。`)
  }
  if (!levelFits({ level: wanted, building, unit })) {
    throw wrongUsage('bad_arguments', `--level ${wanted}：${levelRule}。`)
  }
  return { level: wanted, placeId: place, building: building ?? null, unit: unit ?? null }
}

function levelOf(place: string, found: readonly Community[]): 'community' | 'district' | 'street' {
  if (found.some(({ _id }) => _id === place)) return 'community'
  return found.some(({ districtId }) => districtId === place) ? 'district' : 'street'
}

function finerLevel(building: string | undefined, unit: string | undefined): 'building' | 'unit' | undefined {
  if (unit) return 'unit'
  return building ? 'building' : undefined
}

const end = defineCommand({
  name: 'people end',
  help: '结束人员的一个角色',
  example: 'people end --platform wecom --id wanggong --role property --place jinxiu',
  input: z.object({ ...identity, ...holding }),
  async run({ platform, id, role, place }, { now }) {
    const person = await findByIdentity({ platform, externalId: id })
    if (!person) throw new OpsError('unknown_person', `不认识 ${platform}:${id}，见 people list。`)
    const ended = await endRole(person._id, role, place, now)
    if (ended === 0) {
      const held = await listRoles({ personIds: [person._id] })
      const inForce = held.filter(({ until }) => !until || until > now).map(sayRole)
      throw new OpsError(
        'no_such_role',
        `${person.name}在 ${place} 没有${roleName[role]}角色。现有：${inForce.join('；') || '无'}。`,
      )
    }
    const text = `已结束 ${person.name}（${platform}:${id}）在 ${place} 的${roleName[role]}角色，记录保留。`
    return { data: { platform, externalId: id, role, place, ended }, text }
  },
})

/** People: who they are, what they may, and until when. */
export const people = [list, grant, end]
