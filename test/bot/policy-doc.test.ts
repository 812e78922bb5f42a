import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { policyDoc } from '../../bot/policy-doc.ts'
import { ruleIndex } from '../../domain/policy/rules/index.ts'

describe('docs/policy.md', () => {
  it('is what `npm run policy-doc` writes', () => {
    expect(readFileSync('docs/policy.md', 'utf8')).toBe(policyDoc())
  })

  it('has a row for every rule', () => {
    const doc = policyDoc()

    expect(ruleIndex.filter(({ id }) => !doc.includes(`\n| ${id} |`))).toEqual([])
  })
})
