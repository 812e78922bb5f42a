/** One line of a record that somebody forwards: who said it, as far as it is told, and what. */
export interface ForwardedLine {
  name: string | null
  text: string
}

const heading = /^[[【「《]?.{0,20}聊天记录[\]】」》]?[:：]?$/u
const divider = /^[-—=─\s]{3,}(?:[\d年月日/.\s-]{6,}[-—=─\s]*)?$/u
const spoken = /^(?<name>[^:：\s，。！？,!?]{1,16}(?: [^:：\s，。！？,!?]{1,10})?)\s?[:：]\s?(?<text>\S.*)$/u
/** 地址：, 时间: and their like head a form, not somebody's words. */
const field =
  /^(?:时间|地点|地址|电话|联系人|内容|事由|问题|诉求|备注|原因|建议|要求|姓名|房号|楼号|范围|一|二|三|四|\d+)$/u

/** The lines of a forwarded record of a chat, in order; null when the text is somebody's own words. */
export function readForwardedRecord(text: string): ForwardedLine[] | null {
  const lines = text
    .split(/\r?\n/u)
    .map((line) => line.trim())
    .filter((line) => line && !divider.test(line))
  const isHeaded = heading.test(lines[0] ?? '')
  const body = isHeaded ? lines.slice(1) : lines
  const named = body.filter((line) => nameOf(line) !== null)
  if (named.length < 2 && !(isHeaded && named.length > 0)) return null
  return body.reduce(gather, [])
}

function nameOf(line: string): string | null {
  const name = spoken.exec(line)?.groups?.name
  return name && !field.test(name) ? name : null
}

function gather(lines: ForwardedLine[], line: string): ForwardedLine[] {
  const name = nameOf(line)
  if (name) return [...lines, { name, text: spoken.exec(line)?.groups?.text ?? '' }]
  const last = lines.at(-1)
  if (!last) return [{ name: null, text: line }]
  return [...lines.slice(0, -1), { ...last, text: `${last.text}\n${line}` }]
}
