import type { HeldRole, Role, Scope } from '../../domain/access.ts'
import { districtRoles } from '../../domain/access.ts'
import { sayDate } from '../../domain/clocks.ts'
import type { Phone, Phones } from '../../domain/phones.ts'
import { phoneKinds } from '../../domain/phones.ts'
import type { Override } from '../../domain/policy/overrides.ts'
import type { Community, CommunitySeed } from '../../models/community.ts'
import { findCommunity, listCommunities, putCommunity, setDuty } from '../../models/community.ts'
import type { Identity } from '../../models/person.ts'
import { findByIdentity, knowPerson, renamePerson } from '../../models/person.ts'
import { grantRole, rolesOf } from '../../models/role.ts'
import type { Seed } from './import-file.ts'
import { wrongUsage } from './ops-error.ts'
import { sayRole } from './say.ts'

/** One thing an import does; the text says it for both the rehearsal and the record. */
export interface Step {
  communityId: string
  action: 'create' | 'update' | 'keep' | 'person' | 'duty'
  text: string
  apply(): Promise<void>
}

type SeedPerson = Seed['people'][number]

/** Works out what an import would do; nothing is written until the steps are applied. */
export async function planImport(seeds: readonly Seed[], now: Date): Promise<Step[]> {
  await refuseSharedIds(seeds)
  const steps: Step[] = []
  for (const seed of seeds) {
    steps.push(await communityStep(seed))
    for (const person of seed.people) steps.push(await personStep(seed, person, now))
    if (seed.duty) steps.push(await dutyStep(seed, seed.duty))
  }
  return steps
}

/** A role names its place by id only, so one id must not stand for places on two levels. */
async function refuseSharedIds(seeds: readonly Seed[]): Promise<void> {
  const all = [...(await listCommunities()), ...seeds]
  const ids = new Set(all.map(({ _id }) => _id))
  const districts = new Set(all.map(({ districtId }) => districtId))
  const streets = new Set(all.map(({ streetId }) => streetId))
  const shared = [...ids, ...districts].find((id) => streets.has(id) || (ids.has(id) && districts.has(id)))
  if (shared) {
    throw wrongUsage('bad_file', `ID ${shared} 同时用于小区、社区、街道中的两级，请改成各不相同的 ID。`)
  }
}

async function communityStep(seed: Seed): Promise<Step> {
  const { people: _people, duty: _duty, ...settings } = seed
  const known = await findCommunity(seed._id)
  const wanted: CommunitySeed = { ...settings, ...mergedPhones(known, seed) }
  const changes = known ? changesBetween(known, wanted) : []
  const base = { communityId: seed._id, apply: async () => void (await putCommunity(wanted)) }
  if (!known) return { ...base, action: 'create', text: `新建小区 ${seed.name}，静默试运行` }
  if (changes.length === 0) return { ...base, action: 'keep', text: `小区 ${seed.name} 的设置不变` }
  return { ...base, action: 'update', text: `更新小区：${changes.join('；')}` }
}

/** A file that brings one number leaves the others as they were. */
function mergedPhones(known: Community | null, { phones }: Seed): Pick<CommunitySeed, 'phones'> {
  if (!phones) return {}
  const merged: Phones = {}
  for (const kind of phoneKinds) {
    const [brought, before] = [phones[kind], known?.phones[kind] ?? null]
    merged[kind] = brought === undefined ? before : dated(brought, before)
  }
  return { phones: merged }
}

/** A number brought without a day keeps the one it had; a new one nobody has checked yet. */
function dated(brought: Phone | null, before: Phone | null): Phone | null {
  if (!brought) return null
  const { number, checkedAt } = brought
  return { number, checkedAt: checkedAt ?? (before?.number === number ? before.checkedAt : null) ?? null }
}

function changesBetween(known: Community, { _id, phones = {}, ...rest }: CommunitySeed): string[] {
  const before: Record<string, unknown> = { ...known, ...known.phones }
  return Object.entries({ ...rest, ...phones })
    .filter(([key, value]) => JSON.stringify(value ?? null) !== JSON.stringify(before[key] ?? null))
    .map(([key, value]) => `${key} ${say(before[key])} → ${say(value)}`)
}

