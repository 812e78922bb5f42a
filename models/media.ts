import mongoose from 'mongoose'
import { newId } from './new-id.ts'

/** One picture in the sizes it is shown in. */
export interface Picture {
  full: Buffer
  thumb: Buffer
  contentType: string
}

/** How large a picture is wanted. */
export type PictureSize = 'full' | 'thumb'

interface MediaFile {
  _id: mongoose.Types.ObjectId
  metadata?: { ownerId?: string; contentType?: string }
}

function bucket() {
  const { db } = mongoose.connection
  if (!db) throw new Error('media needs an open connection')
  return new mongoose.mongo.GridFSBucket(db, { bucketName: 'media' })
}

function fileName(id: string, size: PictureSize): string {
  return `${id}/${size}`
}

/** Stores a picture for its owner and returns its id. Half a picture after a crash is never referred to by anything. */
export async function storePicture(picture: Picture, ownerId: string): Promise<string> {
  const id = newId()
  for (const size of ['thumb', 'full'] as const) {
    const upload = bucket().openUploadStream(fileName(id, size), {
      metadata: { ownerId, contentType: picture.contentType },
    })
    await new Promise<void>((resolve, reject) => {
      upload.on('finish', () => resolve())
      upload.on('error', reject)
      upload.end(picture[size])
    })
  }
  return id
}

/** A stored picture and whose it is; null when there is none. */
export async function findPicture(
  id: string,
  size: PictureSize,
): Promise<{ bytes: Buffer; contentType: string; ownerId: string } | null> {
  const files = bucket()
  const [file] = (await files
    .find({ filename: fileName(id, size) })
    .limit(1)
    .toArray()) as MediaFile[]
  if (!file) return null
  const chunks: Buffer[] = []
  for await (const chunk of files.openDownloadStream(file._id as never)) chunks.push(chunk as Buffer)
  const { contentType = 'image/jpeg', ownerId = '' } = file.metadata ?? {}
  return { bytes: Buffer.concat(chunks), contentType, ownerId }
}
