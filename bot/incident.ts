import { randomInt } from 'node:crypto'

const alphabet = 'ACDEFHJKLMNPQRTUVWXY3479'

/** A short code that a person can read over the phone and an operator can find in the log. */
export function newIncidentCode(): string {
  return Array.from({ length: 6 }, () => alphabet[randomInt(alphabet.length)]).join('')
}
