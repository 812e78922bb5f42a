import { writeFileSync } from 'node:fs'
import { policyDoc } from './policy-doc.ts'

writeFileSync('docs/policy.md', policyDoc())
