import { Registry } from 'prom-client'
import { expect, it } from 'vitest'
import { createModelMetrics } from '../../bot/model-metrics.ts'
import { triageOf } from '../support/triage.ts'

it('counts calls, tokens and time, and who decided what words mean', async () => {
  const registry = new Registry()
  const metrics = createModelMetrics(registry)

  metrics.called({ outcome: 'ok', seconds: 1.5, tokensIn: 2000, tokensOut: 60 })
  metrics.called({ outcome: 'timeout', seconds: 5, tokensIn: 0, tokensOut: 0 })
  metrics.understood({ matters: [], decidedBy: 'command' })
  metrics.understood({
    decidedBy: 'model',
    matters: [
      { text: 'a', triage: triageOf(), path: { by: 'model', why: 'unsure' } },
      { text: 'b', triage: triageOf(), path: { by: 'rules', why: 'sure' } },
      { text: 'c', triage: triageOf() },
    ],
  })

  const text = await registry.metrics()
  for (const line of [
    'linsheng_model_calls_total{outcome="ok"} 1',
    'linsheng_model_calls_total{outcome="timeout"} 1',
    'linsheng_model_tokens_total{direction="in"} 2000',
    'linsheng_model_tokens_total{direction="out"} 60',
    'linsheng_model_call_seconds_count 2',
    'linsheng_matters_read_total{by="command",why="command"} 1',
    'linsheng_matters_read_total{by="model",why="unsure"} 1',
    'linsheng_matters_read_total{by="rules",why="sure"} 1',
  ]) {
    expect(text).toContain(line)
  }
})
