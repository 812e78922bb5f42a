import type { Logger } from 'pino'
import { createBreaker } from './breaker.ts'
import { createComplete } from './complete.ts'
import type { EndpointParts, ModelSettings } from './endpoint.ts'
import { createEndpoint } from './endpoint.ts'
import { ModelFault } from './model-fault.ts'
import type { Ask } from './prompt.ts'

interface AskParts extends EndpointParts {
  logger: Logger
  /** Longest wait for an answer in all. */
  timeLimitMs?: number
  /** Milliseconds that only go forward, for the pause after failures. */
  elapsed?(): number
}

/** Shorter than the lease of a row that is being read. */
const usualTimeLimitMs = 9_000

/** An `Ask` over any OpenAI-compatible endpoint: whatever that does or says, an answer comes in time, from the rules if need be. */
export function createAsk(
  settings: ModelSettings,
  { logger, timeLimitMs, elapsed, ...parts }: AskParts,
): Ask {
  const complete = createComplete(createEndpoint(settings, parts), timeLimitMs ?? usualTimeLimitMs)
  const breaker = createBreaker(elapsed ?? (() => performance.now()))

  const ask: Ask = async (prompt, data) => {
    if (!breaker.mayCall()) return { value: prompt.fallback(data), by: 'rules', why: 'paused' }
    try {
      const raw = await complete(prompt, data)
      breaker.note('works')
      return { value: prompt.settle(raw, data), by: 'model' }
    } catch (error) {
      const fault = error instanceof ModelFault ? error : new ModelFault('error', String(error))
      breaker.note(fault.verdict)
      const detail = fault.message.replaceAll(settings.apiKey, '[key]')
      // A day whose calls are used up is no news with every message.
      const level = fault.kind === 'budget' ? 'debug' : 'warn'
      logger[level](
        { prompt: prompt.name, fault: fault.kind, detail },
        'the model gave no answer, rules decide',
      )
      return { value: prompt.fallback(data), by: 'rules', why: fault.kind }
    }
  }
  return ask
}
