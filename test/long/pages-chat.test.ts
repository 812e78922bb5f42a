import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Sharp } from 'sharp'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { hasBrowser, sizes } from '../support/browser.ts'
import { usePages } from './pages.ts'

describe.skipIf(!hasBrowser())('chatting on the pages', () => {
  const { page, url, home, open, column, openPrivate, openChat, say, tapSuggestion, expectSound } = usePages()
  const mine = () => column('李阳')
  const log = () => mine().getByRole('log')
  const bubble = (words: string) => log().getByRole('listitem').filter({ hasText: words }).last()

  /** Somebody else says something, from elsewhere. */
  async function sayElsewhere(senderId: string, text: string): Promise<void> {
    const headers = { 'content-type': 'application/json' }
    const body = JSON.stringify({ chatId: 'g-jinxiu', senderId, text })
    const response = await fetch(`${url()}/console/api/messages`, { method: 'POST', headers, body })
    expect(response.status).toBe(202)
  }

  async function choosePicture(picture: Sharp): Promise<void> {
    const file = join(home(), 'picture.png')
    writeFileSync(file, await picture.png().toBuffer())
    await mine().getByLabel('选照片').setInputFiles(file)
    await mine().getByAltText('要发的第1张照片').waitFor()
  }

  it('offers on cards only what can still be done, and ticks only what was done', async () => {
    await open(sizes.desktop)
    const number = await tapSuggestion('3号楼2单元电梯不动了')
    const theirs = column('陈经理').getByRole('log')
    const card = theirs.getByRole('listitem').filter({ hasText: `【${number}】` })
    await card.getByRole('button', { name: '已联系' }).click()
    await card.locator('.done').waitFor()
    await card.getByRole('button', { name: '接单', exact: true }).click()
    await card.getByText(`${number}号现在：已接单`).waitFor()
    expect(await card.getByRole('button', { name: '接单', exact: true }).count()).toBe(0)
    const own = theirs.getByRole('listitem').filter({ hasText: '由您来办' })
    await own.getByRole('button', { name: '办结' }).click()
    await theirs.getByText(`${number}号怎么处理的`).waitFor()
    expect(await own.locator('.done').count()).toBe(0)
    await say('陈经理', '换了门机皮带，试运行正常')
    await own.getByText(`${number}号现在：已办结，待确认`).waitFor()
    await page().reload()
    await own.getByText(`${number}号现在：已办结，待确认`).waitFor()

    expect(
      await own
        .getByRole('button')
        .filter({ hasText: /^(?:已联系|办结|退回)$/u })
        .count(),
    ).toBe(0)
    await expectSound()
  })

  it('shows a merged forward as a record, with pictures in words, and its lines on the ticket page', async () => {
    await open(sizes.desktop)
    const number = await tapSuggestion('3号楼2单元电梯不动了')
    await choosePicture(sharp({ create: { width: 40, height: 40, channels: 3, background: '#888' } }))
    await mine().getByRole('button', { name: '@小邻', exact: true }).click()
    await mine().getByRole('button', { name: '发送' }).click()
    await mine().getByRole('button', { name: '看大图' }).waitFor()
    await sayElsewhere('wangmin', '3号楼2单元电梯还是不动')
    await bubble('3号楼2单元电梯还是不动').locator('summary').click()
    await bubble('3号楼2单元电梯还是不动').getByRole('button', { name: '多选' }).click()
    for (const line of [-2, -4]) await log().getByRole('checkbox').nth(line).check()
    await mine().getByRole('button', { name: '合并转发' }).click()
    await page().getByRole('dialog').getByRole('button', { name: '小邻' }).click()
    const record = log().getByRole('listitem').filter({ hasText: '聊天记录' })
    await record.getByText('李阳：[图片]').waitFor()
    await record.getByText('王敏：3号楼2单元电梯还是不动').waitFor()
    await record.getByText('共3条').click()
    await record.getByRole('listitem').filter({ hasText: '3号楼2单元电梯还是不动' }).waitFor()
    await expectSound()

    await log().getByText(`记到${number}号了`).waitFor()
    await say('李阳', `进度 ${number}`)
    const popup = page().context().waitForEvent('page')
    await mine().getByRole('link', { name: '打开页面' }).last().click()
    const ticketPage = await popup
    await ticketPage.getByRole('button', { name: '打开' }).click()
    const words = ticketPage.getByRole('region', { name: '我说过的' })
    const text = await words.getByText('3号楼2单元电梯还是不动').textContent()
    expect(text?.split('\n')).toContain('3号楼2单元电梯还是不动')
  })

  it('says where links of others lead, and lets one call the numbers it shows', async () => {
    await open(sizes.desktop)
    await sayElsewhere(
      'wangmin',
      `http://evil.example/l/abc https://bank.example@evil.example/ ${url()}/l/a.b 找13812345678`,
    )
    const said = bubble('13812345678')
    await said.waitFor()
    expect(await said.getByRole('link').allTextContents()).toEqual([
      'evil.example/l/abc',
      'evil.example',
      `${new URL(url()).host}/l/a.b`,
      '13812345678',
    ])
    await page().getByRole('button', { name: '6号楼1单元楼道好大煤气味', exact: true }).click()
    // What was registered follows in a bubble of its own.
    const advice = bubble('不碰开关')
    await advice.waitFor()
    const numbers = await advice
      .getByRole('link')
      .evaluateAll((links) => links.map((link) => [link.getAttribute('href'), link.getClientRects().length]))

    expect(numbers).toContainEqual(['tel:119', 1])
    expect(numbers).toContainEqual(['tel:04725550110', 1])
    await expectSound()
  })

  it('shows pictures over the whole window, turned with the arrow keys', async () => {
    await open(sizes.desktop)
    const file = join(home(), 'picture.png')
    const grey = sharp({ create: { width: 400, height: 900, channels: 3, background: '#888' } })
    writeFileSync(file, await grey.png().toBuffer())
    await mine().getByLabel('选照片').setInputFiles([file, file])
    await mine().getByAltText('要发的第2张照片').waitFor()
    await mine().getByRole('button', { name: '发送' }).click()
    const first = mine().getByRole('button', { name: '看大图，第1张' })
    await first.press('Enter')
    const viewer = page().getByRole('dialog', { name: '看照片' })
    await viewer.getByAltText('聊天里的照片，第1张，共2张').waitFor()
    await expectSound()
    await page().keyboard.press('ArrowRight')
    await viewer.getByAltText('聊天里的照片，第2张，共2张').waitFor()
    const { height = 0 } = (await viewer.getByRole('img').last().boundingBox()) ?? {}
    expect(height).toBeLessThanOrEqual(sizes.desktop.height)
    await page().keyboard.press('Escape')

    await viewer.waitFor({ state: 'detached' })
    expect(await first.evaluate((button) => button.matches(':focus'))).toBe(true)
  })

  it('stays at the last words when the type grows and shrinks', async () => {
    await open(sizes.desktop)
    await tapSuggestion('3号楼2单元电梯不动了')
    const below = () =>
      log().evaluate(({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight)
    for (const size of ['large', 'ordinary']) {
      await page().getByRole('switch', { name: '大字' }).click()
      await expect.poll(below, { message: size }).toBeLessThan(2)
    }
  })

  it('repeats no link for one person where others look', async () => {
    await open(sizes.desktop)
    await openPrivate('李阳')
    await say('李阳', '我的页面')
    await mine().getByRole('link', { name: '打开页面' }).last().waitFor()
    const outbox = page().getByRole('list', { name: '发件箱列表' })
    await outbox.getByText('您的页面：[链接]').waitFor()

    await mine().getByRole('navigation').getByText('您的页面：[链接]').waitFor()
    expect(await page().getByText('/l/').count()).toBe(0)
  })

  it('sends what is transparent on white', async () => {
    await open(sizes.desktop)
    const clear = { r: 0, g: 0, b: 0, alpha: 0 }
    await choosePicture(sharp({ create: { width: 64, height: 64, channels: 4, background: clear } }))
    await mine().getByRole('button', { name: '发送' }).click()
    const picture = mine().getByRole('button', { name: '看大图' }).locator('img')
    const address = (await picture.getAttribute('src'))?.replace('?size=thumb', '') ?? ''
    const bytes = Buffer.from(await (await fetch(`${url()}${address}`)).arrayBuffer())
    const { channels } = await sharp(bytes).stats()

    expect(channels.slice(0, 3).map(({ min }) => min)).toEqual([255, 255, 255])
  })

  it('keeps the place when more of the past is shown, and the last words when the text box grows', async () => {
    await open(sizes.phone)
    await mine().waitFor()
    for (let i = 0; i < 70; i++) await sayElsewhere('wangmin', `闲聊第${i}句，说说今天的天气`)
    await bubble('闲聊第69句').waitFor()
    await page().reload()
    const below = () =>
      log().evaluate(({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight)
    await bubble('闲聊第69句').waitFor()
    await expect.poll(below).toBeLessThan(2)
    await mine().getByLabel('以李阳的身份说').fill('一句\n又一句\n再一句\n最后一句')
    await expect.poll(below).toBeLessThan(2)
    await log().evaluate((box) => {
      box.scrollTop = 0
    })
    const first = log()
      .getByText(/闲聊第1\d句/u)
      .first()
    const before = await first.boundingBox()
    await mine().getByRole('button', { name: '看更早的消息' }).click()

    await mine().getByRole('button', { name: '看更早的消息' }).waitFor({ state: 'detached' })
    const after = await first.boundingBox()
    expect(Math.abs((after?.y ?? 0) - (before?.y ?? 0))).toBeLessThan(3)
  })

  it('finds what to say for everybody, and the row of sentences follows the wheel', async () => {
    await open(sizes.desktop)
    const row = mine().getByRole('group', { name: '点一句就发出去' })
    await row.hover()
    await page().mouse.wheel(0, 300)
    await expect.poll(() => row.evaluate(({ scrollLeft }) => scrollLeft)).toBeGreaterThan(0)
    const theirs = column('陈经理').getByRole('group', { name: '点一句就发出去' })
    await theirs.getByRole('button', { name: /^接单 \d+$/u }).click()
    await column('陈经理').getByRole('log').getByText('由您来办').waitFor()
    await page().getByRole('button', { name: '再加一个人' }).click()
    await openPrivate('何小梅')

    await column('何小梅').getByRole('button', { name: '小邻只听不说', exact: true }).waitFor()
    await openChat('何小梅', '锦绣家园工作群')
    await column('何小梅')
      .getByRole('button', { name: /^进度 \d+$/u })
      .waitFor()
    await expectSound()
  })

  it('has room for the text box and readable excerpts with two people side by side', async () => {
    await open(sizes.desktop)
    const box = await mine().getByLabel('以李阳的身份说').boundingBox()
    const excerpt = mine().getByRole('navigation').getByRole('button').first().locator('.last')

    expect(box?.width).toBeGreaterThanOrEqual(260)
    const { width, height } = (await excerpt.boundingBox()) ?? { width: 0, height: 0 }
    expect(width).toBeGreaterThan(120)
    expect(height).toBeGreaterThan(30)
  })
})
