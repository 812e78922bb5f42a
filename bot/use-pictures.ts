import { addHours } from '../domain/clocks.ts'
import { pictureLimits } from '../domain/picture-limits.ts'
import { picturesById } from '../models/media.ts'
import { HttpError } from './http-error.ts'

/** Refuses pictures that were not uploaded whole by one of these owners, or so long ago that they may be gone soon. */
export async function requireUsablePictures(
  ids: readonly string[],
  ownerIds: readonly string[],
  at: Date,
): Promise<void> {
  if (ids.length === 0) return
  const since = addHours(at, -pictureLimits.usableHours)
  const known = await picturesById(ids)
  const isUsable = (id: string) => {
    const picture = known.get(id)
    return picture !== undefined && ownerIds.includes(picture.ownerId) && picture.at > since
  }
  if (ids.every(isUsable)) return
  throw new HttpError(400, 'unknown_picture', '有一张图片没有传上来，请重新选。')
}
