import { listCommunities } from '../models/community.ts'
import { migrate, schemaVersion, storedVersion } from '../models/migrate.ts'
import { isHalfRestored } from '../models/restore.ts'
import { plantLivingSample, plantSample } from './platforms/console/sample.ts'

/** The database is of another version; the message says what to run. */
export class SchemaError extends Error {
  override name = 'SchemaError'
}

/** Gets a database ready for this version: a new or embedded one by itself, a served one only by `npm run ops -- migrate`. */
export async function prepareDatabase(options: {
  isEmbedded: boolean
  /** What an empty database of a simulator begins with. */
  sample: 'none' | 'people' | 'history'
  at: Date
}): Promise<void> {
  if (await isHalfRestored()) {
    throw new SchemaError('上次从备份恢复没有做完，请再运行一次 npm run ops -- restore。')
  }
  const stored = await storedVersion()
  if (stored !== null && stored > schemaVersion) {
    throw new SchemaError(`数据库是更新的版本（${stored}），请升级程序后再启动。`)
  }
  if (stored !== schemaVersion) {
    if (stored !== null && !options.isEmbedded) {
      throw new SchemaError('数据库结构是旧版本，请先备份，再运行 npm run ops -- migrate。')
    }
    await migrate()
  }
  if (options.sample === 'none' || (await listCommunities()).length > 0) return
  await (options.sample === 'history' ? plantLivingSample(options.at) : plantSample(options.at))
}
