import OpenAI from 'openai'
import type { AnswerFormat } from './answer-format.ts'
import { requestBody } from './answer-format.ts'
import type { FaultKind } from './model-fault.ts'
import { faultOf, ModelFault } from './model-fault.ts'
import type { Prompt } from './prompt.ts'
import { readAnswer, tokensOf } from './read-answer.ts'

/** Which model; every field is set on purpose, so that residents' words go nowhere by default. */
export interface ModelSettings {
  apiKey: string
  baseUrl: string
  model: string
}

/** One call that was made, for whoever counts. */
export interface ModelCall {
  outcome: FaultKind | 'ok'
  seconds: number
  tokensIn: number
  tokensOut: number
}

export interface EndpointParts {
  /** Takes one of today's calls; false when they are used up. */
  takeCall(): Promise<boolean>
  onCall?(call: ModelCall): void
}

/** Makes one call: an answer of the prompt's shape, or a `ModelFault`, within so many milliseconds. */
export type Call = <Data, Raw, Result>(
  prompt: Prompt<Data, Raw, Result>,
  data: Data,
  how: { format: AnswerFormat; ms: number },
) => Promise<Raw>

/** Makes the way to an OpenAI-compatible endpoint; each call is taken from the day's budget and counted. */
export function createEndpoint(settings: ModelSettings, { takeCall, onCall }: EndpointParts): Call {
  const client = createClient(settings)

  async function take(): Promise<void> {
    const isFree = await takeCall().catch((error: unknown) => {
      throw new ModelFault('error', String(error))
    })
    if (!isFree) throw new ModelFault('budget')
  }

  return (prompt, data, { format, ms }) =>
    within(ms, async (signal) => {
      await take()
      const startedAt = performance.now()
      let completion: unknown
      function report(outcome: ModelCall['outcome']): void {
        const seconds = (performance.now() - startedAt) / 1000
        onCall?.({ outcome, seconds, ...tokensOf(completion) })
      }
      try {
        const body = requestBody(settings.model, prompt, { data, format })
        completion = await client.chat.completions.create(body, { signal })
        const answer = readAnswer(completion, prompt.output)
        report('ok')
        return answer
      } catch (error) {
        const fault = signal.aborted ? new ModelFault('timeout') : faultOf(error)
        report(fault.kind)
        throw fault
      }
    })
}

function createClient({ apiKey, baseUrl }: ModelSettings): OpenAI {
  return new OpenAI({
    apiKey,
    baseURL: baseUrl,
    // Else these would come from the environment.
    organization: null,
    project: null,
    logLevel: 'off',
    maxRetries: 0,
    fetch: fetchPlainly,
  })
}

/** Follows no redirect: words go to the address the operator wrote, and nowhere else. */
async function fetchPlainly(url: string | URL | Request, init?: RequestInit): Promise<Response> {
  const response = await fetch(url, { ...init, redirect: 'manual' })
  if (response.status < 400 || response.status >= 500) return response
  // Some servers do not put their complaint under `error`, and the client shows only what stands there.
  const { status, headers } = response
  const text = await response.text()
  const body = text.includes('"error"') ? text : JSON.stringify({ error: { message: text } })
  return new Response(body, { status, headers })
}

/** Settles within the time, whatever the call does; what it says later is nobody's. */
async function within<T>(ms: number, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      controller.abort()
      reject(new ModelFault('timeout'))
    }, ms)
  })
  try {
    return await Promise.race([run(controller.signal), late])
  } finally {
    clearTimeout(timer)
  }
}
