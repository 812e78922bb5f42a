import type { Registry } from 'prom-client'
import { Counter, Histogram } from 'prom-client'
import type { Understanding } from '../models/inbound.ts'
import type { ModelCall } from '../prompts/endpoint.ts'

/** Counts what the model is used for and what that costs. */
export interface ModelMetrics {
  called(call: ModelCall): void
  /** Notes who decided what a message means; returns it unchanged. */
  understood(understanding: Understanding): Understanding
}

/** Adds the model's numbers to a registry. */
export function createModelMetrics(registry: Registry): ModelMetrics {
  const registers = [registry]
  const calls = new Counter({
    name: 'linsheng_model_calls_total',
    help: 'Calls to the model by outcome; whatever is not ok was decided by rules, or by the one retry',
    labelNames: ['outcome'],
    registers,
  })
  const tokens = new Counter({
    name: 'linsheng_model_tokens_total',
    help: 'Tokens as the endpoint counts them; direction is in or out',
    labelNames: ['direction'],
    registers,
  })
  const latency = new Histogram({
    name: 'linsheng_model_call_seconds',
    help: 'Time of one call to the model',
    buckets: [0.1, 0.25, 0.5, 1, 2, 3, 4, 5, 7, 9],
    registers,
  })
  const read = new Counter({
    name: 'linsheng_matters_read_total',
    help: 'Matters in messages by who decided what they mean and why; unsure ones needed a call, the rest of why tells what spared it or failed',
    labelNames: ['by', 'why'],
    registers,
  })
  return {
    called({ outcome, seconds, tokensIn, tokensOut }) {
      calls.inc({ outcome })
      tokens.inc({ direction: 'in' }, tokensIn)
      tokens.inc({ direction: 'out' }, tokensOut)
      latency.observe(seconds)
    },
    understood(understanding) {
      const { matters, decidedBy } = understanding
      if (matters.length === 0) read.inc({ by: decidedBy, why: 'command' })
      for (const { path } of matters) read.inc({ by: path?.by ?? decidedBy, why: path?.why ?? 'unknown' })
      return understanding
    },
  }
}
