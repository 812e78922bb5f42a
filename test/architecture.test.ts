import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'

const rank: Record<string, number> = { domain: 0, models: 1, prompts: 1, jobs: 2, handlers: 3, bot: 4 }
function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}/${name}`)
}

const files = Object.keys(rank).flatMap((folder) => sourcesIn(folder))

function importsOf(file: string): string[] {
  return [...readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*\(?'(?<name>[^']+)'/gu)].flatMap(
    (match) => match.groups?.name ?? [],
  )
}

function folderOf(path: string): string {
  return path.split('/')[0] ?? ''
}

describe('dependency direction', () => {
  it.each(files)('%s imports from its own folder or from a lower one', (file) => {
    const own = folderOf(file)
    const wrong = importsOf(file)
      .filter((name) => name.startsWith('.'))
      .map((name) => folderOf(normalize(join(dirname(file), name))))
      .filter((other) => other !== own && (rank[other] ?? 99) >= (rank[own] ?? -1))

    expect(wrong).toEqual([])
  })

  it.each([
    // bot/database.ts opens the connection that the models use, and hands it to agenda.
    ['mongoose', /^models\/|^bot\/(?:database|app|scheduler)\.ts$/u],
    ['openai', /^prompts\//u],
    ['koa', /^bot\//u],
    ['agenda', /^bot\/scheduler\.ts$/u],
    ['docx', /^bot\//u],
  ])('only its own place knows %s', (library, place) => {
    const users = files.filter((file) =>
      importsOf(file).some((name) => name === library || name.startsWith(`${library}/`)),
    )

    expect(users.length).toBeGreaterThan(0)
    expect(users.filter((file) => !place.test(file))).toEqual([])
  })

  it('keeps the rules free of libraries but zod, and of the clock and the environment', () => {
    const wrong = files
      .filter((file) => file.startsWith('domain/'))
      .filter(
        (file) =>
          importsOf(file).some((name) => !name.startsWith('.') && name !== 'zod') ||
          /new Date\(\)|Date\.now\(\)|Math\.random\(\)|process\.env/u.test(readFileSync(file, 'utf8')),
      )

    expect(wrong).toEqual([])
  })

  it('reads the clock only where the process begins', () => {
    const doors = ['bot/main.ts', 'bot/ops.ts']
    const wrong = files.filter(
      (file) =>
        !doors.includes(file) &&
        !file.startsWith('bot/ops/') &&
        /new Date\(\)|Date\.now\(\)|Math\.random\(\)/u.test(readFileSync(file, 'utf8')),
    )

    expect(wrong).toEqual([])
  })

  it('names no platform outside bot/platforms', () => {
    const wrong = files.filter(
      (file) =>
        !file.startsWith('bot/platforms/') && /['"](?:wecom|dingtalk)['"]/u.test(readFileSync(file, 'utf8')),
    )

    expect(wrong).toEqual([])
  })
})
