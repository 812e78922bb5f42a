import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import type { BotBuild, BotProcess } from '../support/bot-process.ts'
import { buildBot, startBot } from '../support/bot-process.ts'
import type { Window } from '../support/browser.ts'
import { axeFindings, openWindow, sticksOut } from '../support/browser.ts'

const root = resolve(import.meta.dirname, '../..')

/** The console page and the people on it, as somebody uses them who only clicks and types. */
export interface Pages {
  page(): Page
  /** The address of the bot, its working folder, and the folder of the built pages. */
  url(): string
  home(): string
  built(): string
  open(viewport: { width: number; height: number }, path?: string): Promise<void>
  /** Sets the community's clock before the story begins. */
  setClock(to: string): Promise<void>
  column(name: string): Locator
  /** Turns the one person of a phone into somebody else. */
  become(name: string): Promise<void>
  openPrivate(name: string): Promise<void>
  openChat(name: string, chat: string): Promise<void>
  say(name: string, words: string): Promise<void>
  /** Taps a sentence of the row to try, and tells the number of the ticket it opens. */
  tapSuggestion(words: string): Promise<string>
  /** Nothing for axe to find, nothing sticking out, nothing refused, no script error, no other host. */
  expectSound(where?: Page): Promise<void>
}

/** Gives a file of tests the real bot with its pages: a new one, and a new browser, for each test. */
export function usePages(): Pages {
  let build: BotBuild | undefined
  let bot: BotProcess | undefined
  let opened: Window | undefined
  let home = ''

  const there = <T>(part: T | undefined): T => {
    if (!part) throw new Error('only inside a test that has opened a page')
    return part
  }
  const page = () => there(opened).page
  const built = () => resolve(there(build).main, '../../web')
  const column = (name: string) => page().getByRole('region', { name: new RegExp(`^${name}，`, 'u') })

  beforeAll(async () => {
    build = await buildBot()
    const vite = join(root, 'node_modules/vite/bin/vite.js')
    const args = [vite, 'build', 'web', '--outDir', built()]
    // The embedded engine of this process has put a path for native libraries here that is not meant for Vite.
    const { NAPI_RS_NATIVE_LIBRARY_PATH: _, ...env } = process.env
    await promisify(execFile)(process.execPath, args, { cwd: root, env })
  }, 120_000)

  beforeEach(async () => {
    home = mkdtempSync(join(tmpdir(), 'linsheng-pages-'))
    bot = await startBot({ build: there(build), home })
    // Stories are told in the daytime; at night notices would wait for the morning.
    await setClock('09:30')
  })

  afterEach(async () => {
    await opened?.close()
    opened = undefined
    await bot?.stop()
    rmSync(home, { recursive: true, force: true })
  })

  afterAll(() => build?.remove())

  async function setClock(to: string): Promise<void> {
    const headers = { 'content-type': 'application/json' }
    const request = { method: 'POST', headers, body: JSON.stringify({ to }) }
    const response = await fetch(`${there(bot).url}/console/api/clock`, request)
    expect(response.status, await response.text()).toBe(200)
  }

  async function say(name: string, words: string): Promise<void> {
    await column(name).getByLabel(`以${name}的身份说`).fill(words)
    await column(name).getByRole('button', { name: '发送' }).click()
  }

  async function openChat(name: string, chat: string): Promise<void> {
    const back = column(name).getByRole('button', { name: /^返回聊天列表/u })
    if (await back.isVisible()) await back.click()
    const chats = column(name).getByRole('navigation').getByRole('button')
    await chats.filter({ has: page().getByText(chat, { exact: true }) }).click()
  }

  return {
    page,
    url: () => there(bot).url,
    home: () => home,
    built,
    column,
    setClock,
    say,
    async open(viewport, path = '/') {
      opened = await openWindow(there(bot).url, viewport)
      await page().goto(path)
    },
    async become(name) {
      await page()
        .getByRole('button', { name: /^我是谁/u })
        .click()
      await page()
        .getByRole('button', { name: new RegExp(`^${name}`, 'u') })
        .click()
    },
    openChat,
    openPrivate: (name) => openChat(name, '小邻'),
    async tapSuggestion(words) {
      const answers = page()
        .getByRole('log')
        .getByText(/已登记（\d+）/u)
      // The sample community has a past: the answer meant is the next one.
      const sentence = page().getByRole('button', { name: words, exact: true }).first()
      await sentence.waitFor()
      const before = await answers.count()
      await sentence.click()
      const answer = answers.nth(before)
      return /已登记（(?<number>\d+)）/u.exec((await answer.textContent()) ?? '')?.groups?.number ?? ''
    },
    async expectSound(where = page()) {
      expect(await axeFindings(where)).toEqual([])
      expect(await sticksOut(where)).toBe(false)
      expect(there(opened).faults()).toEqual([])
    },
  }
}
