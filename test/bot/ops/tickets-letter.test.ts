import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { useChats } from '../../support/chat.ts'
import { opsDoor, runLine, setVersion } from '../../support/ops.ts'
import { textIn } from '../../support/word-file.ts'

const chats = useChats()
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'letter-'))
})
afterAll(() => rm(folder, { recursive: true }))
beforeEach(() => setVersion())

function ops(line: string) {
  return runLine(line, opsDoor(chats.clock.at))
}

describe('tickets letter', () => {
  it('saves a draft as a Word file, without persons, and overwrites nothing', async () => {
    await chats.say('liyang', '我是李阳，3号楼2单元501厨房漏水，电话13812345678')
    const out = join(folder, 'letter.docx')
    const saved = await ops(`tickets letter 1001 --community jinxiu --out ${out}`)
    const again = await ops(`tickets letter 1001 --community jinxiu --out ${out}`)
    const text = textIn(await readFile(out), 'document.xml')

    expect(saved).toMatchObject({ exitCode: 0, json: { file: out } })
    expect(text).toMatch(/^关于移交小区有关问题的函（草稿）/u)
    expect(text).toContain('编号1001')
    expect(text).toContain('迎宾社区居民委员会（盖章）')
    expect(text).not.toMatch(/李阳|501|138/u)
    expect(again).toMatchObject({ exitCode: 1, json: { error: { code: 'cannot_write' } } })
  })

  it('names what is wrong', async () => {
    await chats.say('sunli', '业委会主任把公共收益私分了')
    const out = join(folder, 'other.docx')

    const code = async (words: string) => (await ops(`tickets letter ${words}`)).json.error.code
    expect(await code(`9 --community jinxiu --out ${out}`)).toBe('ticket_not_found')
    expect(await code(`1001 --community x --out ${out}`)).toBe('unknown_community')
    expect(await code(`1001 --community jinxiu --out ${out}`)).toBe('for_one')
    expect(await code('1001 --community jinxiu')).toBe('bad_arguments')
  })
})
