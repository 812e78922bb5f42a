import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { removeUnusedPictures } from '../../jobs/remove-unused-pictures.ts'
import { acceptInbound } from '../../models/inbound.ts'
import { findPicture, storePicture } from '../../models/media.ts'
import { createClock } from '../support/clock.ts'
import { useDatabase } from '../support/db.ts'

useDatabase()
const clock = createClock()
const run = () => removeUnusedPictures.run({ now: clock.at, logger: pino({ level: 'silent' }) })

async function stored(): Promise<string> {
  const bytes = Buffer.from('picture')
  return storePicture({ full: bytes, thumb: bytes, contentType: 'image/jpeg' }, 'p', clock.at)
}

async function isThere(id: string): Promise<boolean> {
  const sizes = await Promise.all([findPicture(id, 'full'), findPicture(id, 'thumb')])
  return sizes.every((size) => size !== null)
}

/** A message with these pictures. */
async function sent(...images: string[]): Promise<void> {
  const chat = { platform: 'fake', externalId: 'g', isGroup: true }
  const sender = { externalId: 'p', name: '某' }
  const rest = { kind: 'message' as const, chat, sender, text: '', isAddressed: true }
  await acceptInbound({ ...rest, key: `k${images[0]}`, images }, 'lane', clock.at)
}

describe('an uploaded picture', () => {
  it('is removed after a day unless something refers to it, and then never', async () => {
    const [used, unused] = [await stored(), await stored()]
    clock.pass(1)
    await sent(used)
    clock.pass(22.9)
    const early = await run()
    const before = [await isThere(used), await isThere(unused)]
    clock.pass(0.2)
    const removed = await run()

    expect([early, before]).toEqual([0, [true, true]])
    expect(removed).toBe(1)
    expect([await isThere(used), await isThere(unused)]).toEqual([true, false])
    clock.pass(24 * 400)
    expect(await run()).toBe(0)
    expect(await isThere(used)).toBe(true)
  })

  it('is found among many, however they lie', async () => {
    const pictures: string[] = []
    for (let i = 0; i < 120; i++) pictures.push(await stored())
    const kept = pictures.filter((_, i) => i % 3 === 0)
    await sent(...kept)
    clock.pass(25)

    expect(await run()).toBe(80)
    const left = await Promise.all(pictures.map(isThere))
    expect(pictures.filter((_, i) => left[i])).toEqual(kept)
  })
})
