import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Locator } from 'playwright-core'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { hasBrowser, sizes, tabThrough } from '../support/browser.ts'
import { usePages } from './pages.ts'

const mostScriptBytes = 200 * 1024
const smallWindows = [
  ['667 × 375', { width: 667, height: 375 }, false],
  ['740 × 360', { width: 740, height: 360 }, false],
  ['568 × 320', { width: 568, height: 320 }, false],
  ['844 × 390 in large type', { width: 844, height: 390 }, true],
  ['320 × 568 in large type', { width: 320, height: 568 }, true],
] as const

const readFocused = `(() => {
  const at = document.activeElement
  return at.getAttribute('aria-label') ?? at.textContent.trim()
})()`

describe.skipIf(!hasBrowser())('pages for everybody', () => {
  const { page, home, built, open, column, tapSuggestion, expectSound } = usePages()
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

  it.each(smallWindows)(
    'leave room to write at %s, with photos and a quote',
    async (_, viewport, isLarge) => {
      await open(viewport)
      if (isLarge) await page().getByRole('switch', { name: '大字' }).click()
      const mine = column('李阳')
      const file = join(home(), 'photo.png')
      const photo = sharp({ create: { width: 40, height: 40, channels: 3, background: '#888' } })
      writeFileSync(file, await photo.png().toBuffer())
      await mine.getByLabel('选照片').setInputFiles([file, file])
      await mine.getByAltText('要发的第2张照片').waitFor()
      await mine.getByRole('log').getByRole('listitem').last().locator('summary').click()
      await mine.getByRole('button', { name: '引用' }).click()
      await mine.getByRole('button', { name: '不引用了' }).waitFor()
      const box = mine.getByLabel('以李阳的身份说')
      await box.fill('一二三四五六七八九十'.repeat(12))

      for (const part of [box, mine.getByRole('button', { name: '发送' })]) {
        const { x, y, width, height } = (await part.boundingBox()) ?? { x: -1, y: -1, width: 0, height: 0 }
        expect(Math.min(x, y)).toBeGreaterThan(0)
        expect(x + width).toBeLessThanOrEqual(viewport.width)
        expect(y + height).toBeLessThanOrEqual(viewport.height)
      }
      expect((await mine.getByRole('log').boundingBox())?.height).toBeGreaterThan(32)
      await expectSound()
    },
  )

  it('never lose the focus of whoever uses the keyboard', async () => {
    await open(sizes.desktop)
    const number = await tapSuggestion('3号楼2单元电梯不动了')
    const focused = () => page().evaluate<string>(readFocused)
    const press = async (part: Locator) => {
      await part.focus()
      await page().keyboard.press('Enter')
    }
    await page().reload()
    await answered().waitFor()
    await page().keyboard.press('Tab')
    await page().keyboard.press('Enter')
    expect(await focused()).toBe('以李阳的身份说')
    await press(column('李阳').getByRole('button', { name: '帮助', exact: true }))
    await column('李阳').getByRole('log').getByText('您可以这样说').waitFor()
    expect(await focused()).toBe('帮助')
    const card = column('陈经理').getByRole('log').getByRole('listitem').filter({ hasText: number })
    await press(card.getByRole('button', { name: '接单', exact: true }))
    await card.getByText('现在：已接单').waitFor()
    expect(await focused()).toBe('已联系')
    await press(page().getByRole('button', { name: /快进$/u }))
    await press(page().getByRole('button', { name: '10分钟' }))
    await page().getByText('比真实时间快').waitFor()
    expect(await focused()).toBe('10分钟')
    await page().keyboard.press('Escape')
    expect(await focused()).toMatch(/快进$/u)
    await press(column('李阳').getByRole('button', { name: '换人' }))
    await press(page().getByRole('dialog').getByRole('button', { name: /^王敏/u }))
    await column('王敏').waitFor()

    expect(await focused()).toMatch(/换人$/u)
  })

  it('reach every message with the arrow keys, and go back to the list where one came from', async () => {
    await open(sizes.phone)
    const menus = column('李阳').getByRole('log').locator('summary')
    await menus.last().focus()
    const count = await menus.count()
    await page().keyboard.press('Home')
    expect(await menus.first().evaluate((menu) => menu.matches(':focus'))).toBe(true)
    expect(await menus.evaluateAll((all) => all.filter(({ tabIndex }) => tabIndex === 0).length)).toBe(1)
    for (let i = 1; i < count; i++) await page().keyboard.press('ArrowDown')
    expect(await menus.last().evaluate((menu) => menu.matches(':focus'))).toBe(true)
    await column('李阳')
      .getByRole('button', { name: /^返回聊天列表/u })
      .press('Enter')

    expect(await page().evaluate<string>(readFocused)).toMatch(/^群?锦绣家园业主群/u)
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
