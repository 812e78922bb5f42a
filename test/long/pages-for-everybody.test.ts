import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { hasBrowser, sizes, tabThrough } from '../support/browser.ts'
import { usePages } from './pages.ts'

const mostScriptBytes = 200 * 1024

describe.skipIf(!hasBrowser())('pages for everybody', () => {
  const { page, built, open, tapSuggestion, expectSound } = usePages()
  const answered = () => page().getByRole('log').getByText('已登记').first()

  it.each(Object.entries(sizes))('reach everything with the keyboard alone on a %s', async (_, viewport) => {
    await open(viewport)
    await tapSuggestion('3号楼2单元电梯不动了')
    await page().reload()
    await answered().waitFor()
    const { controls, reached, ringless } = await tabThrough(page())

    expect(controls).toBeGreaterThan(10)
    expect(reached).toBe(controls)
    expect(ringless).toEqual([])
  })

  it('open a ticket without a mouse', async () => {
    await open(sizes.desktop)
    await page().getByLabel('以李阳的身份说').focus()
    await page().keyboard.type('3号楼2单元电梯不动了')
    await page().keyboard.press('Enter')

    await answered().waitFor()
    await expectSound()
  })

  it.each([
    ['a desktop at 200 %', { width: 720, height: 450 }],
    ['a very narrow phone', { width: 320, height: 568 }],
  ])('hold together on %s, in large type, too', async (_, viewport) => {
    await open(viewport)
    await tapSuggestion('3号楼2单元电梯不动了')
    await expectSound()
    await page().getByRole('switch', { name: '大字' }).click()
    await page().reload()
    await answered().waitFor()

    const isLarge = await page().getByRole('switch', { name: '大字' }).getAttribute('aria-checked')
    expect(isLarge).toBe('true')
    expect(await page().getByRole('button', { name: '发送' }).first().isVisible()).toBe(true)
    await expectSound()
  })

  it.each(['/', '/l/some.token', '/ticket/1', '/household'])('load little at %s', async (path) => {
    await open(sizes.phone, '/healthz')
    const scripts = new Set<string>()
    page().on('request', (request) => {
      if (request.resourceType() === 'script') scripts.add(new URL(request.url()).pathname)
    })
    await page().goto(path)
    await page().getByRole('heading').first().waitFor()
    const bytes = [...scripts].map((name) => gzipSync(readFileSync(join(built(), name))).length)
    const total = bytes.reduce((sum, one) => sum + one, 0)

    expect(total).toBeGreaterThan(0)
    expect(total).toBeLessThan(mostScriptBytes)
  })
})
