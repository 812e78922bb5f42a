import type { Context } from 'koa'
import { pictureLimits } from '../domain/picture-limits.ts'
import { takeDailyPicture } from '../models/daily-pictures.ts'
import { storePicture } from '../models/media.ts'
import { readBody } from './body.ts'
import { HttpError } from './http-error.ts'
import { preparePicture, requireRoomForPicture } from './picture.ts'

/** Takes the picture of a request in for its owner and returns its id; limits are those of `picture-limits.ts`. */
export async function takePicture(ctx: Context, ownerId: string, at: Date): Promise<string> {
  if (!ctx.is('image/*')) throw new HttpError(415, 'no_picture', '请发图片。')
  requireRoomForPicture()
  const bytes = await readBody(ctx.req)
  if (!(await takeDailyPicture(ownerId, at, pictureLimits.perDay))) {
    throw new HttpError(429, 'too_many_pictures', '今天传的图片太多了，明天再传。急事请直接打电话。')
  }
  return storePicture(await preparePicture(bytes), ownerId, at)
}
