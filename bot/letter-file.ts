import type { IParagraphOptions } from 'docx'
import { AlignmentType, Document, Packer, Paragraph, TextRun } from 'docx'
import type { Letter } from '../domain/referral-letter.ts'

/** Sizes are half points: 二号 and 三号, as official papers have them. */
const titleSize = 44
const bodySize = 32
/** Two characters of the body, in twentieths of a point. */
const indent = 640
const line = 560

function paragraph(text: string, more: IParagraphOptions & { size?: number; font?: string } = {}): Paragraph {
  const { size = bodySize, font = '仿宋', ...options } = more
  return new Paragraph({ spacing: { line }, ...options, children: [new TextRun({ text, size, font })] })
}

/** Writes a letter as a Word file that a person checks, signs and sends. */
export async function letterFile({ title, to, paragraphs, signature, date }: Letter): Promise<Buffer> {
  const children = [
    paragraph(title, { alignment: AlignmentType.CENTER, size: titleSize, font: '宋体' }),
    paragraph(''),
    paragraph(`${to}：`),
    ...paragraphs.map((text) => paragraph(text, { indent: { firstLine: indent } })),
    paragraph(''),
    paragraph(signature, { alignment: AlignmentType.RIGHT }),
    paragraph(date, { alignment: AlignmentType.RIGHT }),
  ]
  return Packer.toBuffer(new Document({ title, creator: '邻声', sections: [{ children }] }))
}
