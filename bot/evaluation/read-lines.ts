import { readFile } from 'node:fs/promises'
import type { ZodType, z } from 'zod'
import { explain } from '../ops/check-input.ts'
import { wrongUsage } from '../ops/ops-error.ts'

const mostProblems = 20

/** The rows of a file, and what was passed over in them, by line. */
export interface Lines<Row> {
  rows: Row[]
  remarks: string[]
}

/** The text of a file; says what is wrong where it cannot be read. */
export async function readText(file: string): Promise<string> {
  const bytes = await readFile(file).catch((cause: NodeJS.ErrnoException) => {
    const reason = cause.code === 'ENOENT' ? '没有这个文件' : cause.message
    throw wrongUsage('bad_file', `读不了 ${file}：${reason}。`)
  })
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw wrongUsage('bad_file', `${file} 不是 UTF-8 编码，请另存为 UTF-8。`)
  }
}

/** Reads one row per line: fields nobody knows are passed over and named, anything else wrong stops with its line. */
export function readLines<Row extends { id: string }>(
  file: string,
  content: string,
  schema: ZodType<Row>,
): Lines<Row> {
  const rows: Row[] = []
  const remarks: string[] = []
  const problems: string[] = []
  for (const [at, line] of content.split(/\r?\n/u).entries()) {
    if (line.trim() === '') continue
    const read = readLine(line, schema)
    if (read.row) rows.push(read.row)
    remarks.push(...read.unknown.map((field) => `第${at + 1}行：不认识的字段 ${field}，没有用它`))
    problems.push(...read.problems.map((problem) => `第${at + 1}行：${problem}`))
  }
  problems.push(...repeated(rows))
  if (problems.length > 0) throw badFile(file, problems)
  if (rows.length === 0) throw wrongUsage('bad_file', `${file} 里没有数据。`)
  return { rows, remarks }
}

function badFile(file: string, problems: readonly string[]): Error {
  const shown = problems.slice(0, mostProblems).map((problem) => `  - ${problem}`)
  const more = problems.length > mostProblems ? `\n  ……共 ${problems.length} 处` : ''
  return wrongUsage('bad_file', `${file} 的内容不对，没有评测：\n${shown.join('\n')}${more}`)
}

function repeated(rows: readonly { id: string }[]): string[] {
  const seen = new Set<string>()
  return rows.flatMap(({ id }) => {
    if (seen.has(id)) return [`id ${id} 出现了不止一次`]
    seen.add(id)
    return []
  })
}

interface Read<Row> {
  row?: Row
  unknown: string[]
  problems: string[]
}

function readLine<Row>(line: string, schema: ZodType<Row>): Read<Row> {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return { unknown: [], problems: ['不是有效的 JSON'] }
  }
  const parsed = schema.safeParse(value, { error: explain })
  if (parsed.success) return { row: parsed.data, unknown: [], problems: [] }
  const { issues } = parsed.error
  const unknown = issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys' ? issue.keys.map((key) => sayPath([...issue.path, key])) : [],
  )
  if (issues.some(({ code }) => code !== 'unrecognized_keys')) {
    const wrong = issues.filter(({ code }) => code !== 'unrecognized_keys')
    return { unknown, problems: wrong.map(({ path, message }) => `${sayPath(path)}：${message}`) }
  }
  const known = schema.safeParse(without(value, issues))
  return known.success ? { row: known.data, unknown, problems: [] } : { unknown, problems: ['内容不对'] }
}

function sayPath(path: readonly PropertyKey[]): string {
  return path.map((part) => (typeof part === 'number' ? `[${part + 1}]` : String(part))).join('.') || '整行'
}

/** A copy without the fields that nobody knows. */
function without(value: unknown, issues: readonly z.core.$ZodIssue[]): unknown {
  const copy = structuredClone(value)
  for (const issue of issues) {
    if (issue.code !== 'unrecognized_keys') continue
    const holder = issue.path.reduce<unknown>((at, part) => (at as Record<PropertyKey, unknown>)[part], copy)
    for (const key of issue.keys) delete (holder as Record<string, unknown>)[key]
  }
  return copy
}
