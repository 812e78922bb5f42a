import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readJsonl } from '../../../bot/replay/read-jsonl.ts'
import { runReplay } from '../../../bot/replay/run.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'linsheng-replay-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const chat = `这一行前面没有人
13-2-702 老孟 2025/11/1 7:41:00
13号楼2单元电梯坏了
豆豆妈 2025/11/1 7:43:00
我家也是，老孟你家呢，我电话13812345678<script>alert(1)</script>
夏至 2025/11/1 7:50:00
20号楼1单元楼道好大煤气味
卖馒头的 2025/11/1 7:55:00
今天的花卷还剩六袋，要的私我
13-2-702 老孟 2025/11/1 8:20:00
电梯好了，谢谢
`

async function replay(content: string, ...options: string[]) {
  const file = join(folder, 'chat.txt')
  const html = join(folder, 'report.html')
  writeFileSync(file, content)
  const written = await runReplay([file, '--html', html, ...options])
  return { ...written, page: written.exitCode === 0 ? readFileSync(html, 'utf8') : '' }
}

describe('npm run replay', () => {
  it('tells what would be captured, merged, answered and left alone, and which lines it could not read', async () => {
    const { stdout, exitCode } = await replay(chat)

    expect(exitCode).toBe(0)
    expect(stdout).toContain('4人说了5条。会记2件（其中险情1件），并入已有的2条')
    expect(stdout).toMatch(/1001\s+13号楼2单元电梯\S+\s+电梯\s+.*已结案\s+2\s+3/u)
    expect(stdout).toMatch(/1002\s+20号楼1单元.*险情/u)
    expect(stdout).toContain('第1行（前面没有说话的人）')
  })

  it('writes a page that needs nothing else: no script, no link, nothing from outside', async () => {
    const { page } = await replay(chat)

    expect(page).toContain('<html lang="zh-CN">')
    expect(page).toContain("default-src 'none'")
    expect(page).not.toMatch(/<script|<link|<img|src=|href=|https?:/u)
    expect(page).toContain('已登记（1001）')
    expect(page).toContain('⚠️20号楼1单元疑似燃气泄漏')
    expect(page).toContain('花卷')
  })

  it('hides names and phones unless it is told not to', async () => {
    const masked = await replay(chat)
    const plain = await replay(chat, '--names')

    expect(masked.page).not.toMatch(/老孟|豆豆妈|13812345678/u)
    expect(masked.page).toContain('住户1')
    expect(plain.page).toContain('老孟')
    expect(plain.page).toContain('13812345678')
  })

  it('takes the building of the group from the command line', async () => {
    const { stdout } = await replay('老孟 2025/11/1 7:41\n2单元电梯不动了', '--building', '13')

    expect(stdout).toMatch(/13号楼2单元电梯/u)
  })

  it('says so where there is nothing to read, or nowhere to write', async () => {
    const empty = await replay('电梯坏了')
    const file = join(folder, 'chat.txt')
    writeFileSync(file, chat)
    const nowhere = await runReplay([file, '--html', join(folder, 'no', 'where.html')])

    expect(empty).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('没有读出一条消息') })
    expect(nowhere).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('没有这个目录') })
    expect(await runReplay(['nowhere.txt'])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('没有这个文件'),
    })
  })
})

describe('JSON lines', () => {
  const said = { ts: '2025-11-01T08:00:00+08:00', sender: 'u_a', text: '电梯坏了' }

  it('make one chat of single messages, and keep threads apart', () => {
    const thread = {
      id: 'T1',
      group: { community: 'x', building: '3' },
      messages: [{ ...said, mid: 'm1', sender_name: '物业小宋' }],
    }
    const { chats, unread } = readJsonl([said, said, thread].map((row) => JSON.stringify(row)).join('\n'))

    expect(unread).toEqual([])
    expect(chats).toMatchObject([
      { building: '3', messages: [{ sender: 'T1 u_a', role: 'property' }] },
      { messages: [{ sender: 'u_a', role: 'resident' }, { id: 'L2' }] },
    ])
  })

  it('name the lines that are none', () => {
    const { unread } = readJsonl(`${JSON.stringify(said)}\n{"ts":1}\n{oops`)

    expect(unread).toMatchObject([
      { line: 2, why: expect.stringContaining('缺') },
      { line: 3, why: '不是有效的 JSON' },
    ])
  })
})
