/** A stretch of words, with the number to dial where it is one. */
export interface Stretch {
  text: string
  dial: string | null
}

const mobile = /1[3-9]\d[ -]?\d{4}[ -]?\d{4}/u
const landline = /0\d{2,3}[ -]?\d{3,4}[ -]?\d{4}/u
const service = /400[ -]?\d{3}[ -]?\d{4}/u
/** Three digits are a call for help only where the words say so: “拨119、120”. */
const help = /(?<=[拨打、或])(?:110|119|120)/u
const kinds = [mobile, landline, service, help].map(({ source }) => source).join('|')
const phone = new RegExp(`(?<![\\d-])(?:${kinds})(?![\\d-])`, 'gu')

/** Cuts words into what can be dialled and the rest, in order. */
export function findPhones(text: string): Stretch[] {
  const found: Stretch[] = []
  let end = 0
  for (const match of text.matchAll(phone)) {
    found.push({ text: text.slice(end, match.index), dial: null })
    found.push({ text: match[0], dial: match[0].replace(/\D/gu, '') })
    end = match.index + match[0].length
  }
  return [...found, { text: text.slice(end), dial: null }].filter(({ text: words }) => words)
}
