import { createHash } from 'node:crypto'
import { htmlText } from '../html-text.ts'
import type { Dossier, DossierPhoto, DossierSection } from './dossier.ts'

const style = `
body { font: 16px/1.6 "Source Han Serif SC", "SimSun", serif; margin: 2em auto; max-width: 50em; padding: 0 1em; }
h1 { font-size: 1.6em; text-align: center; }
h2 { font-size: 1.15em; border-bottom: 1px solid #666; margin-top: 1.6em; }
.remark { text-align: center; }
table { border-collapse: collapse; width: 100%; font-size: .9em; }
th, td { border: 1px solid #999; padding: .3em .5em; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { background: #eee; }
th, td:first-child { white-space: nowrap; }
dl { display: grid; grid-template-columns: 7em 1fr; gap: .2em 1em; margin: 0; }
dt { font-weight: bold; }
dd { margin: 0; }
.photos { display: flex; flex-wrap: wrap; gap: 1em; }
figure { margin: 0; break-inside: avoid; }
figure img { max-width: 14em; max-height: 14em; }
@media print { body { margin: 0; max-width: none; } tr { break-inside: avoid; } }
`

const styleHash = createHash('sha256').update(style).digest('base64')

/** What its page may do: show its own style and pictures, nothing else. */
export const dossierPolicy = `default-src 'none'; style-src 'sha256-${styleHash}'; img-src data:`

/** The dossier as one page to read and print: no scripts, nothing from elsewhere, the pictures inside. */
export function dossierAsHtml({ title, remark, sections, photos }: Dossier): string {
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${htmlText(dossierPolicy)}">
<title>${htmlText(title)}</title>
<style>${style}</style>
</head>
<body>
<h1>${htmlText(title)}</h1>
<p class="remark">${htmlText(remark)}</p>
${sections.map(section).join('\n')}
${photos.length > 0 ? `<section>\n<h2>照片</h2>\n<div class="photos">${photos.map(figure).join('')}</div>\n</section>` : ''}
</body>
</html>
`
}

function section(one: DossierSection): string {
  return `<section>\n<h2>${htmlText(one.title)}</h2>\n${body(one)}\n</section>`
}

function body(one: DossierSection): string {
  if (one.kind === 'lines') return one.lines.map((line) => `<p>${htmlText(line)}</p>`).join('')
  if (one.kind === 'facts') {
    return `<dl>${one.facts.map(([name, value]) => `<dt>${htmlText(name)}</dt><dd>${htmlText(value)}</dd>`).join('')}</dl>`
  }
  const head = one.head.map((cell) => `<th scope="col">${htmlText(cell)}</th>`).join('')
  const rows = one.rows.map(
    (cells) => `<tr>${cells.map((cell) => `<td>${htmlText(cell)}</td>`).join('')}</tr>`,
  )
  return `<table>\n<thead><tr>${head}</tr></thead>\n<tbody>\n${rows.join('\n')}\n</tbody>\n</table>`
}

function figure({ caption, contentType, bytes }: DossierPhoto): string {
  const type = /^image\/[a-z+.-]+$/u.test(contentType) ? contentType : 'image/jpeg'
  const source = `data:${type};base64,${bytes.toString('base64')}`
  return `<figure><img alt="${htmlText(caption)}的照片" src="${source}"><figcaption>${htmlText(caption)}</figcaption></figure>`
}
