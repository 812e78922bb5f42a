import { stat } from 'node:fs/promises'
import { readText } from '../evaluation/read-lines.ts'
import type { ReadFile } from './chat.ts'
import { readCopiedText } from './read-copied-text.ts'
import { readJsonl } from './read-jsonl.ts'

/** Reads a chat out of a file, whatever form it has: JSON lines, or text copied or exported from a chat program. */
export async function readChatFile(file: string): Promise<ReadFile> {
  const content = await readText(file)
  const first = content.split('\n').find((line) => line.trim() !== '')
  if (first?.trim().startsWith('{')) return readJsonl(content)
  // Whoever copied 昨天 07:41 meant the day before the file was written.
  const { mtime } = await stat(file)
  return readCopiedText(content, mtime)
}
