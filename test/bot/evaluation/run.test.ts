import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readerBy } from '../../../bot/evaluation/model-reader.ts'
import { runEvaluation } from '../../../bot/evaluation/run.ts'
import type { Ask } from '../../../prompts/prompt.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'linsheng-eval-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const door = { readEnv: () => ({}), logger: pino({ level: 'silent' }) }
const row = {
  id: 'a',
  text: '3号楼2单元电梯不动了',
  sender_role: 'resident',
  group: { community: 'x' },
  is_complaint: true,
  intent: 'complaint',
  category: 'repair.elevator',
  urgency: 'urgent',
  building: '3',
  unit: '2',
  room: null,
  place: '电梯',
  summary_keywords: ['电梯'],
}

function write(name: string, content: unknown): string {
  const file = join(folder, name)
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}

describe('npm run eval', () => {
  it('writes one JSON document with the scores and the speed, and one prediction per id', async () => {
    const file = write('one.jsonl', row)
    const out = join(folder, 'out.jsonl')
    const { stdout, exitCode } = await runEvaluation(['messages', file, '--json', '--out', out], door)

    const scores = JSON.parse(stdout)
    expect(exitCode).toBe(0)
    expect(scores).toMatchObject({
      n: 1,
      missing: 0,
      is_complaint: { f1: 1 },
      performance: { p50: expect.any(Number) },
    })
    expect(Object.keys(scores)).toContain('location_all3_exact')
    expect(JSON.parse(readFileSync(out, 'utf8'))).toMatchObject({
      id: 'a',
      is_complaint: true,
      building: '3',
    })
  })

  it('reports for people with tables and the words of what went wrong', async () => {
    const file = write('wrong.jsonl', { ...row, building: '4' })
    const { stdout } = await runEvaluation(['messages', file], door)

    expect(stdout).toContain('诉求 F1')
    expect(stdout).toContain('repair.elevator')
    expect(stdout).toMatch(/楼号\s+4 -> 3\s+3号楼2单元电梯不动了/u)
  })

  it('runs threads the same way', async () => {
    const message = {
      mid: 'm1',
      ts: '2025-11-01T08:00:00+08:00',
      sender: 'u',
      sender_name: 'u',
      sender_role: 'resident',
      text: row.text,
    }
    const { id: _, text: __, sender_role: ___, group, is_complaint: ____, intent: _____, ...ticket } = row
    const expected = { ...ticket, status: 'open', reporters: ['u'], message_ids: ['m1'] }
    const file = write('threads.jsonl', {
      id: 't',
      group,
      type: 'merge',
      messages: [message],
      expected_tickets: [expected],
    })
    const { stdout } = await runEvaluation(['threads', file, '--json'], door)

    expect(JSON.parse(stdout)).toMatchObject({
      threads: 1,
      ticket: { f1: 1 },
      on_matched: { location_all3: 1 },
    })
  })

  it('exits with 1 and names what fell below the baseline or grew beyond it', async () => {
    const file = write('wrong.jsonl', { ...row, building: '4' })
    const baseline = write('baseline.json', {
      minimum: { 'is_complaint.f1': 1, 'building.exact_all': 1, 'no.such': 1 },
      maximum: { 'emergency.false_alarms': 0, 'building.spurious_when_null': 0 },
    })
    const { stderr, exitCode } = await runEvaluation(['messages', file, '--baseline', baseline], door)

    expect(exitCode).toBe(1)
    expect(stderr).toContain('building.exact_all：0，低于基线 1')
    expect(stderr).toContain('no.such')
    expect(stderr).not.toContain('is_complaint.f1')
  })

  it('exits with 0 where nothing fell', async () => {
    const file = write('one.jsonl', row)
    const baseline = write('baseline.json', { minimum: { 'is_complaint.f1': 1 } })

    expect(await runEvaluation(['messages', file, '--baseline', baseline], door)).toMatchObject({
      exitCode: 0,
    })
  })

  it('names the line of what it cannot read, and passes over fields it does not know', async () => {
    const bad = write(
      'bad.jsonl',
      `${JSON.stringify(row)}\n{"id":"b"\n${JSON.stringify({ ...row, id: 'c', urgency: 'soon' })}`,
    )
    const odd = write('odd.jsonl', { ...row, colour: 'red', group: { community: 'x', street: 'y' } })
    const refused = await runEvaluation(['messages', bad], door)
    const taken = await runEvaluation(['messages', odd], door)

    expect(refused).toMatchObject({ exitCode: 2, stdout: '' })
    expect(refused.stderr).toMatch(/第2行：不是有效的 JSON[\s\S]*第3行：urgency：只能是/u)
    expect(taken.exitCode).toBe(0)
    expect(taken.stderr).toMatch(/第1行：不认识的字段 (?:group\.street|colour)/u)
  })

  it.each([
    [['messages'], '必须写'],
    [['rows', 'x.jsonl'], '只能是 messages、threads'],
    [['messages', 'nowhere.jsonl'], '没有这个文件'],
    [['messages', 'nowhere.jsonl', '--bassline', 'x'], '是不是 --baseline'],
  ])('refuses %j', async (argv, words) => {
    const { stderr, exitCode } = await runEvaluation(argv, door)

    expect(exitCode).toBe(2)
    expect(stderr).toContain(words)
  })

  it('says which output cannot be written', async () => {
    const file = write('one.jsonl', row)
    const { stderr } = await runEvaluation(['messages', file, '--out', join(folder, 'no', 'where')], door)

    expect(stderr).toContain('没有这个目录')
  })
})

describe('a model', () => {
  const answered: Ask = async (prompt, data) => ({ value: prompt.fallback(data), by: 'rules', why: 'paused' })

  it('is asked only where the rules are unsure, and its answers are counted apart from theirs', async () => {
    const { read, decided } = readerBy(answered)

    expect(await read(row.text, {})).toMatchObject({ category: 'repair.elevator' })
    expect(await read('这事得有个说法吧大家伙', {})).toMatchObject({ intent: expect.any(String) })
    expect(decided()).toEqual({ byModel: 0, byRules: 2 })
  })
})
