import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { hasBrowser, sizes } from '../support/browser.ts'
import { usePages } from './pages.ts'

/** A grey dot, which is enough of a photo. */
const photo = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAD0lEQVR4nGOYgAMwDC0JADM+bAH/7PovAAAAAElFTkSuQmCC',
  'base64',
)

describe.skipIf(!hasBrowser())('the page of a ticket for those who handle it', () => {
  const { page, home, open, column, say, openPrivate, expectSound } = usePages()

  it('shows where it is at once, and the words and photos to whoever has accepted it', async () => {
    await open(sizes.desktop)
    const file = join(home(), 'photo.png')
    writeFileSync(file, photo)
    await column('李阳').getByLabel('选照片').setInputFiles(file)
    await column('李阳').getByAltText('要发的第1张照片').waitFor()
    await say('李阳', '@小邻 3号楼2单元电梯不动了，有响声')
    await openPrivate('陈经理')
    const theirs = column('陈经理').getByRole('log')
    const card = theirs.getByText(/【\d+】3号楼2单元电梯/u).last()
    const number = /【(?<number>\d+)】/u.exec((await card.textContent()) ?? '')?.groups?.number
    await say('陈经理', `进度 ${number}`)
    const popup = page().context().waitForEvent('page')
    await column('陈经理').getByRole('link', { name: '打开页面' }).last().click()
    const ticketPage = await popup
    await ticketPage.getByRole('button', { name: '打开' }).click()
    const reported = ticketPage.getByRole('region', { name: '住户怎么说' })
    await reported.getByText('地点：3号楼2单元').waitFor()
    await reported.getByText('接单的人才能看').waitFor()
    await expectSound(ticketPage)

    await say('陈经理', `接单 ${number}`)
    await theirs.getByText('由您来办').waitFor()
    await ticketPage.reload()
    await reported.getByRole('heading', { name: '李阳' }).waitFor()
    await reported.getByText('有响声').waitFor()
    await reported.getByRole('button', { name: '看第1张照片' }).click()
    await ticketPage.getByRole('dialog').getByAltText('住户发的照片').waitFor()
    await expectSound(ticketPage)
    expect(await ticketPage.getByRole('button', { name: '催一下' }).count()).toBe(0)
  })
})
