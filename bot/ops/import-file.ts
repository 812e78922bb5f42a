import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { roles } from '../../domain/access.ts'
import { phoneKinds } from '../../domain/phones.ts'
import { packs } from '../../domain/policy/index.ts'
import { Overrides } from '../../domain/policy/overrides.ts'
import { profiles } from '../../domain/policy/profile.ts'
import { explain } from './check-input.ts'
import { wrongUsage } from './ops-error.ts'

const text = z.string().trim().min(1, '不能为空').max(100)
const IsoDay = z.iso.date('应为日期，例如 2026-07-01').transform((date) => new Date(`${date}T00:00:00+08:00`))
const PhoneNumber = z.string().regex(/^[\d\s+()（）转-]{3,30}$/u, '应为电话号码')
/** A bare number, or one with the day somebody made sure of it. */
const Phone = z.preprocess(
  (value) => (typeof value === 'string' ? { number: value } : value),
  z.strictObject({ number: PhoneNumber, checkedAt: IsoDay.optional() }).nullable(),
)
const Phones = z.partialRecord(z.enum(phoneKinds), Phone)
const Clock = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/u, '应为 HH:mm，例如 20:00')

/** Id of a street, district or community. */
export const PlaceId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/u, '只能用字母、数字、- 和 _，例如 jinxiu')

/** A building or unit as it is kept: the bare number or letter. */
export const PlaceNumber = z
  .string()
  .regex(/^[\p{L}\p{N}-]{1,12}$/u, '只写编号，例如 3 或 B')
  .refine((value) => !/号楼|单元|栋$|幢$|座$/u.test(value), '只写编号，例如 3，不写“3号楼”')
  .transform((value) => value.toUpperCase())

/** Roles that can be given; everybody is a resident anyway. */
export const GivenRole = z.enum(roles).exclude(['resident'])
export type GivenRole = z.infer<typeof GivenRole>

/** The levels a role can hold on. */
export const Level = z.enum(['street', 'district', 'community', 'building', 'unit'])

/** Building and unit belong to their levels, and only there. */
export function levelFits({
  level,
  building,
  unit,
}: {
  level: z.infer<typeof Level>
  building?: string | undefined
  unit?: string | undefined
}): boolean {
  if (level === 'unit') return Boolean(building && unit)
  if (level === 'building') return Boolean(building) && !unit
  return !building && !unit
}

/** What `levelFits` demands, in words. */
export const levelRule = 'building 级要写楼号，unit 级要写楼号和单元，其他级都不写'

const identity = { platform: text, externalId: text }
const Person = z.strictObject({
  ...identity,
  name: text,
  role: GivenRole,
  scope: z
    .strictObject({ level: Level, building: PlaceNumber.optional(), unit: PlaceNumber.optional() })
    .refine(levelFits, levelRule)
    .optional(),
})

const Duty = z
  .strictObject({ ...identity, from: Clock.optional(), to: Clock.optional() })
  .refine(({ from, to }) => (from === undefined) === (to === undefined), 'from 和 to 要么都写，要么都不写')

const packIds = packs.map((pack) => pack.id)

const Seed = z.preprocess(
  withUnderscore,
  z
    .strictObject({
      _id: PlaceId,
      name: text,
      districtId: PlaceId,
      districtName: text,
      streetId: PlaceId,
      streetName: text,
      profile: z.enum(profiles).optional(),
      packs: z.array(z.enum(packIds)).min(1, '至少写一个').optional(),
      overrides: Overrides.optional(),
      phones: Phones.optional(),
      people: z.array(Person).default([]),
      duty: z.array(Duty).optional(),
    })
    .refine(
      ({ _id, districtId, streetId }) => new Set([_id, districtId, streetId]).size === 3,
      '小区、社区、街道的 ID 要各不相同',
    ),
)
export type Seed = z.infer<typeof Seed>

const Seeds = z
  .array(Seed)
  .min(1, '文件里没有小区')
  .refine((seeds) => new Set(seeds.map(({ _id }) => _id)).size === seeds.length, '同一个小区 ID 写了两次')

/** Lists write `id`, documents `_id`; both are understood. */
function withUnderscore(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('id' in value) || '_id' in value) return value
  const { id, ...rest } = value
  return { _id: id, ...rest }
}

/** Reads one community or a list of them; whatever is wrong is said with its place in the file, before anything is written. */
export async function readImportFile(file: string): Promise<Seed[]> {
  const content = parseJson(file, await readText(file))
  const parsed = Seeds.safeParse(Array.isArray(content) ? content : [content], { error: explain })
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map(({ path, message }) => `  - ${sayPath(path)}${message}`)
  const hint = problems.some((line) => /字段.*\bmode\b/u.test(line))
    ? '\n新小区总是从静默试运行开始；启用请用 communities mode。'
    : ''
  throw wrongUsage('bad_file', `${file} 的内容不对，什么都没有写入：\n${problems.join('\n')}${hint}`)
}

function sayPath(path: readonly PropertyKey[]): string {
  const [index, ...rest] = path
  if (index === undefined) return ''
  const field = rest.map((part) => (typeof part === 'number' ? `[${part + 1}]` : `.${String(part)}`)).join('')
  return `第${Number(index) + 1}个小区${field}：`
}

async function readText(file: string): Promise<string> {
  const bytes = await readFile(file).catch((cause: NodeJS.ErrnoException) => {
    const reason = cause.code === 'ENOENT' ? '没有这个文件' : cause.message
    throw wrongUsage('bad_file', `读不了 ${file}：${reason}。`)
  })
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw wrongUsage('bad_file', `${file} 不是 UTF-8 编码，请另存为 UTF-8 再导入。`)
  }
}

function parseJson(file: string, content: string): unknown {
  try {
    return JSON.parse(content)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw wrongUsage('bad_file', `${file} 不是有效的 JSON：${reason}。`)
  }
}
