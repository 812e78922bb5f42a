import type { Sharp } from 'sharp'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { preparePicture } from '../../bot/picture.ts'

async function photo(width: number, height: number): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: '#808080' } })
    .withExif({ IFD0: { Copyright: '李阳' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '40/1 39/1 0/1' } })
    .jpeg()
    .toBuffer()
}

function plain(channels: 3 | 4): Sharp {
  return sharp({ create: { width: 9, height: 9, channels, background: '#80808080' } })
}

describe('a picture', () => {
  it('keeps no position, camera or name, and is no larger than a screen', async () => {
    const original = await photo(3000, 2000)
    const picture = await preparePicture(original)

    expect((await sharp(original).metadata()).exif).toBeDefined()
    for (const [bytes, side] of [
      [picture.full, 1600],
      [picture.thumb, 320],
    ] as const) {
      const found = await sharp(bytes).metadata()
      expect(found).toMatchObject({ format: 'jpeg', width: side })
      expect(found.exif).toBeUndefined()
    }
  })

  it('is upright, and as good as its small one', async () => {
    const lying = await sharp({ create: { width: 400, height: 200, channels: 3, background: '#a02020' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer()
    const picture = await preparePicture(lying)

    expect(await sharp(picture.full).metadata()).toMatchObject({ width: 200, height: 400 })
    expect(await sharp(picture.thumb).metadata()).toMatchObject({ width: 160, height: 320 })
    for (const bytes of [picture.full, picture.thumb]) {
      const [red, green] = (await sharp(bytes).stats()).channels
      expect(Math.round((red?.mean ?? 0) / 16)).toBe(10)
      expect(Math.round((green?.mean ?? 0) / 16)).toBe(2)
    }
  })

  it('has no more pixels than a photo', async () => {
    const create = { width: 8000, height: 5001, channels: 3 as const, background: '#808080' }
    const bytes = await sharp({ create }).png().toBuffer()

    await expect(preparePicture(bytes)).rejects.toMatchObject({ status: 413 })
  })

  it('waits its turn among a few; who comes when more wait is asked to come again', async () => {
    const bytes = await photo(3000, 2000)
    const all = await Promise.allSettled(Array.from({ length: 14 }, () => preparePicture(bytes)))
    const refused = all.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))

    expect(refused).toHaveLength(4)
    expect(refused[0]).toMatchObject({ status: 503, code: 'busy', retryAfter: 5 })
    await expect(preparePicture(bytes)).resolves.toBeDefined()
  })

  it.each<[string, Sharp]>([
    ['greyscale', plain(3).greyscale()],
    ['transparent', plain(4)],
    ['of 16 bits', plain(3).toColourspace('rgb16')],
  ])('is taken when it is %s', async (_what, picture) => {
    const { full } = await preparePicture(await picture.png().toBuffer())

    expect(await sharp(full).metadata()).toMatchObject({ format: 'jpeg', width: 9, channels: 3 })
  })

  it.each<[string, Buffer]>([
    ['nothing', Buffer.alloc(0)],
    ['text', Buffer.from('<script>alert(1)</script>')],
    [
      'a drawing that could carry a script',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
    ],
    ['half a photo’s head', Buffer.from('ffd8ffe000104a46494600', 'hex')],
  ])('is no %s', async (_what, bytes) => {
    await expect(preparePicture(bytes)).rejects.toMatchObject({ status: 415 })
  })
})
