import {
  AlignmentType,
  Document,
  HeadingLevel,
  ImageRun,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx'
import sharp from 'sharp'
import type { Dossier, DossierPhoto, DossierSection } from './dossier.ts'

/** Sizes are half points. */
const titleSize = 36
const headingSize = 28
const bodySize = 21
const font = '宋体'
/** Letters of a control set break a Word file. */
const control = /(?![\n\t])[\p{Cc}\p{Cs}]/gu

/** The dossier as a Word file that can be added to. */
export async function dossierAsWord({ title, remark, sections, photos }: Dossier): Promise<Buffer> {
  const children = [
    line(title, { size: titleSize, isCentred: true }),
    line(remark, { isCentred: true }),
    ...sections.flatMap((section) => [heading(section.title), ...body(section)]),
    ...(photos.length > 0 ? [heading('照片'), ...(await Promise.all(photos.map(photo)))] : []),
  ]
  const document = new Document({ title, creator: '邻声', sections: [{ children }] })
  return Packer.toBuffer(document)
}

function run(text: string, size = bodySize, bold = false): TextRun {
  return new TextRun({ text: text.replace(control, ' '), size, font, bold })
}

function line(text: string, { size = bodySize, isCentred = false } = {}): Paragraph {
  return new Paragraph({
    children: [run(text, size, size === titleSize)],
    ...(isCentred ? { alignment: AlignmentType.CENTER } : {}),
  })
}

function heading(text: string): Paragraph {
  return new Paragraph({
    heading: HeadingLevel.HEADING_2,
    spacing: { before: 240 },
    children: [run(text, headingSize, true)],
  })
}

function body(section: DossierSection): (Paragraph | Table)[] {
  if (section.kind === 'lines') return section.lines.map((text) => line(text))
  if (section.kind === 'facts')
    return [
      table(
        section.facts.map((cells) => [...cells]),
        null,
      ),
    ]
  return [table(section.rows, section.head)]
}

async function photo({ caption, bytes }: DossierPhoto): Promise<Paragraph> {
  const { width, height } = await sharp(bytes).metadata()
  const image = new ImageRun({ type: 'jpg', data: bytes, transformation: { width, height } })
  return new Paragraph({ children: [image, run(`　${caption}`)] })
}

function table(rows: readonly (readonly string[])[], head: readonly string[] | null): Table {
  return new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    rows: [
      ...(head ? [new TableRow({ tableHeader: true, children: head.map((text) => cell(text, true)) })] : []),
      ...rows.map((cells) => new TableRow({ children: cells.map((text) => cell(text, false)) })),
    ],
  })
}

function cell(text: string, bold: boolean): TableCell {
  return new TableCell({
    children: text.split('\n').map((part) => new Paragraph({ children: [run(part, bodySize, bold)] })),
  })
}
