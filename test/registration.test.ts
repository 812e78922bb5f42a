import { readdirSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findCommand } from '../bot/find-command.ts'
import { handlers } from '../handlers/index.ts'
import { jobs } from '../jobs/index.ts'

function behaviours(folder: string, contract: string): string[] {
  return readdirSync(folder)
    .map((file) => basename(file, '.ts'))
    .filter((name) => name !== 'index' && name !== contract)
    .sort()
}

describe('registration', () => {
  it('has every handler file in the list, under the name of its file', () => {
    expect(handlers.map((handler) => handler.name).sort()).toEqual(behaviours('handlers', 'handler'))
  })

  it('has every job file in the list, under the name of its file', () => {
    expect(jobs.map((job) => job.name).sort()).toEqual(behaviours('jobs', 'job'))
  })

  it('has every model in the migration, so that its indexes are built', () => {
    const stored = readdirSync('models').filter(
      (file) => file.endsWith('.ts') && /= model\(/u.test(readFileSync(`models/${file}`, 'utf8')),
    )
    const migration = readFileSync('models/migrate.ts', 'utf8')
    const missing = stored.filter((file) => file !== 'migrate.ts' && !migration.includes(`'./${file}'`))

    expect(missing).toEqual([])
  })

  it('keeps the fallback last', () => {
    expect(handlers.at(-1)?.name).toBe('fall-back')
  })

  it.each(
    handlers.filter((handler) => handler.on.command).map((handler) => [handler.name, handler] as const),
  )('reaches %s by its example, and no earlier behaviour', (_name, handler) => {
    const first = handlers.find((one) => one.on.command?.test(handler.example ?? ''))

    expect(first?.name).toBe(handler.name)
  })

  it.each(handlers.filter((handler) => handler.on.action).map((handler) => [handler.name, handler] as const))(
    'gives %s, which has a button, a text command too',
    (_name, handler) => {
      expect(handler.on.command).toBeDefined()
    },
  )

  it.each(['3号楼2单元电梯不动了', '好了，谢谢', '没好', '催一下', '1', '物业费多少钱'])(
    'takes plain words for no command: %s',
    (words) => {
      expect(findCommand(handlers, { text: words })).toBeNull()
    },
  )
})
