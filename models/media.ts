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
  filename: string
  metadata?: { ownerId?: string; contentType?: string; at?: Date; isKept?: boolean }
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
export async function storePicture(picture: Picture, ownerId: string, at: Date): Promise<string> {
  const id = newId()
  for (const size of ['thumb', 'full'] as const) {
    const upload = bucket().openUploadStream(fileName(id, size), {
      metadata: { ownerId, contentType: picture.contentType, at },
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

/** Whose some pictures are and when they were uploaded, as far as they are there in full. */
export async function picturesById(
  ids: readonly string[],
): Promise<Map<string, { ownerId: string; at: Date }>> {
  const filenames = ids.map((id) => fileName(id, 'full'))
  const files = (await bucket()
    .find({ filename: { $in: filenames } })
    .toArray()) as unknown as MediaFile[]
  return new Map(
    files.map(({ filename, metadata = {} }) => [
      idOf(filename),
      { ownerId: metadata.ownerId ?? '', at: metadata.at ?? new Date(0) },
    ]),
  )
}

/**
 * Some pictures uploaded before a time of which nobody has found out whether anything refers to them, and when the
 * first of them was uploaded.
 */
export async function uncheckedPictures(
  before: Date,
  limit: number,
): Promise<{ ids: string[]; since: Date }> {
  const files = (await bucket()
    .find({ 'metadata.at': { $lte: before }, 'metadata.isKept': { $ne: true } })
    .sort({ 'metadata.at': 1 })
    .limit(limit)
    .toArray()) as unknown as MediaFile[]
  const ids = [...new Set(files.map(({ filename }) => idOf(filename)))]
  return { ids, since: files[0]?.metadata?.at ?? before }
}

/** Notes that something refers to these pictures, so that they are never looked at again. */
export async function keepPictures(ids: readonly string[]): Promise<void> {
  const filenames = ids.flatMap((id) => [fileName(id, 'full'), fileName(id, 'thumb')])
  await mongoose.connection.db
    ?.collection('media.files')
    .updateMany({ filename: { $in: filenames } }, { $set: { 'metadata.isKept': true } })
}

function idOf(filename: string): string {
  return filename.split('/')[0] ?? ''
}

/** Removes pictures in all sizes; half removed after a crash, they are found again. Returns how many files there were. */
export async function erasePictures(ids: readonly string[], isReal: boolean): Promise<number> {
  const { db } = mongoose.connection
  const filenames = ids.flatMap((id) => [fileName(id, 'full'), fileName(id, 'thumb')])
  const files = await bucket()
    .find({ filename: { $in: filenames } })
    .toArray()
  if (!isReal) return files.length
  for (const { _id } of files) {
    // The bytes first: without its file nobody would find them again.
    await db?.collection('media.chunks').deleteMany({ files_id: _id })
    await db?.collection('media.files').deleteOne({ _id })
  }
  return files.length
}
