import mongoose from 'mongoose'
import { stored } from './erase-step.ts'

/** Takes something out of a text; returns the same text where there is nothing to take out. */
export type Redact = (text: string) => string

type Change = { path: string; old: string; next: string }

/** Finds a text; letters and digits only where no more of them are around. Chinese has no such borders. */
export function asWord(text: string): RegExp {
  const literally = text.replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&')
  const [before, after] = [/^\w/u.test(text) ? '(?<!\\w)' : '', /\w$/u.test(text) ? '(?!\\w)' : '']
  return new RegExp(`${before}${literally}${after}`, 'gu')
}

function changesIn(value: unknown, redact: Redact, path = ''): Change[] {
  if (typeof value === 'string') {
    const next = redact(value)
    return next === value ? [] : [{ path, old: value, next }]
  }
  if (typeof value !== 'object' || value === null || value instanceof Date) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    changesIn(inner, redact, path ? `${path}.${key}` : key),
  )
}

/**
 * Redacts the texts of a collection, each only while it is as it was read. `words` are the paths where people's words
 * are; `redactFor` says what is taken out of which document, null for nothing. Returns how many documents had something;
 * with `isReal` false it only counts them.
 */
export async function scrub<T extends { _id: string }>(
  { collection, words }: { collection: string; words: RegExp },
  redactFor: (document: T) => Redact | null,
  isReal: boolean,
): Promise<number> {
  const documents = stored(collection)
  let found = 0
  for await (const document of documents.find()) {
    const redact = redactFor(document as unknown as T)
    const changes = redact ? changesIn(document, redact).filter(({ path }) => words.test(path)) : []
    if (changes.length === 0) continue
    found += 1
    if (!isReal) continue
    const filter = Object.fromEntries(changes.map(({ path, old }) => [path, old]))
    const set = Object.fromEntries(changes.map(({ path, next }) => [path, next]))
    await documents.updateOne({ ...filter, _id: document._id }, { $set: set })
  }
  return found
}

/** How many documents of each collection still contain one of the texts. Pictures are not looked into. */
export async function searchEverywhere(texts: readonly string[]): Promise<Map<string, number>> {
  const patterns = texts.map((text) => asWord(JSON.stringify(text).slice(1, -1)))
  const found = new Map<string, number>()
  const { db } = mongoose.connection
  for (const collection of (await db?.collections()) ?? []) {
    const name = collection.collectionName
    if (name.endsWith('.chunks')) continue
    for await (const document of collection.find()) {
      const json = JSON.stringify(document)
      if (patterns.some((pattern) => json.search(pattern) >= 0)) found.set(name, (found.get(name) ?? 0) + 1)
    }
  }
  return found
}
