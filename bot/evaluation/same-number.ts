import { readNumber } from '../../domain/understanding/normalise-text.ts'

const spoken = /[零〇一二两三四五六七八九十百]+/gu
const measure = /(?:号楼|栋楼|号院|单元|门洞|[栋幢座号楼门室户房])+$/u

/** Whether a building, unit or room is the expected one or one of those that are right as well, however they are written. */
export function isSameNumber(
  found: string | null | undefined,
  expected: string | null,
  alternatives: readonly (string | null)[] = [],
): boolean {
  const plain = plainNumber(found)
  return [expected, ...alternatives].some((one) => plainNumber(one) === plain)
}

/** One spelling of a number of place: 十二号楼, 12# and 012 are 12, 东区7号楼 is 东7; null for none. */
export function plainNumber(value: string | null | undefined): string | null {
  if (value === null || value === undefined) return null
  const bare = value
    .normalize('NFKC')
    .trim()
    .replace(spoken, (digits) => String(readNumber(digits) ?? digits))
    .toUpperCase()
    .replace(/[\s\-—_#]/gu, '')
    .replace(measure, '')
    .replace(/^(?<side>[东西南北])区/u, '$<side>')
    .replace(/^(?<head>[东西南北]?[A-Z]*)0+(?=\d)/u, '$<head>')
  return bare === '' ? null : bare
}
