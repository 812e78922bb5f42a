import { harmless } from './say.ts'

/** East Asian wide and full-width characters, and emoji; close enough for columns. */
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u
const mark = /\p{M}/u
const mostColumns = 80

function widthOf(character: string): number {
  if (mark.test(character)) return 0
  return wide.test(character) ? 2 : 1
}

/** How many columns of a terminal a text takes. */
export function displayWidth(text: string): number {
  let width = 0
  for (const character of text) width += widthOf(character)
  return width
}

function shortened(text: string): string {
  if (displayWidth(text) <= mostColumns) return text
  let short = ''
  let width = 0
  for (const character of text) {
    width += widthOf(character)
    if (width >= mostColumns) break
    short += character
  }
  return `${short}…`
}

/**
 * Rows under a head, in columns that line up although Chinese characters are twice as wide. Long cells are cut, but
 * for those of the last column, which push nothing aside.
 */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const lines = [head, ...rows].map((row) =>
    row.map((cell, i) => {
      const line = harmless(String(cell)).replaceAll('\n', ' ')
      return i === head.length - 1 ? line : shortened(line)
    }),
  )
  const widths = head.map((_, i) => Math.max(...lines.map((line) => displayWidth(line[i] ?? ''))))
  const pad = (cell: string, i: number) => cell + ' '.repeat((widths[i] ?? 0) - displayWidth(cell))
  return lines.map((line) => line.map(pad).join('  ').trimEnd()).join('\n')
}
