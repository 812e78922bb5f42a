import sharp from 'sharp'
import { pictureLimits } from '../domain/picture-limits.ts'
import type { Picture } from '../models/media.ts'
import { HttpError } from './http-error.ts'
import { createTurnstile } from './turnstile.ts'

/** What phones send; what it really is decides, not what it is called. */
const readable = ['jpeg', 'png', 'webp', 'gif', 'avif']
const fullSide = 1600
const thumbSide = 320
const quality = 80

const decoding = createTurnstile(pictureLimits)

// Nothing is asked for twice, and what is kept for that is memory.
sharp.cache(false)

/** Refuses a picture before its bytes are read, where it could not be decoded soon. */
export function requireRoomForPicture(): void {
  decoding.requireRoom()
}

/**
 * Makes a picture out of uploaded bytes: upright, no larger than a screen, without position, camera or any other
 * metadata, re-encoded so that nothing hidden survives. Anything that is no picture is refused; only a few are decoded
 * at once, and who comes when many wait is refused, too.
 */
export async function preparePicture(bytes: Buffer): Promise<Picture> {
  const { format, width = 0, height = 0 } = await headOf(bytes)
  if (!format || !readable.includes(format)) {
    throw new HttpError(415, 'no_picture', '这个文件不是能看的图片，请发 JPG 或 PNG 照片。')
  }
  if (width * height > pictureLimits.pixels) {
    throw new HttpError(413, 'too_large', '图片尺寸太大，请缩小一些再发。')
  }
  return decoding.pass(() => decode(bytes))
}

async function headOf(bytes: Buffer): Promise<{ format?: string; width?: number; height?: number }> {
  // The library throws at once on nothing, and later on anything else it cannot read.
  if (bytes.length === 0) return {}
  return sharp(bytes)
    .metadata()
    .catch(() => ({}))
}

/** The large original is decoded once; the small one is made from what is shown in full. */
async function decode(bytes: Buffer): Promise<Picture> {
  const upright = sharp(bytes, { limitInputPixels: pictureLimits.pixels })
    .rotate()
    .resize(fullSide, fullSide, { fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
  const { data, info } = await upright.raw().toBuffer({ resolveWithObject: true }).catch(refuseBroken)
  const raw = { width: info.width, height: info.height, channels: info.channels }
  const full = sharp(data, { raw }).jpeg({ quality, mozjpeg: true })
  const thumb = sharp(data, { raw })
    .resize(thumbSide, thumbSide, { fit: 'inside', withoutEnlargement: true })
    .jpeg({ quality, mozjpeg: true })
  return { full: await full.toBuffer(), thumb: await thumb.toBuffer(), contentType: 'image/jpeg' }
}

function refuseBroken(cause: unknown): never {
  throw Object.assign(new HttpError(415, 'broken_picture', '这张图片打不开，请换一张。'), { cause })
}
