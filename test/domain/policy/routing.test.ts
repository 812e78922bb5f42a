import { describe, expect, it } from 'vitest'
import { authorityFor } from '../../../domain/policy/authority-for.ts'
import { conflicts } from '../../../domain/policy/conflicts.ts'
import { packs } from '../../../domain/policy/index.ts'
import { partOf, routes, routingRows } from '../../../domain/policy/routing.ts'
import { ruleIndex } from '../../../domain/policy/rules/index.ts'
import { categories } from '../../../domain/triage.ts'

const rowIds = routingRows.map(({ id }) => id)

describe('the routing table', () => {
  it('has 38 rows, each with its place in a document', () => {
    expect([...rowIds].sort()).toEqual(
      Array.from({ length: 38 }, (_, i) => `R-${String(i + 1).padStart(2, '0')}`),
    )
    for (const { pack, section, phrase, issue } of routingRows) {
      expect(packs.map(({ id }) => id)).toContain(pack)
      expect([section, phrase, issue]).not.toContain('')
      expect(phrase.length).toBeLessThanOrEqual(16)
    }
  })

  it.each(rowIds)('reaches %s from a code', (id) => {
    const codes = categories.filter((code) => authorityFor(code, []).rows.some((row) => row.id === id))

    expect(codes).not.toEqual([])
  })

  it.each(categories)('has somebody above for %s', (code) => {
    expect(authorityFor(code, [], 'resident').rows).not.toEqual([])
  })

  it('names only rows that are there', () => {
    const named = Object.values(routes).flatMap(({ everybody, staff = [] }) => [...everybody, ...staff])

    expect([...named, ...Object.keys(partOf)].filter((id) => !rowIds.includes(id))).toEqual([])
  })
})

describe('the authority for a matter', () => {
  const idsOf = (...named: string[]) => authorityFor('repair.elevator', named).rows.map(({ id }) => id)

  it('comes from the community’s own packs first, in their order, then from the others', () => {
    expect(idsOf()).toEqual(['R-13', 'R-16'])
    expect(idsOf('kundulun-2025')).toEqual(['R-16', 'R-13'])
    expect(idsOf('kundulun-2025', 'zhoukou-draft')).toEqual(['R-16', 'R-13'])
    expect(idsOf('zhoukou-draft', 'kundulun-2025')).toEqual(['R-13', 'R-16'])
  })

  it('says which rows are the community’s own', () => {
    const { rows } = authorityFor('repair.structure', ['baotou-2026'])

    expect(rows.map(({ id, isOwn }) => [id, isOwn])).toEqual([
      ['R-31', true],
      ['R-32', true],
      ['R-26', false],
    ])
  })

  it('spares residents what is of no use to them', () => {
    const ids = (reader: 'resident' | 'staff') => authorityFor('fee', [], reader).rows.map(({ id }) => id)

    expect(ids('staff')).toContain('R-28')
    expect(ids('resident')).not.toContain('R-28')
  })

  it('says what of a broad row concerns the matter', () => {
    expect(authorityFor('noise', []).rows).toMatchObject([{ id: 'R-09', issue: '噪声' }])
  })
})

describe('contradictions between papers', () => {
  it.each([
    ['fee', ['C-01', 'C-04']],
    ['fire_safety', ['C-02']],
    ['noise', ['C-03']],
    ['cleaning', []],
  ] as const)('of %s are laid open whatever packs a community names', (code, ids) => {
    for (const named of [[], ['kundulun-2025'], ['zhoukou-draft'], ['baotou-2026']]) {
      expect(authorityFor(code, named).conflicts.map(({ id }) => id)).toEqual(ids)
    }
  })

  it('rest on rows and rules that are there, or on a law', () => {
    const known = [...rowIds, ...ruleIndex.map(({ id }) => id)]
    const unknown = conflicts
      .flatMap(({ sides }) => sides.map(({ from }) => from))
      .filter((from) => !known.includes(from) && !/法 第.+条$/u.test(from))

    expect(unknown).toEqual([])
  })
})
