import type { Logger } from 'pino'
import { triageByRules } from '../../domain/understanding/triage-by-rules.ts'
import { createAsk } from '../../prompts/create-ask.ts'
import type { ModelSettings } from '../../prompts/endpoint.ts'
import type { Ask } from '../../prompts/prompt.ts'
import { triageMessage } from '../../prompts/triage-message.ts'
import { worthAsking } from '../../prompts/worth-asking.ts'
import type { Reader } from './predict-messages.ts'

/** What a model was used for: calls over the wire, tokens as the endpoint counts them, and who decided. */
export interface Usage {
  calls: number
  failedCalls: number
  tokensIn: number
  tokensOut: number
  /** Mean time of a call. */
  secondsPerCall: number
  byModel: number
  byRules: number
}

/** A reader that asks a model where that is worth a call, as the bot does for words not said to it, and what it has used so far. */
export interface ModelReader {
  read: Reader
  usage(): Usage
}

/** Makes a reader over an endpoint; no more calls are made than a day allows. */
export function createModelReader(
  settings: ModelSettings & { dailyCalls: number },
  logger: Logger,
): ModelReader {
  const used = { calls: 0, failedCalls: 0, tokensIn: 0, tokensOut: 0 }
  let seconds = 0
  let taken = 0
  const ask = createAsk(settings, {
    logger,
    async takeCall() {
      taken += 1
      return taken <= settings.dailyCalls
    },
    onCall(call) {
      used.calls += 1
      used.failedCalls += call.outcome === 'ok' ? 0 : 1
      used.tokensIn += call.tokensIn
      used.tokensOut += call.tokensOut
      seconds += call.seconds
    },
  })
  const { read, decided } = readerBy(ask)
  return {
    read,
    usage: () => ({
      ...used,
      ...decided(),
      secondsPerCall: Number((seconds / (used.calls || 1)).toFixed(3)),
    }),
  }
}

/** Reads by rules, and by asking where they are unsure; counts who decided. */
export function readerBy(ask: Ask): { read: Reader; decided(): Pick<Usage, 'byModel' | 'byRules'> } {
  let byModel = 0
  let byRules = 0
  return {
    decided: () => ({ byModel, byRules }),
    async read(text, context) {
      const rules = triageByRules(text, context)
      const { isWorth, why } = worthAsking(text, rules, false)
      const matters = [{ text, rules, why }]
      const question = { matters, context, isAddressed: false, earlier: [], names: [] }
      const answer = isWorth ? await ask(triageMessage, question) : null
      const [first] = answer?.by === 'model' ? answer.value : []
      if (first?.path.by === 'model') byModel += 1
      else byRules += 1
      return first?.triage ?? rules
    },
  }
}
