import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { hasBrowser, sizes } from '../support/browser.ts'
import { usePages } from './pages.ts'

/** A grey dot, which is enough of a photo. */
const photo = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAD0lEQVR4nGOYgAMwDC0JADM+bAH/7PovAAAAAElFTkSuQmCC',
  'base64',
)

describe.skipIf(!hasBrowser())('pages', () => {
  const { page, home, open, column, become, openPrivate, say, setClock, tapSuggestion, expectSound } =
    usePages()

  function photoFile(): string {
    const file = join(home(), 'photo.png')
    writeFileSync(file, photo)
    return file
  }

  /** 物业 takes the ticket and says how it was dealt with. */
  async function dealWith(number: string): Promise<void> {
    const theirs = column('陈经理')
    const card = theirs
      .getByRole('log')
      .getByRole('listitem')
      .filter({ hasText: `【${number}】` })
    await card.getByRole('button', { name: '接单', exact: true }).click()
    await theirs.getByRole('button', { name: '办结', exact: true }).last().click()
    await theirs.getByRole('log').getByText('我转告住户').last().waitFor()
    await say('陈经理', '换了门机皮带，试运行正常')
    await theirs.getByRole('log').getByText('已记办结').waitFor()
  }

  /** The resident looks into the private chat and says that it is solved. */
  async function confirm(): Promise<void> {
    await openPrivate('李阳')
    await column('李阳').getByRole('button', { name: '好了', exact: true }).click()
    await column('李阳')
      .getByRole('log')
      .getByText(/没好 \d+/u)
      .waitFor()
  }

  /** Asks the bot in private and follows the link in its answer, as a resident does. */
  async function followLink(question: string): Promise<Page> {
    await openPrivate('李阳')
    await say('李阳', question)
    const popup = page().context().waitForEvent('page')
    await column('李阳').getByRole('link', { name: '打开页面' }).last().click()
    return popup
  }

  it('tells the main story side by side on a desktop', async () => {
    await open(sizes.desktop)
    const number = await tapSuggestion('3号楼2单元电梯不动了')
    const tickets = page().getByRole('list', { name: '工单列表' })
    const row = tickets.getByRole('listitem').filter({ hasText: number })
    await row.waitFor()
    await dealWith(number)
    await row.getByText('待确认').waitFor()
    await confirm()

    await page().getByRole('button', { name: /^全部/u }).click()
    await row.getByText('已结案').waitFor()
    await page().getByRole('list', { name: '发件箱列表' }).getByText(number).first().waitFor()
    await expectSound()
  })

  it('tells the main story on a phone, one person after the other', async () => {
    await open(sizes.phone)
    const number = await tapSuggestion('3号楼2单元电梯不动了')
    await become('陈经理')
    await openPrivate('陈经理')
    await dealWith(number)
    await become('李阳')
    await confirm()

    for (const tab of ['工单', '发件箱', '我是谁', '聊天']) {
      const tabs = page().getByRole('navigation', { name: '页面' })
      await tabs.getByRole('button', { name: tab }).click()
      await expectSound()
    }
  })

  it.each(Object.entries(sizes))('opens a ticket page from a signed link on a %s', async (_, viewport) => {
    await open(viewport)
    const number = await tapSuggestion('3号楼2单元电梯不动了')
    const ticketPage = await followLink(`进度 ${number}`)
    await ticketPage.getByRole('button', { name: '打开' }).waitFor()
    await expectSound(ticketPage)
    const link = ticketPage.url()
    const state = async () => (await fetch(link.replace('/l/', '/api/links/'))).json()
    // A robot that previews links looks, too; it uses nothing up.
    await fetch(link)
    expect(await state()).toMatchObject({ purpose: 'ticket', state: 'fresh' })
    await ticketPage.getByRole('button', { name: '打开' }).click()
    await ticketPage.getByRole('heading', { level: 1, name: '已派单' }).waitFor()

    expect(await state()).toMatchObject({ state: 'used' })
    await expectSound(ticketPage)
    // On the device that opened it the link still leads to its page.
    await ticketPage.goto(link)
    await ticketPage.waitForURL(/\/ticket\//u)
    await ticketPage.getByRole('button', { name: '催一下' }).click()
    await ticketPage.getByText('催过了').waitFor()
  })

  it('adds words and a photo on the ticket page, and takes the report back', async () => {
    await open(sizes.phone)
    const ticketPage = await followLink(`进度 ${await tapSuggestion('3号楼2单元电梯不动了')}`)
    await ticketPage.getByRole('button', { name: '打开' }).click()
    await ticketPage.getByRole('textbox', { name: '再补充一句' }).fill('现在二楼也有响声')
    await ticketPage.getByLabel('选照片').setInputFiles(photoFile())
    await ticketPage.getByAltText('要发的第1张照片').waitFor()
    await ticketPage.getByRole('button', { name: '补充', exact: true }).click()
    const mine = ticketPage.getByRole('region', { name: '我说过的' })
    await mine.getByText('现在二楼也有响声').waitFor()
    await mine.getByRole('button', { name: '看第1张照片' }).click()
    await ticketPage.getByRole('dialog').getByAltText('我发的照片').waitFor()
    await expectSound(ticketPage)
    await ticketPage.keyboard.press('Escape')
    await ticketPage.getByRole('button', { name: '不用办了，撤回' }).click()
    await expectSound(ticketPage)
    await ticketPage.getByRole('dialog').getByRole('button', { name: '撤回', exact: true }).click()

    await ticketPage.getByRole('heading', { level: 1, name: '已撤回' }).waitFor()
    await expectSound(ticketPage)
  })

  it('lists on the household page what one has reported', async () => {
    await open(sizes.phone)
    const number = await tapSuggestion('3号楼2单元电梯不动了')
    const householdPage = await followLink('我的页面')
    await householdPage.getByRole('button', { name: '打开' }).click()
    await householdPage.getByRole('heading', { level: 1, name: '3号楼2单元501' }).waitFor()
    await expectSound(householdPage)
    await householdPage.getByRole('link', { name: number }).click()

    await householdPage.getByRole('heading', { level: 1, name: '已派单' }).waitFor()
    await expectSound(householdPage)
    await householdPage.getByRole('link', { name: '我报过的事' }).click()
    await householdPage.getByRole('heading', { level: 1, name: '3号楼2单元501' }).waitFor()
  })

  it('says on the ticket page why a matter waits, that an answer is late, and who has it instead', async () => {
    await open(sizes.desktop)
    const number = await tapSuggestion('3号楼2单元电梯不动了')
    const ticketPage = await followLink(`进度 ${number}`)
    await ticketPage.getByRole('button', { name: '打开' }).click()
    await ticketPage.getByRole('heading', { level: 1, name: '已派单' }).waitFor()
    const status = ticketPage.getByRole('region').first()
    await page().getByRole('button', { name: /快进$/u }).click()
    await page().getByRole('button', { name: '1天' }).click()
    await page().keyboard.press('Escape')
    const row = page()
      .getByRole('list', { name: '工单列表' })
      .getByRole('listitem')
      .filter({ hasText: number })
    await row.getByText('过了答复时间').waitFor()
    await ticketPage.reload()
    await status.getByText('已过答复时间').waitFor()
    await expectSound(ticketPage)

    await say('陈经理', `接单 ${number}`)
    await column('陈经理').getByRole('log').getByText(`${number}号由您来办`).last().waitFor()
    await say('陈经理', `挂起 ${number} 到 后天 等厂家发配件`)
    await column('陈经理').getByRole('log').getByText('挂起到').last().waitFor()
    await ticketPage.reload()
    await status.getByText('因为等厂家发配件').waitFor()
    await expectSound(ticketPage)

    await say('陈经理', `转交 ${number} 电梯公司 电话0472-5559999`)
    await column('陈经理').getByRole('log').getByText('电梯公司').last().waitFor()
    await ticketPage.reload()
    await status.getByRole('link', { name: '0472-5559999' }).waitFor()
    await expectSound(ticketPage)
  })

  it('says kindly why a link or a page does not open', async () => {
    await open(sizes.phone, '/l/not-a-link.at-all')
    await page().getByRole('heading', { name: '这个链接不对' }).waitFor()
    await expectSound()
    for (const path of ['/ticket/000000000000000000000000', '/household']) {
      await page().goto(path)
      await page().getByRole('heading', { name: '请从小邻发的链接打开' }).waitFor()
      await expectSound()
    }
  })

  it('sends pictures, quotes, and several messages as one', async () => {
    await open(sizes.desktop)
    await tapSuggestion('3号楼2单元电梯不动了')
    const mine = column('李阳')
    await mine.getByLabel('选照片').setInputFiles(photoFile())
    await mine.getByAltText('要发的第1张照片').waitFor()
    await mine.getByRole('button', { name: '发送' }).click()
    await mine.getByRole('button', { name: '看大图' }).click()
    await page().getByRole('dialog').getByAltText('聊天里的照片').waitFor()
    await page().keyboard.press('Escape')
    const answer = mine.getByRole('log').getByRole('listitem').filter({ hasText: '已登记' }).first()
    await answer.locator('summary').click()
    await answer.getByRole('button', { name: '引用' }).click()
    await say('李阳', '知道了')
    await mine.locator('blockquote').waitFor()
    await answer.locator('summary').click()
    await answer.getByRole('button', { name: '多选' }).click()
    await mine.getByRole('checkbox').last().check()
    await mine.getByRole('button', { name: '合并转发' }).click()
    await page().getByRole('dialog').getByRole('button', { name: '小邻' }).click()

    await mine.getByRole('log').getByText('小邻：收到').last().waitFor()
    await expectSound()
  })

  it('moves the clock, and shows what waits for the morning', async () => {
    await setClock('23:00')
    await open(sizes.desktop)
    await tapSuggestion('3号楼2单元电梯不动了')
    const outbox = page().getByRole('list', { name: '发件箱列表' })
    await outbox.getByText('不打扰，明天08:00再发').first().waitFor()
    await page().getByRole('button', { name: /快进$/u }).click()
    await expectSound()
    await page().getByRole('button', { name: '到明早8点' }).click()

    await column('陈经理').getByRole('button', { name: '接单', exact: true }).last().waitFor()
    await page()
      .getByRole('button', { name: /08:0\d\s*快进$/u })
      .waitFor()
    await expectSound()
  })

  it('tells a newcomer in quiet hours what waits, and leads past them', async () => {
    await setClock('12:45')
    await open(sizes.desktop)
    const number = await tapSuggestion('3号楼2单元电梯不动了')
    const theirs = column('陈经理')
    await theirs.getByText('有1条通知等着，安静时段不打扰，14:00再发').waitFor()
    await expectSound()
    await page().getByRole('button', { name: /快进$/u }).click()
    await page().getByRole('button', { name: '到安静时段过后，14:00' }).waitFor()
    await expectSound()
    await page().mouse.click(700, 700)
    await page().getByRole('group', { name: '快进' }).waitFor({ state: 'detached' })
    await theirs.getByRole('button', { name: '快进到14:00' }).click()

    await theirs.getByRole('log').getByText(`【${number}】`).waitFor()
    await theirs.getByText('安静时段不打扰').waitFor({ state: 'detached' })
    const outbox = page().getByRole('list', { name: '发件箱列表' })
    await outbox.getByText('陈经理（私聊）').first().waitFor()
    expect(await outbox.getByText('陈经理和小邻').count()).toBe(0)
    await expectSound()
  })

  it('marks what is late as soon as the clock is past it, and knows the same after a reload', async () => {
    await open(sizes.desktop)
    const number = await tapSuggestion('3号楼2单元电梯不动了')
    const row = page()
      .getByRole('list', { name: '工单列表' })
      .getByRole('listitem')
      .filter({ hasText: number })
    await row.getByText('已派单').waitFor()
    await page().getByRole('button', { name: /快进$/u }).click()
    await page().getByRole('button', { name: '3天' }).click()
    await row.getByText('过了答复时间').waitFor()
    await page().reload()

    await row.getByText('过了答复时间').waitFor()
  })
})
