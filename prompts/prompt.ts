import OpenAI from 'openai'
import { zodResponseFormat } from 'openai/helpers/zod'
import type { Logger } from 'pino'
import type { ZodType } from 'zod'

/** What we ask the model, what answer we accept, and what we do without it. */
export interface Prompt<Data, Raw, Result> {
  name: string
  instructions: string
  /** What the model gets to see, as plain data; people's words only ever enter here. */
  input(data: Data): Record<string, unknown>
  output: ZodType<Raw>
  /** The result without a model. */
  fallback(data: Data): Result
  /** Makes the result out of the model's answer; what may not be left to a model is decided here. */
  settle(answer: Raw, data: Data): Result
}

/** An answer and who gave it. */
export interface Answer<Result> {
  value: Result
  by: 'model' | 'rules'
}

/** Asks and always resolves: with the model's answer if it is usable, else with the prompt's own fallback. */
export type Ask = <Data, Raw, Result>(
  prompt: Prompt<Data, Raw, Result>,
  data: Data,
) => Promise<Answer<Result>>

/** Which model; every field is set on purpose, so that residents' words go nowhere by default. */
export interface ModelSettings {
  apiKey: string
  baseUrl: string
  model: string
}

/** Longest wait for the model in all, its one retry included. */
const timeoutMs = 9_000

/** Asks nobody: every prompt answers with its fallback. */
export const askRules: Ask = async (prompt, data) => ({ value: prompt.fallback(data), by: 'rules' })

/** An `Ask` over any OpenAI-compatible endpoint; timeout, refusal, truncation and nonsense end in the fallback. */
export function createAsk(settings: ModelSettings, logger: Logger): Ask {
  const client = new OpenAI({
    apiKey: settings.apiKey,
    baseURL: settings.baseUrl,
    maxRetries: 1,
    timeout: timeoutMs / 2,
  })
  return async (prompt, data) => {
    try {
      const value = await complete(client, settings.model, prompt, data)
      return { value: prompt.settle(value, data), by: 'model' }
    } catch (error) {
      logger.warn({ err: error, prompt: prompt.name }, 'the model did not answer, rules decide')
      return { value: prompt.fallback(data), by: 'rules' }
    }
  }
}

async function complete<Data, Raw, Result>(
  client: OpenAI,
  model: string,
  prompt: Prompt<Data, Raw, Result>,
  data: Data,
): Promise<Raw> {
  const completion = await client.chat.completions.parse(
    {
      model,
      messages: [
        { role: 'system', content: prompt.instructions },
        { role: 'user', content: JSON.stringify(prompt.input(data)) },
      ],
      response_format: zodResponseFormat(prompt.output, prompt.name),
    },
    { signal: AbortSignal.timeout(timeoutMs) },
  )
  const parsed = completion.choices[0]?.message.parsed
  if (parsed === null || parsed === undefined) throw new Error('the model refused or answered nothing')
  return prompt.output.parse(parsed)
}
