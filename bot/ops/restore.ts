import { resolve } from 'node:path'
import { z } from 'zod'
import type { IndexSpec } from '../../models/dump.ts'
import { schemaVersion } from '../../models/migrate.ts'
import type { RestoreTarget } from '../../models/restore.ts'
import { restoreTarget } from '../../models/restore.ts'
import { loadConfig } from '../config.ts'
import { SchemaError } from '../prepare.ts'
import type { Dumped, Manifest } from './backup-files.ts'
import { readLines, readManifest } from './backup-files.ts'
import { defineBareCommand, withDatabase } from './command.ts'
import { OpsError } from './ops-error.ts'

const linesAtOnce = 500
const mostLength = 4_000_000

const restoreCommand = defineBareCommand({
  name: 'restore',
  help: '把备份恢复到空库（先停机）',
  example: 'restore 备份/2026-11-20',
  positionals: ['dir'],
  input: z.object({
    dir: z.string().min(1).describe('备份的目录'),
    into: z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,38}$/u, '只能用字母、数字、- 和 _')
      .optional()
      .describe('恢复到同一服务器上另一个空的库，用来演练'),
    moved: z
      .boolean()
      .default(false)
      .describe('搬家用：备份以后机器人没再运行过，排着队的照常发；否则转为“不知是否送到”由人决定'),
  }),
  run: ({ dir, into, moved }, door) =>
    withDatabase(door, loadConfig(door.readEnv()), async () => {
      const folder = resolve(dir)
      const manifest = await readManifest(folder)
      await check(folder, manifest)
      const target = restoreTarget(into ?? null)
      await refuseFilled(target)
      const held = await write(folder, manifest, target, moved)
      const documents = manifest.collections.reduce((sum, { count }) => sum + count, 0)
      const upgrade = manifest.schemaVersion < schemaVersion ? '这是旧版本的备份，请再运行 migrate。' : ''
      const queue = held > 0 ? `${held} 条当时排着队，转为“不知是否送到”，见 deliveries todo。` : ''
      const text = `已恢复 ${documents} 条到 ${target.name}，条数和校验值都对。${queue}${upgrade}请运行 audit verify 和 doctor，再启动机器人。`
      return { data: { database: target.name, documents, held, schemaVersion: manifest.schemaVersion }, text }
    }),
})

/** Everything is read once before anything is written. */
async function check(folder: string, { collections, schemaVersion: version }: Manifest): Promise<void> {
  if (version > schemaVersion) {
    throw new SchemaError(`备份是更新的版本（${version}），本程序是 ${schemaVersion}，请升级程序。`)
  }
  for (const dumped of collections) for await (const _line of readLines(folder, dumped));
}

async function refuseFilled(target: RestoreTarget): Promise<void> {
  const { filled, isBrokenOff } = await target.state()
  if (filled.length === 0 || isBrokenOff) return
  throw new OpsError(
    'not_empty',
    `数据库 ${target.name} 里已有数据（${filled.slice(0, 5).join('、')}）。只能恢复到空库：换一个 DATA_DIR 或库名，或用 --into 演练。`,
  )
}

/** What is referred to comes first, so that nobody who looks sees a reference that leads nowhere. */
async function write(
  folder: string,
  { collections, schemaVersion: version }: Manifest,
  target: RestoreTarget,
  isMoved: boolean,
): Promise<number> {
  await target.begin()
  let held = 0
  for (const dumped of [...collections].reverse()) {
    for await (const lot of inPortions(readLines(folder, dumped))) await target.insert(dumped.name, lot)
    await target.index(dumped.name, dumped.indexes as IndexSpec[])
    await requireAll(target, dumped)
    if (dumped.name === 'deliveries' && !isMoved) held = await target.holdQueued()
  }
  await target.finish(version)
  return held
}

/** Lines that together are neither too many nor too long for one insert. */
async function* inPortions(lines: AsyncIterable<string>): AsyncGenerator<string[]> {
  let lot: string[] = []
  let length = 0
  for await (const line of lines) {
    lot.push(line)
    length += line.length
    if (lot.length < linesAtOnce && length < mostLength) continue
    yield lot
    lot = []
    length = 0
  }
  if (lot.length > 0) yield lot
}

async function requireAll(target: RestoreTarget, { name, count }: Dumped): Promise<void> {
  const found = await target.count(name)
  if (found === count) return
  throw new OpsError(
    'restore_incomplete',
    `${name} 应有 ${count} 条，库里有 ${found} 条：有别的程序在写这个库。请停掉它，再恢复一次。`,
  )
}

/** Restore: a backup back into an empty database. */
export const restore = [restoreCommand]
