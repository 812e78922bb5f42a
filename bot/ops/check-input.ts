import { z } from 'zod'
import { optionName, positionalName } from './arguments.ts'
import { wrongUsage } from './ops-error.ts'

const inChinese = z.locales.zhCN().localeError

/** Checks the fields; says of the first wrong ones which they are and what is allowed. */
export function checkInput<Input extends z.ZodObject>(
  command: { name: string; example: string; positionals?: readonly string[]; input: Input },
  given: Record<string, string | boolean>,
): z.output<Input> {
  const parsed = command.input.safeParse(given, { error: explain })
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map(({ path, message }) => {
    const field = String(path[0] ?? '')
    const label = command.positionals?.includes(field) ? positionalName(field) : optionName(field)
    return field ? `${label}：${message}` : message
  })
  throw wrongUsage('bad_arguments', `${problems.join('\n')}\n例：${command.example}`)
}

/** Says in Chinese what is wrong with a value; used for arguments and for files. */
export function explain(issue: z.core.$ZodRawIssue): string {
  if (issue.code === 'invalid_value') {
    return `${issue.input === undefined ? '必须写，' : ''}只能是 ${issue.values.join('、')}`
  }
  if (issue.code === 'invalid_type' && issue.input === undefined) return '必须写'
  if (issue.code === 'unrecognized_keys') return `不认识的字段 ${issue.keys.join('、')}`
  const found = inChinese(issue)
  return (typeof found === 'string' ? found : found?.message) ?? '内容不对'
}
