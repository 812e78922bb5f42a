import type { Figures, Share, Spread } from '../../domain/figures.ts'

const percent = ({ part, of }: Share) =>
  of === 0 ? '–' : `${((part * 100) / of).toFixed(1)}% (${part}/${of})`
const hours = ({ median, p90 }: Spread) => `${median ?? '–'} / ${p90 ?? '–'}`

/** Figures as lines of a table, one column for each community and one for all. */
export function printTable(columns: readonly (readonly [string, Figures])[]): string {
  const rows: [string, (figures: Figures) => string][] = [
    ['tickets', ({ counted }) => String(counted)],
    ['left out (withdrawn, merged, declined)', ({ leftOut }) => String(leftOut)],
    ['answered in time', ({ answeredInTime }) => percent(answeredInTime)],
    ['solved', ({ solved }) => percent(solved)],
    ['reopened', ({ reopened }) => percent(reopened)],
    ['hours to answer, median / p90', ({ hoursToAnswer }) => hours(hoursToAnswer)],
    ['hours to solution, median / p90', ({ hoursToSolution }) => hours(hoursToSolution)],
    ...entries((figures) => figures.escalated, 'rung'),
    ...entries((figures) => figures.closed, 'closed'),
  ]
  function entries(of: (figures: Figures) => Record<string, number>, title: string): typeof rows {
    const names = Object.keys(columns[0] ? of(columns[0][1]) : {})
    return names.map((name) => [`${title}: ${name}`, (figures) => String(of(figures)[name] ?? 0)])
  }
  const head = ['', ...columns.map(([name]) => name)]
  const lines = rows.map(([title, say]) => [title, ...columns.map(([, figures]) => say(figures))])
  return [head, ...lines]
    .map(([title = '', ...cells]) => [title.padEnd(40), ...cells.map((cell) => cell.padStart(20))].join(''))
    .join('\n')
}
