import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { Baseline, worseThan } from '../../../bot/evaluation/baseline.ts'
import { GoldMessage, GoldThread } from '../../../bot/evaluation/gold.ts'
import { predictMessages } from '../../../bot/evaluation/predict-messages.ts'
import { predictThreads } from '../../../bot/evaluation/predict-threads.ts'
import { readLines } from '../../../bot/evaluation/read-lines.ts'
import { scoreMessages } from '../../../bot/evaluation/score-messages.ts'
import { scoreThreads } from '../../../bot/evaluation/score-threads.ts'
import { triageByRules } from '../../../domain/understanding/triage-by-rules.ts'

function read(name: string): string {
  return readFileSync(`test/fixtures/${name}`, 'utf8')
}

function baselineOf(name: string): Baseline {
  return Baseline.parse(JSON.parse(read(`baseline-${name}.json`)))
}

/**
 * The classifier learns from `messages`, so those say little; `fresh` was written by somebody who knew no table and was
 * looked at while tuning, `unseen` by another and its words were not.
 */
describe('understanding is no worse than its baseline', () => {
  it.each(['messages', 'fresh-messages', 'unseen-messages', 'blind-messages', 'odd-danger-messages'])(
    'on %s',
    async (name) => {
      const { rows, remarks } = readLines(`${name}.jsonl`, read(`${name}.jsonl`), GoldMessage)
      const { result } = await predictMessages(rows, triageByRules, 1)

      expect(remarks).toEqual([])
      expect(worseThan(baselineOf(name), scoreMessages(rows, result))).toEqual([])
    },
  )

  it.each(['threads', 'fresh-threads', 'more-threads', 'unseen-threads', 'blind-threads', 'sealed-threads'])(
    'on %s',
    async (name) => {
      const { rows } = readLines(`${name}.jsonl`, read(`${name}.jsonl`), GoldThread)
      const { result } = await predictThreads(rows, triageByRules, 1)

      expect(worseThan(baselineOf(name), scoreThreads(rows, result))).toEqual([])
    },
  )
})
