import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { startBot } from '../support/bot-process.ts'
import { openWindow, sizes } from '../support/browser.ts'

const root = resolve(import.meta.dirname, '../..')
const images = join(root, 'docs/images')

/** Takes the pictures of the README from the built bot: `npm run build`, then `npm run screenshots`. */
async function takeScreenshots(): Promise<void> {
  mkdirSync(images, { recursive: true })
  const home = mkdtempSync(join(tmpdir(), 'linsheng-screenshots-'))
  const build = { main: join(root, 'dist/bot/main.js'), remove: () => {} }
  const bot = await startBot({ build, home })
  try {
    const daytime = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"to":"09:30"}',
    }
    await fetch(`${bot.url}/console/api/clock`, daytime)
    await shoot(bot.url, 'desktop', async (page) => {
      await tryOut(page)
      await page.getByRole('list', { name: '发件箱列表' }).getByText('1008').first().waitFor()
      await save(page, 'console-wide')
    })
    await shoot(bot.url, 'phone', async (page) => {
      await page.getByRole('log').getByText('1008').first().waitFor()
      await save(page, 'console-phone')
      const phone = page.getByRole('region', { name: /^李阳，/u })
      await phone.getByRole('button', { name: /^返回聊天列表/u }).click()
      await phone.getByRole('navigation').getByRole('button').filter({ hasText: /^小邻/u }).click()
      await phone.getByLabel('以李阳的身份说').fill('进度 1008')
      await phone.getByRole('button', { name: '发送' }).click()
      const link = phone.getByRole('log').getByRole('link').last()
      await page.goto((await link.getAttribute('href')) ?? '')
      await page.getByRole('button', { name: '打开' }).click()
      await page.getByRole('heading', { level: 1, name: '已派单' }).waitFor()
      await save(page, 'ticket-phone')
    })
  } finally {
    await bot.stop()
    rmSync(home, { recursive: true, force: true })
  }
}

async function tryOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: '3号楼2单元电梯不动了', exact: true }).first().click()
  await page.getByRole('log').getByText('已登记（1008）').first().waitFor()
}

async function shoot(
  url: string,
  size: keyof typeof sizes,
  story: (page: Page) => Promise<void>,
): Promise<void> {
  const window = await openWindow(url, sizes[size], size === 'phone' ? 2 : 1)
  try {
    await window.page.goto('/')
    await story(window.page)
  } finally {
    await window.close()
  }
}

async function save(page: Page, name: string): Promise<void> {
  const file = join(images, `${name}.png`)
  await sharp(await page.screenshot({ animations: 'disabled' }))
    .png({ palette: true, compressionLevel: 9 })
    .toFile(file)
  console.log(`${name}.png`)
}

await takeScreenshots()
process.exit(0)
