import { table } from '../ops/table.ts'
import type { ReadFile } from './chat.ts'
import { ticketCells, ticketHead } from './say-ticket.ts'
import type { Summary } from './summary.ts'

const mostUnread = 10

/** The replay for a terminal: counts, a table of the tickets, and the lines that could not be read. */
export function textReport(read: ReadFile, summary: Summary, withNames: boolean): string {
  const { tickets } = summary
  const list =
    tickets.length > 0
      ? table(
          ticketHead,
          tickets.map((told) => ticketCells(told, withNames)),
        )
      : '没有记下工单。'
  return [counts(read, summary), list, ...read.remarks, ...unreadLines(read)].join('\n\n')
}

/** The replay in one paragraph of numbers. */
export function counts({ format, unread }: ReadFile, summary: Summary): string {
  const { messages, people, tickets, dangers, merged, answered, toLookAt, ignored } = summary
  return [
    `格式：${format}。${people}人说了${messages.length}条。`,
    `会记${tickets.length}件（其中险情${dangers.length}件），并入已有的${merged.length}条，会答复${answered.length}条，`,
    `要人看${toLookAt.length}条，不理会${ignored.length}条，读不出${unread.length}行。`,
  ].join('')
}

function unreadLines({ unread }: ReadFile): string[] {
  if (unread.length === 0) return []
  const shown = unread
    .slice(0, mostUnread)
    .map(({ line, why, text }) => `第${line}行（${why}）：${text.slice(0, 60)}`)
  const more = unread.length > mostUnread ? [`……共 ${unread.length} 行`] : []
  return [['读不出的行：', ...shown, ...more].join('\n')]
}
