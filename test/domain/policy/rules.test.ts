import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { packs } from '../../../domain/policy/index.ts'
import { ruleIndex } from '../../../domain/policy/rules/index.ts'
import { areas, built, reasons } from '../../../domain/policy/rules/rule.ts'

/** How many rules each document has; they are numbered without gaps. */
const counts = { S0: 74, S1: 33, S2: 56, S3: 74, S4: 33 }
const expected = Object.entries(counts).flatMap(([prefix, count]) =>
  Array.from({ length: count }, (_, i) => `${prefix}-${String(i + 1).padStart(2, '0')}`),
)

describe('the index of rules', () => {
  it('has all 270 rules of the documents, each once', () => {
    const ids = ruleIndex.map(({ id }) => id).filter((id) => id.startsWith('S'))

    expect(expected).toHaveLength(270)
    expect(ids.sort()).toEqual(expected.sort())
  })

  it('has every product decision once', () => {
    const ids = ruleIndex.map(({ id }) => id).filter((id) => id.startsWith('L'))

    expect(new Set(ids).size).toBe(ids.length)
  })

  it('says of each in a short phrase what the product does', () => {
    const packIds = packs.map(({ id }) => id)
    for (const { pack, section, does } of ruleIndex) {
      expect(packIds).toContain(pack)
      expect(section).not.toBe('')
      expect(does).toMatch(/\p{Script=Han}/u)
      expect(does.length).toBeLessThanOrEqual(40)
      expect(does).not.toContain('|')
    }
  })

  it.each(Object.entries(built))('has file and test for what is built: %s', (_name, [file, test]) => {
    expect(existsSync(file)).toBe(true)
    expect(existsSync(test)).toBe(true)
  })

  it('keeps no place, area or reason that no rule names', () => {
    const statuses = ruleIndex.map(({ status }) => status)
    const named = new Set<string>(statuses.flatMap((status) => Object.values(status)))
    const idle = [built, areas, reasons].flatMap(Object.keys).filter((name) => !named.has(name))

    expect(idle).toEqual([])
  })
})
