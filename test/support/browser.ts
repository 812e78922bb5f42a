import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { chromium } from 'playwright-core'

const executablePath = '/usr/bin/chromium'
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Whether pages can be looked at here; where not, one line says how to get there. */
export function hasBrowser(): boolean {
  const isThere = existsSync(executablePath)
  if (!isThere) {
    console.log(`pages: skipped, no ${executablePath}; apt-get install -y chromium fonts-noto-cjk`)
  }
  return isThere
}

/** The two sizes that every page has to look right in. */
export const sizes = {
  phone: { width: 390, height: 844 },
  desktop: { width: 1440, height: 900 },
} as const

export interface Window {
  page: Page
  /** What went wrong in the page so far: script errors, refusals by the content security policy, requests to another host. */
  faults(): string[]
  close(): Promise<void>
}

/** Opens a browser of its own, with nothing remembered, on the pages of one bot. */
export async function openWindow(
  url: string,
  viewport: { width: number; height: number },
  scale = 1,
): Promise<Window> {
  const profile = mkdtempSync(join(tmpdir(), 'linsheng-browser-'))
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    args: flags,
    viewport,
    deviceScaleFactor: scale,
    baseURL: url,
    hasTouch: viewport.width < sizes.desktop.width,
    reducedMotion: 'reduce',
    locale: 'zh-CN',
  })
  const page = context.pages()[0] ?? (await context.newPage())
  const faults: string[] = []
  context.on('request', (request) => {
    const address = new URL(request.url())
    if (/^https?:$/u.test(address.protocol) && address.host !== new URL(url).host) {
      faults.push(`request to ${address.host}`)
    }
  })
  context.on('weberror', (error) => faults.push(`error: ${error.error().message}`))
  context.on('console', (message) => {
    // A refusal by the API is an answer; the page shows it in words.
    const isRefusal = message.text().includes('Failed to load resource') && !message.text().includes('ERR_')
    if (message.type() === 'error' && !isRefusal) faults.push(`console: ${message.text()}`)
  })
  return {
    page,
    faults: () => faults,
    async close() {
      await context.close()
      rmSync(profile, { recursive: true, force: true })
    },
  }
}

/** What axe has to say against the page as it stands: WCAG 2.2 A and AA, and good practice. */
export async function axeFindings(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
  const { violations } = await page.evaluate<AxeResults>(`axe.run({ runOnly: ${JSON.stringify(tags)} })`)
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`))
}

/** Whether anything sticks out of the window sideways, so that one would have to scroll to and fro. */
export async function sticksOut(page: Page): Promise<boolean> {
  return page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth + 1')
}

const markControls = `(() => {
  const all = document.querySelectorAll('a[href], button, input:not([hidden]), textarea, summary, [tabindex="0"]')
  const shown = [...all].filter((one) => !one.disabled && one.tabIndex >= 0 && one.checkVisibility({ visibilityProperty: true }))
  for (const [i, one] of shown.entries()) one.dataset.control = String(i)
  return shown.length
})()`
const readFocus = `(() => {
  const at = document.activeElement
  const { outlineStyle, outlineWidth } = getComputedStyle(at)
  const name = at.getAttribute('aria-label') ?? at.textContent.trim().slice(0, 20)
  return { control: at.dataset.control ?? null, name, isRinged: outlineStyle !== 'none' && outlineWidth !== '0px' }
})()`

interface Focus {
  control: string | null
  name: string
  isRinged: boolean
}

/** Goes through the page with the Tab key; tells how many controls there are, how many were reached, and which showed no ring. */
export async function tabThrough(
  page: Page,
): Promise<{ controls: number; reached: number; ringless: string[] }> {
  const controls = await page.evaluate<number>(markControls)
  const reached = new Set<string>()
  const ringless: string[] = []
  for (let i = 0; i < controls + 2; i++) {
    await page.keyboard.press('Tab')
    const { control, name, isRinged } = await page.evaluate<Focus>(readFocus)
    if (control === null || reached.has(control)) continue
    reached.add(control)
    if (!isRinged) ringless.push(name)
  }
  return { controls, reached: reached.size, ringless }
}
