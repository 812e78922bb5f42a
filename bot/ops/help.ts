import { z } from 'zod'
import { isSwitch, optionName, positionalName } from './arguments.ts'
import type { Command, Result } from './command.ts'
import { nearest } from './nearest.ts'
import { type OpsError, wrongUsage } from './ops-error.ts'
import { table } from './table.ts'

const prefix = 'npm run ops -- '

/** What there is, one line per command; with a part of a name only what begins so. */
export function overview(commands: readonly Command[], words: readonly string[] = []): Result {
  const [exact] = commands.filter(({ name }) => name === words.slice(0, 2).join(' '))
  if (exact) return { data: { commands: [describe(exact)] }, text: manual(exact) }
  const chosen = commands.filter(({ name }) => name.split(' ')[0] === words[0])
  const shown = chosen.length > 0 ? chosen : commands
  const list = table(
    ['命令', '做什么', `例子（前面都加 ${prefix.trim()}）`],
    shown.map(({ name, help, example }) => [name, help, example]),
  )
  const foot = `每个命令后面加 --help 看写法，加 --json 得到一份 JSON（配合 npm run -s）。`
  return { data: { commands: shown.map(describe) }, text: `邻声 ops：管理员命令\n\n${list}\n\n${foot}` }
}

function describe(command: Command): object {
  const { name, help, example } = command
  return { name, help, usage: usage(command), example: prefix + example }
}

function usage({ name, positionals = [], input }: Command): string {
  const options = Object.entries(input.shape)
    .filter(([field]) => !positionals.includes(field))
    .map(([field, schema]) => {
      const written = isSwitch(schema) ? optionName(field) : `${optionName(field)} …`
      return z.safeParse(schema, undefined).success ? `[${written}]` : written
    })
  return [name, ...positionals.map(positionalName), ...options].join(' ')
}

function manual(command: Command): string {
  const { help, example, positionals = [], input } = command
  const fields = Object.entries(input.shape).map(([field, schema]) => [
    positionals.includes(field) ? positionalName(field) : optionName(field),
    z.globalRegistry.get(schema)?.description ?? '',
  ])
  const lines = fields.length > 0 ? `\n\n${table(['参数', '说明'], fields)}` : ''
  return `${help}\n\n写法：${prefix}${usage(command)}\n例：${prefix}${example}${lines}`
}

/** The error for words that name no command: what was probably meant, or what the noun offers. */
export function unknownCommand(commands: readonly Command[], words: readonly string[]): OpsError {
  const [noun = '', verb] = words
  const verbs = commands.filter(({ name }) => name.startsWith(`${noun} `)).map(({ name }) => name)
  if (verbs.length > 0 && (!verb || verb.startsWith('-'))) {
    return wrongUsage('missing_verb', `${noun} 后面要写动作，可用的命令：${verbs.join('、')}。`)
  }
  const given = verb && !verb.startsWith('-') ? `${noun} ${verb}` : noun
  const names = verbs.length > 0 ? verbs : commands.map(({ name }) => name)
  const like = nearest(given, names) ?? likeByNoun(noun, commands) ?? verbs[0]
  const hint = like ? `是不是：${like}？` : ''
  return wrongUsage('unknown_command', `没有命令“${given}”。${hint}不带参数运行 npm run ops 看全部命令。`)
}

function likeByNoun(noun: string, commands: readonly Command[]): string | undefined {
  const like = nearest(
    noun,
    commands.map(({ name }) => name.split(' ')[0] ?? name),
  )
  return commands.find(({ name }) => name.split(' ')[0] === like)?.name
}
