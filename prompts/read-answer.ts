import type { ZodType } from 'zod'
import { z } from 'zod'
import { ModelFault } from './model-fault.ts'

/** As much of a chat completion as we rely on; endpoints differ in the rest. */
const Completion = z.object({
  choices: z.array(
    z.object({
      finish_reason: z.string().nullish(),
      message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
    }),
  ),
})

const Usage = z.object({
  usage: z.object({
    prompt_tokens: z.number().nonnegative(),
    completion_tokens: z.number().nonnegative(),
  }),
})

const longestContent = 20_000
const mostStarts = 10

/** Reads the answer out of a completion; throws a `ModelFault` that says what is wrong with it. */
export function readAnswer<Raw>(completion: unknown, schema: ZodType<Raw>): Raw {
  const parsed = schema.safeParse(firstObject(contentOf(completion)))
  if (!parsed.success) throw new ModelFault('wrong_shape', parsed.error.issues[0]?.path.join('.'))
  return parsed.data
}

/** What a completion cost, as far as the endpoint says so. */
export function tokensOf(completion: unknown): { tokensIn: number; tokensOut: number } {
  const { data } = Usage.safeParse(completion)
  return { tokensIn: data?.usage.prompt_tokens ?? 0, tokensOut: data?.usage.completion_tokens ?? 0 }
}

function contentOf(completion: unknown): string {
  const read = Completion.safeParse(completion)
  // An HTML page with status 200 arrives here as a string.
  if (!read.success) throw new ModelFault(typeof completion === 'string' ? 'not_json' : 'empty')
  const [choice] = read.data.choices
  if (choice?.finish_reason === 'content_filter') throw new ModelFault('filtered')
  if (choice?.message.refusal) throw new ModelFault('refused')
  if (choice?.finish_reason === 'length') throw new ModelFault('cut_off')
  if (!choice?.message.content) throw new ModelFault('empty')
  return choice.message.content
}

/** The first JSON object of a text: some models put words, a fence or their thoughts around it. */
function firstObject(content: string): unknown {
  const text = content.slice(0, longestContent).replace(/<think>.*?<\/think>/su, '')
  let start = text.indexOf('{')
  for (let tries = 0; start >= 0 && tries < mostStarts; tries++) {
    const object = parse(text.slice(start, endOfObject(text, start)))
    if (object !== undefined) return object
    start = text.indexOf('{', start + 1)
  }
  throw new ModelFault('not_json')
}

/** Where the object that begins at `start` ends; braces inside strings do not count. */
function endOfObject(text: string, start: number): number {
  const marks = /"(?:[^"\\]|\\.)*"|[{}]/gsu
  marks.lastIndex = start
  let depth = 0
  for (let mark = marks.exec(text); mark; mark = marks.exec(text)) {
    if (mark[0] === '{') depth += 1
    if (mark[0] === '}') depth -= 1
    if (depth === 0) return marks.lastIndex
  }
  return text.length
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