function say(value: unknown): string {
  if (Array.isArray(value)) return value.join('、')
  return typeof value === 'object' && value !== null ? sayFields(value) : String(value ?? '无')
}

/** A telephone number with its day, or decisions with their values. */
function sayFields(value: object): string {
  if ('number' in value) {
    const day = 'checkedAt' in value && value.checkedAt instanceof Date ? sayDate(value.checkedAt) : null
    return `${value.number}${day ? `（${day}核对）` : ''}`
  }
  return Object.entries(value)
    .map(
      ([key, decided]: [string, Override<unknown>]) =>
        `${key}=${JSON.stringify(decided.value)}（${decided.by}，${decided.at}，${decided.reason}）`,
    )
    .join('；')
}

async function personStep(seed: Seed, entry: SeedPerson, now: Date): Promise<Step> {
  const { platform, externalId, name, role } = entry
  const scope = scopeOf(seed, entry)
  const known = await findByIdentity({ platform, externalId })
  const isHeld = known !== null && (await rolesOf(known._id)).some((held) => stands(held, role, scope, now))
  const who = `${known ? '' : '新人员 '}${name}（${platform}:${externalId}）`
  const what = sayRole({ role, scope })
  return {
    communityId: seed._id,
    action: isHeld && known.name === name ? 'keep' : 'person',
    text: isHeld ? `${who}已是${what}` : `${who}授予${what}`,
    apply: async () => void (await grantTo({ platform, externalId }, { name, role, scope }, now)),
  }
}

function scopeOf(seed: Seed, { role, scope }: SeedPerson): Scope {
  const level = scope?.level ?? usualLevel(role)
  const placeIds: Partial<Record<Scope['level'], string>> = {
    street: seed.streetId,
    district: seed.districtId,
  }
  const { building = null, unit = null } = scope ?? {}
  return { level, placeId: placeIds[level] ?? seed._id, building, unit }
}

function usualLevel(role: Role): Scope['level'] {
  if (role === 'street') return 'street'
  return districtRoles.includes(role) ? 'district' : 'community'
}

function stands(held: HeldRole, role: Role, scope: Scope, now: Date): boolean {
  const isSamePlace = (['level', 'placeId', 'building', 'unit'] as const).every(
    (key) => (held.scope[key] ?? null) === (scope[key] ?? null),
  )
  return held.role === role && isSamePlace && !held.until && held.from <= now
}

/** Makes sure a person is known by this name and holds the role from now on; returns the name. */
export async function grantTo(
  identity: Identity,
  given: { name?: string | undefined; role: Role; scope: Scope; until?: Date | null },
  now: Date,
): Promise<string> {
  const { name, role, scope, until = null } = given
  const person = await knowPerson(identity, name ?? identity.externalId, now)
  if (name && person.name !== name) await renamePerson(person._id, name)
  await grantRole(person._id, role, scope, { from: now, until })
  return name ?? person.name
}

async function dutyStep(seed: Seed, duty: NonNullable<Seed['duty']>): Promise<Step> {
  for (const [i, entry] of duty.entries()) {
    const isNamed = seed.people.some((person) => isSame(person, entry))
    if (!isNamed && !(await findByIdentity({ platform: entry.platform, externalId: entry.externalId }))) {
      throw wrongUsage(
        'bad_file',
        `${seed._id} 的 duty[${i + 1}]：还不认识 ${entry.platform}:${entry.externalId}，请先写进 people。`,
      )
    }
  }
  const order = duty.map(({ externalId, from, to }) => `${externalId}${from ? ` ${from}–${to}` : ''}`)
  return {
    communityId: seed._id,
    action: 'duty',
    text: order.length > 0 ? `值班顺序 ${order.join('、')}` : '清空值班表',
    async apply() {
      const entries: Community['duty'] = []
      for (const { platform, externalId, from, to } of duty) {
        const person = await findByIdentity({ platform, externalId })
        if (person) entries.push({ personId: person._id, from, to })
      }
      await setDuty(seed._id, entries)
    },
  }
}

function isSame(a: Identity, b: Identity): boolean {
  return a.platform === b.platform && a.externalId === b.externalId
}
