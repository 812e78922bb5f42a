import { resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import { chainHead, withChain } from '../../models/audit-chain.ts'
import { collectionsToDump, dumpLines, indexesOf } from '../../models/dump.ts'
import { schemaVersion, storedVersion } from '../../models/migrate.ts'
import { isHalfRestored } from '../../models/restore.ts'
import { loadConfig } from '../config.ts'
import { chainIsHeld } from './audit.ts'
import type { Dumped, Manifest } from './backup-files.ts'
import { makeFolder, writeLines, writeManifest } from './backup-files.ts'
import type { Result } from './command.ts'
import { defineBareCommand, withDatabase } from './command.ts'
import { OpsError } from './ops-error.ts'
import { table } from './table.ts'

/** The sealer lets go after this long at most. */
const patienceSeconds = 30

const backupCommand = defineBareCommand({
  name: 'backup',
  help: '备份整个数据库到一个新目录，不用停机',
  example: 'backup 备份/2026-11-20',
  positionals: ['dir'],
  input: z.object({ dir: z.string().min(1).describe('新的或空的目录') }),
  // A database of an earlier version can be backed up, too: that comes before it is migrated.
  run: ({ dir }, door) =>
    withDatabase(door, loadConfig(door.readEnv()), () => makeBackup(resolve(dir), door.now)),
})

async function makeBackup(folder: string, now: Date): Promise<Result> {
  if (await isHalfRestored()) {
    throw new OpsError('half_restored', '这个库恢复到一半，不能备份。请再运行一次 restore。')
  }
  await makeFolder(folder)
  const manifest = await undisturbed(() => dump(folder, now))
  const { collections, head } = manifest
  const documents = collections.reduce((sum, { count }) => sum + count, 0)
  const list = table(
    ['集合', '条数'],
    collections.map(({ name, count }) => [name, count]),
  )
  const end = head ? `，留痕到 ${head.seq}-${head.hash.slice(0, 12)}` : ''
  const text = `${list}\n已备份到 ${folder}：${documents} 条${end}。里面有个人信息，请妥善保管；SECRET_KEY 要另外保存。`
  return { data: { folder, documents, ...manifest }, text }
}

/** Nobody seals meanwhile, so that tickets and chain fit together. */
async function undisturbed<T>(work: () => Promise<T>): Promise<T> {
  for (let second = 0; second < patienceSeconds; second += 1) {
    const done = await withChain(async () => ({ result: await work() }))
    if (done) return done.result
    await delay(1000)
  }
  throw chainIsHeld()
}

async function dump(folder: string, startedAt: Date): Promise<Manifest> {
  const before = await chainHead()
  const collections: Dumped[] = []
  for (const name of await collectionsToDump()) {
    const indexes = await indexesOf(name)
    collections.push({ name, indexes, ...(await writeLines(folder, name, dumpLines(name))) })
  }
  const after = await chainHead()
  if (before?.hash !== after?.hash) {
    throw new OpsError('backup_disturbed', '备份期间留痕有变动，这份不能用。请换个目录再备份一次。')
  }
  const head = after && { seq: after._id, hash: after.hash }
  const format = 'linsheng-backup-1' as const
  const version = (await storedVersion()) ?? schemaVersion
  const manifest = { format, startedAt, schemaVersion: version, head, collections }
  await writeManifest(folder, manifest)
  return manifest
}

/** Backup: everything that is stored, while the bot goes on. */
export const backup = [backupCommand]
