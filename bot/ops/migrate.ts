import { z } from 'zod'
import { migrate as migrateDatabase, schemaVersion, storedVersion } from '../../models/migrate.ts'
import { loadConfig } from '../config.ts'
import { SchemaError } from '../prepare.ts'
import { defineBareCommand, withDatabase } from './command.ts'

const migrateCommand = defineBareCommand({
  name: 'migrate',
  help: '把数据库升级到本程序的版本（先备份）',
  example: 'migrate',
  input: z.object({}),
  run: (_input, door) =>
    withDatabase(door, loadConfig(door.readEnv()), async ({ database: { place } }) => {
      const from = await storedVersion()
      if (from !== null && from > schemaVersion) {
        throw new SchemaError(`数据库是更新的版本（${from}），本程序是 ${schemaVersion}，请升级程序。`)
      }
      await migrateDatabase()
      const text =
        from === schemaVersion
          ? `数据库（${place}）已是版本 ${schemaVersion}，索引已核对。`
          : `数据库（${place}）已从 ${from === null ? '空' : `版本 ${from}`} 升级到版本 ${schemaVersion}。`
      return { data: { from, to: schemaVersion }, text }
    }),
})

/** Migration: the only way a served database changes its version. */
export const migrate = [migrateCommand]
