import sharp from 'sharp'
import type { Picture } from '../models/media.ts'
import { HttpError } from './http-error.ts'

/** What phones send; what it really is decides, not what it is called. */
const readable = ['jpeg', 'png', 'webp', 'gif', 'avif']
const fullSide = 1600
const thumbSide = 320
/** A small file that unfolds into more than this is an attack, not a photo. */
const mostPixels = 60_000_000
const quality = 80

/**
 * Makes a picture out of uploaded bytes: upright, no larger than a screen, without position, camera or any other
 * metadata, re-encoded so that nothing hidden survives. Anything that is no picture is refused.
 */
export async function preparePicture(bytes: Buffer): Promise<Picture> {
  const { format, width, height } = await headOf(bytes)
  if (!format || !readable.includes(format)) {
    throw new HttpError(415, 'no_picture', '这个文件不是能看的图片，请发 JPG 或 PNG 照片。')
  }
  if ((width ?? 0) * (height ?? 0) > mostPixels) {
    throw new HttpError(413, 'too_large', '图片尺寸太大，请缩小一些再发。')
  }
  const [full, thumb] = await Promise.all([resized(bytes, fullSide), resized(bytes, thumbSide)])
  return { full, thumb, contentType: 'image/jpeg' }
}

async function headOf(bytes: Buffer): Promise<{ format?: string; width?: number; height?: number }> {
  // The library throws at once on nothing, and later on anything else it cannot read.
  if (bytes.length === 0) return {}
  return sharp(bytes)
    .metadata()
    .catch(() => ({}))
}

function resized(bytes: Buffer, side: number): Promise<Buffer> {
  return sharp(bytes, { limitInputPixels: mostPixels })
    .rotate()
    .resize(side, side, { fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .jpeg({ quality, mozjpeg: true })
    .toBuffer()
    .catch((cause) => {
      throw Object.assign(new HttpError(415, 'broken_picture', '这张图片打不开，请换一张。'), { cause })
    })
}
