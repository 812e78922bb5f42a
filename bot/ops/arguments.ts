import { parseArgs } from 'node:util'
import { z } from 'zod'
import { nearest } from './nearest.ts'
import { wrongUsage } from './ops-error.ts'

/** What of a command decides how its words are read. */
interface Readable {
  name: string
  example: string
  positionals?: readonly string[]
  input: z.ZodObject
}

/** Where a list is cut off. */
export function limitOf(usual: number) {
  return z
    .string()
    .regex(/^[1-9]\d{0,3}$/u, '应为 1 到 9999 的整数')
    .transform(Number)
    .default(usual)
    .describe(`最多列多少条，默认 ${usual}`)
}

/** How a field is written on the command line. */
export function optionName(field: string): string {
  return `--${field.replace(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`)}`
}

/** How a positional is written in usage lines. */
export function positionalName(field: string): string {
  return field.toUpperCase()
}

/** Whether a field is a switch without a value. */
export function isSwitch(schema: z.core.$ZodType): boolean {
  return z.safeParse(schema, true).success
}

type Given = Record<string, string | boolean>
type Token = NonNullable<ReturnType<typeof parseArgs>['tokens']>[number]
type OptionToken = Extract<Token, { kind: 'option' }>

/** Sorts the words of a command line into the fields of its input; a word that has no place there is refused by name. */
export function readWords(command: Readable, words: readonly string[]): Given {
  const fields = new Map(optionFields(command).map((field) => [optionName(field), field]))
  const options = [...fields].map(([option, field]) => [option.slice(2), { type: typeOf(command, field) }])
  const { tokens } = parseArgs({
    args: [...words],
    options: Object.fromEntries(options),
    strict: false,
    tokens: true,
  })
  const given: Given = {}
  const rest = [...(command.positionals ?? [])]
  for (const token of tokens) {
    if (token.kind === 'option') takeOption(command, fields, token, given)
    if (token.kind === 'positional') given[nextPositional(command, rest, token.value)] = token.value
  }
  return given
}

function optionFields({ input, positionals = [] }: Readable): string[] {
  return Object.keys(input.shape).filter((field) => !positionals.includes(field))
}

function typeOf({ input }: Readable, field: string): 'boolean' | 'string' {
  const schema = input.shape[field]
  return schema && isSwitch(schema) ? 'boolean' : 'string'
}

function takeOption(
  command: Readable,
  fields: ReadonlyMap<string, string>,
  token: OptionToken,
  given: Given,
): void {
  const { rawName } = token
  const field = fields.get(rawName)
  if (!field) throw unknownOption(command, rawName, [...fields.keys()])
  if (field in given) throw wrongUsage('bad_arguments', `${rawName} 写了两次，只留一个。`)
  given[field] = typeOf(command, field) === 'boolean' ? readSwitch(token) : readValue(command, token)
}

function readSwitch({ rawName, value }: OptionToken): true {
  if (value === undefined) return true
  throw wrongUsage('bad_arguments', `${rawName} 后面不用写值。`)
}

function readValue({ example }: Readable, { rawName, value, inlineValue }: OptionToken): string {
  // What looks like the next option means that the value was forgotten; one really meant so is written --name=-value.
  if (value && (inlineValue || !value.startsWith('-'))) return value
  throw wrongUsage('bad_arguments', `${rawName} 后面要写值。例：${example}`)
}

function nextPositional(command: Readable, rest: string[], value: string): string {
  const field = rest.shift()
  if (field) return field
  throw wrongUsage('bad_arguments', `“${value}”是多余的。选项的值里有空格时要加引号。例：${command.example}`)
}

function unknownOption(command: Readable, given: string, known: readonly string[]): Error {
  const like = nearest(given, known)
  const may = known.length > 0 ? `可用的选项：${known.join(' ')}。` : '这个命令没有选项。'
  return wrongUsage(
    'bad_arguments',
    `${command.name} 没有选项 ${given}${like ? `，是不是 ${like}？` : '。'}${may}`,
  )
}
