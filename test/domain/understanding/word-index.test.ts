import { expect, it } from 'vitest'
import { buildWordIndex, words } from '../../../domain/understanding/word-index.ts'

function occurrences(list: string[], text: string): string[] {
  const found: string[] = []
  const index = buildWordIndex(list.map((word) => [word, word] as const))
  index(text, (start, end) => found.push(text.slice(start, end)))
  return found
}

it('finds every word at every position, longer ones first', () => {
  expect(occurrences(['电梯', '电梯门', '门', '停电'], '停电梯门')).toEqual(['停电', '电梯门', '电梯', '门'])
})

it('finds nothing in a text without listed words', () => {
  expect(occurrences(['电梯'], '今天天气好')).toEqual([])
})

it('tells of all values of one word at once', () => {
  const index = buildWordIndex([
    ['漏', 1],
    ['漏', 2],
  ])
  const told: (readonly number[])[] = []
  index('漏', (_start, _end, values) => told.push(values))

  expect(told).toEqual([[1, 2]])
})

it('splits a cell at blanks and line breaks', () => {
  expect(words(' 甲 乙\n   丙 ')).toEqual(['甲', '乙', '丙'])
})
