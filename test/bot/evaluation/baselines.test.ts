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

describe('understanding is no worse than its baseline', () => {
  it('on single messages', async () => {
    const { rows, remarks } = readLines('messages.jsonl', read('messages.jsonl'), GoldMessage)
    const { result } = await predictMessages(rows, triageByRules, 1)
    const baseline = Baseline.parse(JSON.parse(read('baseline-messages.json')))

    expect(remarks).toEqual([])
    expect(worseThan(baseline, scoreMessages(rows, result))).toEqual([])
  })

  it('on threads', async () => {
    const { rows, remarks } = readLines('threads.jsonl', read('threads.jsonl'), GoldThread)
    const { result } = await predictThreads(rows, triageByRules, 1)
    const baseline = Baseline.parse(JSON.parse(read('baseline-threads.json')))

    expect(remarks).toEqual([])
    expect(worseThan(baseline, scoreThreads(rows, result))).toEqual([])
  })
})
