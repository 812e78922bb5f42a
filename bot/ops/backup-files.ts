import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline as pipelineInto, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { z } from 'zod'
import { OpsError, wrongUsage } from './ops-error.ts'

const Dumped = z.object({
  name: z.string().regex(/^[\w.-]+$/u),
  count: z.int().min(0),
  /** Of the lines, before they are compressed. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/u),
  indexes: z.array(z.looseObject({ key: z.record(z.string(), z.number()), name: z.string() })),
})
export type Dumped = z.infer<typeof Dumped>

const Manifest = z.object({
  format: z.literal('linsheng-backup-1'),
  startedAt: z.coerce.date(),
  schemaVersion: z.int(),
  /** Where the audit chain ended. */
  head: z.object({ seq: z.int(), hash: z.string() }).nullable(),
  /** In the order they were read; they are written back the other way round. */
  collections: z.array(Dumped),
})
export type Manifest = z.infer<typeof Manifest>

const manifestFile = 'manifest.json'
const chunkLength = 65_536

/** Makes the folder of a backup, for its owner alone; one that has anything in it is refused. */
export async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  if ((await readdir(folder)).length > 0) {
    throw wrongUsage('bad_folder', `${folder} 不是空目录，请换一个新目录，例如 备份/2026-11-20。`)
  }
}

function fileOf(folder: string, collection: string): string {
  return join(folder, `${collection}.jsonl.gz`)
}

/** Writes lines as they come, compressed, and to the disk; returns how many there were and their hash. */
export async function writeLines(
  folder: string,
  collection: string,
  lines: AsyncIterable<string>,
): Promise<Pick<Dumped, 'count' | 'sha256'>> {
  const hash = createHash('sha256')
  let count = 0
  async function* chunks(): AsyncGenerator<string> {
    let chunk = ''
    for await (const line of lines) {
      count += 1
      hash.update(line)
      chunk += line
      if (chunk.length < chunkLength) continue
      yield chunk
      chunk = ''
    }
    if (chunk) yield chunk
  }
  const file = createWriteStream(fileOf(folder, collection), { flags: 'wx', mode: 0o600, flush: true })
  await pipeline(Readable.from(chunks()), createGzip(), file)
  return { count, sha256: hash.digest('hex') }
}

/** Writes the manifest, which makes a folder of files a backup. */
export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  const text = `${JSON.stringify(manifest, null, 2)}\n`
  await writeFile(join(folder, manifestFile), text, { flag: 'wx', mode: 0o600, flush: true })
}

/** Reads a manifest; what has none is no backup, or one that was broken off. */
export async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, manifestFile), 'utf8').catch(() => {
    throw wrongUsage('bad_backup', `${folder} 里没有 ${manifestFile}：不是备份，或者备份没有做完。`)
  })
  try {
    return Manifest.parse(JSON.parse(text))
  } catch {
    throw damaged(manifestFile)
  }
}

/** The lines of a collection; after the last one a file that is not what was written is refused. */
export async function* readLines(folder: string, { name, count, sha256 }: Dumped): AsyncGenerator<string> {
  const hash = createHash('sha256')
  let lines = 0
  try {
    for await (const line of linesOf(fileOf(folder, name))) {
      lines += 1
      hash.update(line)
      yield line
    }
  } catch (error) {
    if (error instanceof Error && isUnreadable(error)) throw damaged(name)
    throw error
  }
  if (lines !== count || hash.digest('hex') !== sha256) throw damaged(name)
}

/** Only line feeds end a line: the words of people may contain other separators. */
async function* linesOf(file: string): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let rest = ''
  // Unlike `pipe`, this lets the reader hear of a file that is not there.
  const unzipped = pipelineInto(createReadStream(file), createGunzip(), () => undefined)
  for await (const chunk of unzipped) {
    const parts = (rest + decoder.decode(chunk as Buffer, { stream: true })).split('\n')
    rest = parts.pop() ?? ''
    for (const part of parts) yield `${part}\n`
  }
  if (rest) yield rest
}

/** A file that is gone, cut off or of other bytes. */
function isUnreadable(error: Error & { code?: string }): boolean {
  return error.code === 'ENOENT' || (error.code ?? '').startsWith('Z_')
}

function damaged(what: string): OpsError {
  return new OpsError(
    'backup_damaged',
    `备份损坏：${what} 和备份时的不一样，什么都没有恢复。请用另一份备份。`,
  )
}
