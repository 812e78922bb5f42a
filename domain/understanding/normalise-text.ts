import { commonSlips } from './common-slips.ts'

/** Characters of one message that are read; what follows is ignored. */
export const readLimit = 10_000

// Sorted by first character, the engine looks at one group only; within it the longer slip goes first.
const slip = new RegExp(
  Object.keys(commonSlips)
    .sort((a, b) => a.charCodeAt(0) - b.charCodeAt(0) || b.length - a.length)
    .join('|'),
  'gu',
)

/** A Chinese number right before a word of place: 十二号楼, 三单元, 二楼. */
const numberOfPlace =
  /[零〇一二两三四五六七八九十百]{1,5}(?=\s?(?:号楼|号院|号\s?\d|栋|幢|座(?![桥山])|单元|门洞|门(?:\d|[零一二三四五六七八九])|楼|层|#))|(?<=[楼栋幢座#])[一二三四五六七八九](?=门)/gu
/** A room read out digit by digit: 三零二, 一二零一. */
const spokenRoom =
  /(?<![零〇一二三四五六七八九十])[一二三四五六七八九][零〇一二三四五六七八九]?[零〇][一二三四五六七八九](?![年零〇一二三四五六七八九十])/gu
const spokenNumber = /[零〇一二两三四五六七八九十百]+/u

const digits: Record<string, number> = {
  零: 0,
  〇: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
}

/** Gives the one spelling all rules read: half width, no invisible characters, plain words, 12号楼 for 十二号楼. */
export function normaliseText(text: string): string {
  return text
    .slice(0, readLimit)
    .replace(/[①-⑳]/gu, '\n')
    .normalize('NFKC')
    .slice(0, readLimit)
    .replace(/[^\P{C}\n]|\uFE0F/gu, '')
    .replace(/[‐-―−~〜]+/gu, '-')
    .toUpperCase()
    .replace(slip, (word) => commonSlips[word] ?? word)
    .replace(numberOfPlace, placeNumber)
    .replace(spokenRoom, (spoken) => String(readDigits(spoken)))
    .trim()
}

/** Reads 十二, 一百零三, 三零二 and 12; null when there is no number in it. */
export function readNumber(spoken: string): number | null {
  if (/^\d+$/u.test(spoken)) return Number(spoken)
  if (!spokenNumber.test(spoken)) return null
  return /[十百]/u.test(spoken) ? readTens(spoken) : readDigits(spoken)
}

function placeNumber(spoken: string): string {
  // 二三楼 is "second or third floor", not the 23rd.
  if (spoken.length > 1 && !/[十百零〇]/u.test(spoken)) return spoken
  return String(readNumber(spoken) ?? spoken)
}

function readDigits(spoken: string): number {
  let value = 0
  for (const character of spoken) value = value * 10 + (digits[character] ?? 0)
  return value
}

// 一百二十三: each of 百 and 十 multiplies the digit before it, or one.
function readTens(spoken: string): number {
  const groups = /^(?:(?<hundreds>[^十百]*)百)?零?(?:(?<tens>[^十百]*)十)?(?<ones>[^十百]*)$/u.exec(
    spoken,
  )?.groups
  if (!groups) return readDigits(spoken.replace(/[十百]/gu, ''))
  return times(groups.hundreds, 100) + times(groups.tens, 10) + readDigits(groups.ones ?? '')
}

function times(spoken: string | undefined, scale: number): number {
  return spoken === undefined ? 0 : (readDigits(spoken) || 1) * scale
}
