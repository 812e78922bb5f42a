import { reactive } from 'vue'
import { postImage, sayError } from './api.ts'
import { shrinkPicture } from './shrink-picture.ts'

/** Pictures to go with one message: chosen, uploaded at once, and taken out again. */
export interface Tray {
  images: string[]
  /** How many are on their way. */
  uploading: number
  trouble: string
}

const most = 9
const previews = reactive(new Map<string, string>())

/** What a picture looks like that was uploaded from this page; undefined for others. */
export function previewOf(id: string): string | undefined {
  return previews.get(id)
}

/** Makes an empty tray. */
export function emptyTray(): Tray {
  return { images: [], uploading: 0, trouble: '' }
}

/** Uploads the files into this tray, whatever is on the page by the time they have arrived. */
export async function fillTray(tray: Tray, path: string, chosen: readonly File[]): Promise<void> {
  const files = chosen.slice(0, most - tray.images.length - tray.uploading)
  tray.trouble = files.length < chosen.length ? `一次最多发${most}张照片。` : ''
  tray.uploading += files.length
  for (const file of files) {
    try {
      const picture = await shrinkPicture(file)
      const id = await postImage(path, picture)
      previews.set(id, URL.createObjectURL(picture))
      tray.images.push(id)
    } catch (error) {
      tray.trouble = sayError(error)
    } finally {
      tray.uploading -= 1
    }
  }
}
