import { newKey } from './api.ts'

/** Something that was sent without learning whether it arrived, and the key it went out under. */
export interface Unsure {
  what: string
  key: string
}

/** The key to send under: unchanged words go out again under the same key and count once, changed ones are new. */
export function keepKey(before: Unsure | null, what: string): Unsure {
  return before?.what === what ? before : { what, key: newKey() }
}
