import { guessRole } from '../../domain/conversation/sender-name.ts'
import type { ThreadMessage } from '../../domain/replay-thread.ts'
import type { ReadFile, Unread } from './chat.ts'
import { type Style, styles } from './copied-styles.ts'
import { hasDate, isTime, readDivider, readTime, type TimeFrame } from './said-time.ts'

const minute = 60_000
const rule = /^[-—–=─_*\s]{3,}$/u
const title = /聊天记录|^亲爱的|^以下(?:是|为)|^附件|^导出时间|^消息(?:记录|分组|对象)|^群(?:名|聊)称?[:：]/u
const system =
  /^["“]?.{1,24}["”]?(?:撤回了一条消息|邀请.{1,40}加入(?:了)?群聊|通过扫描.{1,30}加入(?:了)?群聊|加入了群聊|退出了群聊|修改群名为.{1,30}|拍了拍.{1,30}|开启了.{1,20}|发起了.{1,20})$|^以上是打招呼|^以下为新消息/u
const attachment = /\[(?:图片|照片|视频|Photo|Image)\]|^(?:图片|photo)$/iu
/** Words that head a form, not somebody's name. */
const field =
  /^(?:时间|地点|地址|电话|联系电话|联系人|内容|事由|问题|诉求|备注|原因|建议|要求|姓名|房号|楼号|范围|http|https|注|附|\d+)$/iu

/** Reads text that was copied out of a chat or exported; `copiedAt` gives the dates that the text leaves out. */
export function readCopiedText(content: string, copiedAt: Date): ReadFile {
  const lines = content.replace(/^\uFEFF/u, '').split(/\r?\n/u)
  const style = likeliestStyle(lines)
  if (!style) {
    const unread = lines.flatMap((text, at) =>
      text.trim() ? [{ line: at + 1, text, why: '认不出是谁说的' }] : [],
    )
    return { format: '认不出', chats: [], unread, remarks: [] }
  }
  const { messages, unread, hasTimes } = readLinesIn(style, lines, { copiedAt, last: null, today: null })
  const remarks = hasTimes ? [] : ['没有时间，按先后顺序每条算隔一分钟。']
  return { format: `复制的文字（${style.name}）`, chats: [{ title: '群聊', messages }], unread, remarks }
}

/** A style as this text keeps it: with dates in every head, or with none. */
interface KeptStyle extends Style {
  isDated: boolean
}

/** The style that most lines are headed in; where several fit, the one with more to go by. */
function likeliestStyle(lines: readonly string[]): KeptStyle | undefined {
  const counted = styles.map((style) => {
    const heads = lines.flatMap((line) => headOf({ ...style, isDated: false }, line) ?? [])
    const dated = heads.filter(({ time }) => time !== null && hasDate(time)).length
    return { style: { ...style, isDated: dated * 2 > heads.length }, heads: heads.length }
  })
  const most = Math.max(...counted.map(({ heads }) => heads))
  // 姓名：内容 also fits many a line of the other styles' contents.
  return most === 0 ? undefined : counted.find(({ heads }) => heads * 2 >= most)?.style
}

interface Head {
  name: string
  time: string | null
  text: string
}

function headOf({ head, isDated }: KeptStyle, line: string): Head | null {
  const groups = head.exec(line.trim())?.groups
  const name = groups?.name?.trim()
  if (!groups || !name || field.test(name) || isTime(line) || isAside(line.trim())) return null
  const time = groups.time ?? null
  // Among heads with dates, 明天上午 8:00 is somebody's words.
  return isDated && !(time && hasDate(time)) ? null : { name, time, text: groups.text ?? '' }
}

function isAside(line: string): boolean {
  return rule.test(line) || title.test(line) || system.test(line)
}

interface Draft {
  line: number
  name: string
  at: Date
  lines: string[]
}

function readLinesIn(style: KeptStyle, lines: readonly string[], frame: TimeFrame) {
  const reading: Reading = { drafts: [], unread: [], hasTimes: style.hasTime }
  for (const [index, raw] of lines.entries())
    takeLine(reading, style, { line: index + 1, text: raw.trim() }, frame)
  const { drafts, unread, hasTimes } = reading
  return { messages: drafts.flatMap(messageOf), unread, hasTimes }
}

interface Reading {
  drafts: Draft[]
  unread: Unread[]
  hasTimes: boolean
}

function takeLine(
  reading: Reading,
  style: KeptStyle,
  { line, text }: { line: number; text: string },
  frame: TimeFrame,
): void {
  const { drafts, unread } = reading
  const head = headOf(style, text)
  const last = drafts.at(-1)
  if (head) drafts.push(draftOf(head, line, frame))
  else if (takeTime(style, text, frame)) reading.hasTimes = true
  else if (isAside(text)) noteAside(text, last)
  else if (last) last.lines.push(text)
  else if (text !== '') unread.push({ line, text, why: '前面没有说话的人' })
}

/** A line of its own with the day, or with the time of what follows. */
function takeTime(style: KeptStyle, line: string, frame: TimeFrame): boolean {
  const day = readDivider(line, frame)
  if (day) {
    frame.today = day
    return true
  }
  const at = style.hasTime ? null : readTime(line, frame)
  if (!at) return false
  frame.last = new Date(at.getTime() - minute)
  frame.today = null
  return true
}

// The rule under a quotation belongs to the words around it.
function noteAside(line: string, draft: Draft | undefined): void {
  if (rule.test(line) && draft?.lines.some((said) => /^[「“]/u.test(said))) draft.lines.push(line)
}

function draftOf({ name, time, text }: Head, line: number, frame: TimeFrame): Draft {
  const after = frame.last ? new Date(frame.last.getTime() + minute) : null
  const at = (time ? readTime(time, frame) : after) ?? after ?? startOf(frame)
  frame.last = at
  return { line, name, at, lines: text === '' ? [] : [text] }
}

function startOf({ today, copiedAt }: TimeFrame): Date {
  return today ? new Date(`${today}T08:00:00+08:00`) : copiedAt
}

function messageOf({ line, name, at, lines }: Draft): ThreadMessage[] {
  const text = lines.join('\n').trim()
  if (text === '') return []
  const hasImage = attachment.test(text)
  return [{ id: `L${line}`, at, sender: name, senderName: name, role: guessRole(name), text, hasImage }]
}
