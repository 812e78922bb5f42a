import { setTimeout as delay } from 'node:timers/promises'
import type { AnswerFormat } from './answer-format.ts'
import { looserFormat } from './answer-format.ts'
import type { Call } from './endpoint.ts'
import type { ModelFault } from './model-fault.ts'
import { faultOf } from './model-fault.ts'
import type { Prompt } from './prompt.ts'

/** The first try leaves the rest of the time to a second one. */
const firstShare = 0.6
/** Waited before the second try where the endpoint names no time, and the least a try is worth; shares of the limit. */
const pauseShare = 1 / 30
const leastShare = 1 / 9

/** An answer of the prompt's shape, or a `ModelFault`, in time. */
export type Complete = <Data, Raw, Result>(prompt: Prompt<Data, Raw, Result>, data: Data) => Promise<Raw>

/** An endpoint, and what is known of it. */
interface Known {
  call: Call
  timeLimitMs: number
  format: AnswerFormat
}

/** How much of one question's time and tries is left. */
interface Left {
  ms(): number
  mayRetry: boolean
}

/**
 * Makes as few calls as it takes within `timeLimitMs`: which format of answers the endpoint knows is found out once
 * per process, and one passing fault per question is tried again.
 */
export function createComplete(call: Call, timeLimitMs: number): Complete {
  const known: Known = { call, timeLimitMs, format: 'schema' }
  return (prompt, data) => {
    const endsAt = performance.now() + timeLimitMs
    return attempt(known, prompt, data, { ms: () => endsAt - performance.now(), mayRetry: true })
  }
}

async function attempt<Data, Raw, Result>(
  known: Known,
  prompt: Prompt<Data, Raw, Result>,
  data: Data,
  { ms, mayRetry }: Left,
): Promise<Raw> {
  const { format } = known
  try {
    return await known.call(prompt, data, { format, ms: mayRetry ? ms() * firstShare : ms() })
  } catch (error) {
    const fault = faultOf(error)
    const isStep = stepsDown(known, format, fault)
    const waitMs = isStep ? 0 : pauseBefore(fault, mayRetry, known.timeLimitMs)
    if (ms() - waitMs < known.timeLimitMs * leastShare) throw fault
    await delay(waitMs)
    return attempt(known, prompt, data, { ms, mayRetry: mayRetry && isStep })
  }
}

/** Notes that the endpoint does not know a format, if that is what it said and there is a looser one. */
function stepsDown(known: Known, format: AnswerFormat, { kind }: ModelFault): boolean {
  const looser = kind === 'unknown_format' ? looserFormat(format) : null
  // Another question may have found it out meanwhile.
  if (looser && known.format === format) known.format = looser
  return looser !== null
}

function pauseBefore(fault: ModelFault, mayRetry: boolean, timeLimitMs: number): number {
  if (!mayRetry || !fault.isPassing) return Number.POSITIVE_INFINITY
  return fault.retryAfterMs ?? timeLimitMs * pauseShare
}
