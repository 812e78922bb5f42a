import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page, Route } from 'playwright-core'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { hasBrowser, sizes } from '../support/browser.ts'
import { usePages } from './pages.ts'

const messages = '**/console/api/messages'
const manyTabs = 8

describe.skipIf(!hasBrowser())('pages when something goes astray', () => {
  const { page, url, home, open, openChat, column, tapSuggestion } = usePages()
  const mine = (where: Page = page()) => where.getByRole('region', { name: /^李阳，/u })
  const box = () => mine().getByLabel('以李阳的身份说')
  const own = (words: string) => mine().getByRole('log').getByText(words, { exact: true })

  /** Lets through what is sent to a path only when told to; nobody's patience is used up by waiting. */
  async function holdBack(path: string): Promise<() => Promise<void>> {
    const held: Route[] = []
    await page().route(path, (route) => void held.push(route))
    return async () => {
      await expect.poll(() => held.length).toBeGreaterThan(0)
      await Promise.all(held.map((route) => route.continue()))
      await page().unroute(path)
    }
  }

  it('keeps what is typed while the sentence before is on its way', async () => {
    await open(sizes.desktop)
    await mine().getByRole('button', { name: '@小邻', exact: true }).click()
    await box().fill('大家早上好')
    const letThrough = await holdBack(messages)
    await page().keyboard.press('Enter')
    await mine().getByRole('button', { name: '发送中' }).waitFor()
    await page().keyboard.type('，有人吗')
    await letThrough()
    await own('大家早上好').waitFor()

    await expect.poll(() => box().inputValue()).toBe('，有人吗')
  })

  it('sends once what was sent twice, and as something new what was changed in between', async () => {
    await open(sizes.desktop)
    await mine().getByRole('button', { name: '@小邻', exact: true }).click()
    // The bot has it, but its answer is lost.
    const loseAnswer = async (route: Route) => {
      await route.fetch()
      await route.abort()
    }
    for (const words of ['第一句', '第二句']) {
      await page().route(messages, loseAnswer)
      await box().fill(words)
      await page().keyboard.press('Enter')
      await mine().getByRole('alert').waitFor()
      await page().unroute(messages)
      if (words === '第二句') await box().fill('第二句，改过的')
      await page().keyboard.press('Enter')
      await expect.poll(() => box().inputValue()).toBe('')
    }

    await own('第二句，改过的').waitFor()
    for (const words of ['第一句', '第二句', '第二句，改过的']) expect(await own(words).count()).toBe(1)
  })

  it('keeps a draft for each chat and person, through a reload, with the picture that was still on its way', async () => {
    await open(sizes.desktop)
    await box().fill('写了一半')
    const file = join(home(), 'photo.png')
    const picture = sharp({ create: { width: 40, height: 40, channels: 3, background: '#888' } })
    writeFileSync(file, await picture.png().toBuffer())
    const letThrough = await holdBack('**/console/api/media*')
    await mine().getByLabel('选照片').setInputFiles(file)
    await openChat('李阳', '还没接入的新群')
    expect(await box().inputValue()).toBe('')
    await letThrough()
    await mine().getByRole('button', { name: '换人' }).click()
    await page().getByRole('dialog').getByRole('button', { name: /^王敏/u }).click()
    expect(await column('王敏').getByLabel('以王敏的身份说').inputValue()).toBe('')
    await column('王敏').getByRole('button', { name: '换人' }).click()
    await page().getByRole('dialog').getByRole('button', { name: /^李阳/u }).click()
    expect(await mine().getByAltText('要发的第1张照片').count()).toBe(0)
    await openChat('李阳', '锦绣家园业主群')
    await mine().getByAltText('要发的第1张照片').waitFor()
    await page().reload()

    await mine().getByAltText('要发的第1张照片').waitFor()
    expect(await box().inputValue()).toBe('写了一半')
  })

  it('works in eight tabs at once, and goes on when the first is closed', async () => {
    await open(sizes.desktop)
    const tabs = [page()]
    while (tabs.length < manyTabs) tabs.push(await page().context().newPage())
    for (const tab of tabs) {
      await tab.goto('/')
      await mine(tab).waitFor()
    }
    const last = tabs.at(-1) ?? page()
    await mine(last).getByLabel('以李阳的身份说').fill('第八页说的')
    await last.keyboard.press('Enter')
    for (const tab of tabs) await mine(tab).getByRole('log').getByText('第八页说的').waitFor()
    await tabs.shift()?.close()
    await mine(last).getByLabel('以李阳的身份说').fill('第一页关了以后')
    await last.keyboard.press('Enter')

    for (const tab of tabs) await mine(tab).getByRole('log').getByText('第一页关了以后').waitFor()
    // Whoever comes later hears the whole story.
    await tabs[0]?.reload()
    await mine(tabs[0]).getByRole('log').getByText('第八页说的').waitFor()
  })

  it('says that it is opening, and counts nothing of the past as unread on a slow line', async () => {
    await open(sizes.phone, '/healthz')
    const line = await page().context().newCDPSession(page())
    await line.send('Network.enable')
    const slow = { offline: false, latency: 400, downloadThroughput: 60_000, uploadThroughput: 60_000 }
    await line.send('Network.emulateNetworkConditions', slow)
    await page().goto('/', { waitUntil: 'commit' })
    await page().getByText('正在打开邻声').waitFor()
    await page().getByText('正在打开群聊').waitFor()
    await mine().waitFor()

    expect(
      await page()
        .getByLabel(/条未读$/u)
        .count(),
    ).toBe(0)
    const log = mine().getByRole('log')
    const below = () =>
      log.evaluate(({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight)
    await expect.poll(below).toBeLessThan(2)
  })

  it('says that it is cut off, and takes that back by itself', async () => {
    await open(sizes.phone)
    await mine().waitFor()
    await page().context().setOffline(true)
    await page().getByText('连接断了').waitFor()
    await box().fill('离线时写的')
    await mine().getByRole('button', { name: '发送' }).click()
    await mine().getByRole('alert').waitFor()
    await page().context().setOffline(false)
    await page().getByText('连接断了').waitFor({ state: 'detached' })
    await mine().getByRole('alert').waitFor({ state: 'detached' })
    expect(await box().inputValue()).toBe('离线时写的')
    await mine().getByRole('button', { name: '发送' }).click()

    await mine().getByRole('log').getByText('离线时写的').waitFor()
  })

  it('opens with anything at all in what the browser remembers', async () => {
    await open(sizes.desktop)
    await mine().waitFor()
    await page().evaluate(`
      localStorage.setItem('linsheng.seats', '{"a":1}')
      localStorage.setItem('linsheng.large', '[]')
      localStorage.setItem('linsheng.opened', '7')
      addEventListener('pagehide', () => sessionStorage.setItem('linsheng.drafts', '[["x",{"text":5}]]'))
    `)
    await page().reload()

    await tapSuggestion('3号楼2单元电梯不动了')
    await page().goto(`${url()}/l/a.b`)
    await page().getByRole('heading', { name: '这个链接不对' }).waitFor()
  })
})
