import { inflateRawSync } from 'node:zlib'

/** The text of a part of a Word file, for example `document.xml`. */
export function textIn(zip: Buffer, name: string): string {
  const end = zip.indexOf(`word/${name}`)
  const header = end - 30
  const [size, nameSize, moreSize] = [
    zip.readUInt32LE(header + 18),
    zip.readUInt16LE(header + 26),
    zip.readUInt16LE(header + 28),
  ]
  const start = end + nameSize + moreSize
  const xml = inflateRawSync(size > 0 ? zip.subarray(start, start + size) : zip.subarray(start)).toString()
  return [...xml.matchAll(/<w:t[^>]*>(?<text>[^<]*)/gu)].map((match) => match.groups?.text).join('\n')
}
