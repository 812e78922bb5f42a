import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { useChats } from '../../support/chat.ts'
import { tellOfLiyang, ticketOf } from '../../support/known-person.ts'
import { opsDoor, runLine, setVersion } from '../../support/ops.ts'
import { linkEnv, usePageDoor } from '../../support/page-door.ts'
import { textIn } from '../../support/word-file.ts'

const chats = useChats({ env: linkEnv })
const door = usePageDoor(chats)
/** Words are part of a dossier; whose they are is not. */
const persons = /李阳|阳阳妈|liyang|王工|138\d{8}|(?<![0-9a-zA-Z])501(?![0-9a-zA-Z])/u
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dossier-'))
})
afterAll(() => rm(folder, { recursive: true }))
beforeEach(() => setVersion())

function ops(line: string) {
  return runLine(line, opsDoor(chats.clock.at))
}

describe('tickets dossier', () => {
  it('saves a page and a Word file without persons, for the eyes of the operator only', async () => {
    await tellOfLiyang(chats, door)
    const [page, word] = [join(folder, 'a.html'), join(folder, 'a.docx')]
    const saved = await ops(`tickets dossier 1001 --community jinxiu --out ${page}`)
    await ops(`tickets dossier 1001 --community jinxiu --out ${word}`)

    expect(saved).toMatchObject({ exitCode: 0, json: { number: 1001, persons: false, photos: 1 } })
    for (const text of [await readFile(page, 'utf8'), textIn(await readFile(word), 'document.xml')]) {
      expect(text).toContain('锦绣家园 1001号工单卷宗')
      expect(text).not.toMatch(persons)
    }
    expect((await stat(page)).mode & 0o777).toBe(0o600)
    expect(
      (await ticketOf(1001)).events.filter(({ kind, by }) => kind === 'seen' && by === null),
    ).toHaveLength(1)
  })

  it('names persons and rooms only if asked to', async () => {
    await tellOfLiyang(chats, door)
    const page = join(folder, 'b.html')
    const { json } = await ops(`tickets dossier 1001 --community jinxiu --out ${page} --persons`)
    const written = await readFile(page, 'utf8')

    expect(json).toMatchObject({ persons: true })
    expect(written).toContain('李阳')
    expect(written).toContain('501')
  })

  it('names what is wrong, and overwrites nothing', async () => {
    await chats.say('liyang', '3号楼2单元电梯不动了')
    await chats.say('sunli', '业委会主任把公共收益私分了')
    const out = join(folder, 'c.html')
    const code = async (words: string) => (await ops(`tickets dossier ${words}`)).json.error.code
    await ops(`tickets dossier 1001 --community jinxiu --out ${out}`)

    expect(await code(`1001 --community jinxiu --out ${out}`)).toBe('cannot_write')
    expect(await code(`9 --community jinxiu --out ${out}`)).toBe('ticket_not_found')
    expect(await code(`1001 --community x --out ${out}`)).toBe('unknown_community')
    expect(await code(`1002 --community jinxiu --out ${join(folder, 'd.html')}`)).toBe('for_one')
    expect(await code(`1001 --community jinxiu --out ${join(folder, 'd.pdf')}`)).toBe('bad_arguments')
  })
})
