import { z } from 'zod'
import { guessRole } from '../../domain/conversation/sender-name.ts'
import type { ThreadMessage } from '../../domain/replay-thread.ts'
import type { ReadChat, ReadFile, Unread } from './chat.ts'

const Role = z
  .enum(['resident', 'unit_leader', 'property', 'committee', 'district_staff', 'community_staff'])
  .transform((role) => (role === 'community_staff' ? 'district_staff' : role))
const Group = z.object({
  community: z.string().optional(),
  building: z.string().optional(),
  unit: z.string().optional(),
})
const Line = z.object({
  id: z.string().optional(),
  mid: z.string().optional(),
  ts: z.union([z.iso.datetime({ offset: true }), z.number()]).transform((ts) => new Date(ts)),
  sender: z.string().min(1),
  sender_name: z.string().optional(),
  sender_role: Role.optional(),
  text: z.string(),
  has_image: z.boolean().optional(),
  group: Group.optional(),
})
type Line = z.infer<typeof Line>
const Thread = z.object({ id: z.string(), group: Group.optional(), messages: z.array(Line).min(1) })

type Row = { line: Line } | { thread: z.infer<typeof Thread> } | { why: string }

/** Reads JSON lines: threads, each a chat of its own, or single messages, which make one chat. */
export function readJsonl(content: string): ReadFile {
  const unread: Unread[] = []
  const chats: ReadChat[] = []
  const single: ThreadMessage[] = []
  let group: z.infer<typeof Group> | undefined
  for (const [at, text] of content.split(/\r?\n/u).entries()) {
    if (text.trim() === '') continue
    const row = readRow(text)
    if ('why' in row) unread.push({ line: at + 1, text, why: row.why })
    else if ('thread' in row) chats.push(chatOf(row.thread))
    else {
      single.push(messageOf(row.line, `L${at + 1}`))
      group ??= row.line.group
    }
  }
  if (single.length > 0)
    chats.push({ title: group?.community ?? '群聊', ...placeOf(group), messages: single })
  return { format: 'JSONL', chats, unread, remarks: [] }
}

function readRow(text: string): Row {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { why: '不是有效的 JSON' }
  }
  const thread = Thread.safeParse(value)
  if (thread.success) return { thread: thread.data }
  const line = Line.safeParse(value)
  return line.success ? { line: line.data } : { why: '缺 ts、sender 或 text，或者写得不对' }
}

function chatOf({ id, group, messages }: z.infer<typeof Thread>): ReadChat {
  const title = [id, group?.community].filter(Boolean).join(' ')
  return {
    title,
    ...placeOf(group),
    // u_a of one thread is not u_a of the next.
    messages: messages.map((line, at) => ({
      ...messageOf(line, `${id}-${line.mid ?? at + 1}`),
      sender: `${id} ${line.sender}`,
    })),
  }
}

function placeOf(group: z.infer<typeof Group> | undefined): { building?: string; unit?: string } {
  return {
    ...(group?.building ? { building: group.building } : {}),
    ...(group?.unit ? { unit: group.unit } : {}),
  }
}

function messageOf(line: Line, id: string): ThreadMessage {
  const { ts, sender, sender_name: name = sender, sender_role, text, has_image = false } = line
  const role = sender_role ?? guessRole(name)
  return { id, at: ts, sender, senderName: name, role, text, hasImage: has_image }
}
