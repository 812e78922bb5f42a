import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { preparePicture } from '../../bot/picture.ts'

async function photo(width: number, height: number): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: '#808080' } })
    .withExif({ IFD0: { Copyright: '李阳' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '40/1 39/1 0/1' } })
    .jpeg()
    .toBuffer()
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
