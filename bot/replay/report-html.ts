import { htmlText } from '../html-text.ts'
import { stamp } from '../ops/say.ts'
import type { ReadFile } from './chat.ts'
import type { Mask } from './mask.ts'
import { style } from './page-style.ts'
import { counts } from './report-text.ts'
import { ticketCells, ticketHead } from './say-ticket.ts'
import type { ToldMessage, ToldTicket } from './story.ts'
import type { Summary } from './summary.ts'

/** What a page is made of. */
export interface PageParts {
  read: ReadFile
  summary: Summary
  mask: Mask
  withNames: boolean
}

/** The replay as one page to read and print: no scripts, nothing from elsewhere. */
export function htmlReport(parts: PageParts): string {
  const { read, summary } = parts
  const others = summary.tickets.filter((told) => !summary.dangers.includes(told))
  const sections = [
    section('险情', summary.dangers.length, summary.dangers.map((told) => ticketBlock(told, parts)).join('')),
    section('工单', summary.tickets.length, ticketTable(parts)),
    section('其他工单的消息', others.length, others.map((told) => ticketBlock(told, parts)).join('')),
    section(
      '会答复的',
      summary.answered.length,
      summary.answered.map((told) => answerBlock(told, parts)).join(''),
    ),
    section('要人看的', summary.toLookAt.length, messageTable(summary.toLookAt, parts)),
    section('不理会的', summary.ignored.length, messageTable(summary.ignored, parts)),
    section('读不出的行', read.unread.length, unreadTable(read, parts)),
  ]
  return page(`<h1>群聊回放</h1>
<p class="note">按“每句话都对小邻说”来算，只看记录，没有发出任何消息，也没有存进数据库。${parts.withNames ? '' : '姓名和电话已遮盖。'}</p>
<p>${htmlText(period(summary))}${htmlText(counts(read, summary))}</p>
${read.remarks.map((remark) => `<p class="note">${htmlText(remark)}</p>`).join('\n')}
${sections.join('\n')}`)
}

function page(body: string): string {
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>群聊回放</title>
<style>${style}</style>
</head>
<body>
${body}
</body>
</html>
`
}

function section(title: string, n: number, body: string): string {
  return `<section>\n<h2>${title}（${n}）</h2>\n${n === 0 ? '<p class="note">没有。</p>' : body}\n</section>`
}

function ticketTable({ summary, withNames }: PageParts): string {
  const rows = summary.tickets.map((told) => ticketCells(told, withNames).map(String))
  return tableOf(ticketHead, rows)
}

function ticketBlock(told: ToldTicket, parts: PageParts): string {
  const [number, summary, , urgency, , status, households] = ticketCells(told, parts.withNames)
  const lines = told.messages.map(
    (message) =>
      `<li><time>${stamp(message.at)}</time> <b>${htmlText(parts.mask.nameOf(message))}</b>：${words(message.text, parts)}</li>`,
  )
  return `<article>
<h3>${number}　${htmlText(String(summary))}</h3>
<p class="note">${htmlText(`${urgency}，${status}，${households}户反映`)}</p>
<ol>${lines.join('\n')}</ol>
</article>`
}

function answerBlock({ message, answers }: ToldMessage, parts: PageParts): string {
  const said = answers.map((text) => `<p class="answer">小邻：${breaks(htmlText(text))}</p>`)
  return `<article>
<p><time>${stamp(message.at)}</time> <b>${htmlText(parts.mask.nameOf(message))}</b>：${words(message.text, parts)}</p>
${said.join('\n')}
</article>`
}

function messageTable(messages: readonly ToldMessage[], parts: PageParts): string {
  const rows = messages.map(({ message }) => [
    stamp(message.at),
    parts.mask.nameOf(message),
    parts.mask.words(message.text),
  ])
  return tableOf(['时间', '谁', '说了什么'], rows)
}

function unreadTable({ unread }: ReadFile, { mask }: PageParts): string {
  return tableOf(
    ['行', '原因', '内容'],
    unread.map(({ line, why, text }) => [String(line), why, mask.words(text)]),
  )
}

function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (tag: 'th' | 'td', row: readonly string[]) =>
    `<tr>${row.map((cell) => `<${tag}>${breaks(htmlText(cell))}</${tag}>`).join('')}</tr>`
  return `<table>\n<thead>${cells('th', head)}</thead>\n<tbody>\n${rows.map((row) => cells('td', row)).join('\n')}\n</tbody>\n</table>`
}

function words(text: string, { mask }: PageParts): string {
  return breaks(htmlText(mask.words(text)))
}

function period({ messages }: Summary): string {
  const times = messages.map(({ message }) => message.at.getTime())
  return `${stamp(new Date(Math.min(...times)))} 到 ${stamp(new Date(Math.max(...times)))}。`
}

function breaks(html: string): string {
  return html.replaceAll('\n', '<br>')
}
