import { zodResponseFormat } from 'openai/helpers/zod'
import type { ChatCompletionCreateParamsNonStreaming } from 'openai/resources/chat/completions'
import type { ZodType } from 'zod'
import { z } from 'zod'
import type { Prompt } from './prompt.ts'

/** How an answer is asked for, the strictest first; endpoints know all, some or none of them. */
export const answerFormats = ['schema', 'object', 'text'] as const
export type AnswerFormat = (typeof answerFormats)[number]

/** The next less strict format; null after the last. */
export function looserFormat(format: AnswerFormat): AnswerFormat | null {
  return answerFormats[answerFormats.indexOf(format) + 1] ?? null
}

/** The body of a call: instructions first, then people's words as data, last. */
export function requestBody<Data, Raw, Result>(
  model: string,
  prompt: Prompt<Data, Raw, Result>,
  { data, format }: { data: Data; format: AnswerFormat },
): ChatCompletionCreateParamsNonStreaming {
  const { instructions, output, outputTokens, name } = prompt
  const system = format === 'schema' ? instructions : `${instructions}\n${describe(output)}`
  return {
    model,
    temperature: 0,
    max_tokens: outputTokens,
    messages: [
      { role: 'system', content: system },
      { role: 'user', content: JSON.stringify(prompt.input(data)) },
    ],
    ...(format === 'schema' ? { response_format: zodResponseFormat(output, name) } : {}),
    ...(format === 'object' ? { response_format: { type: 'json_object' } } : {}),
  }
}

function describe(output: ZodType): string {
  return `只输出一个 json 对象，不要别的文字，不要代码块。它的 JSON Schema：\n${JSON.stringify(z.toJSONSchema(output))}`
}
