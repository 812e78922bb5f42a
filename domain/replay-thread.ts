import { isStaffReply } from './conversation/all-clear.ts'
import { isApology, isAskingWhere, isDenial, isVote } from './conversation/bystander.ts'
import { readForwardedRecord } from './conversation/forwarded-record.ts'
import { isPlaceAnswer } from './conversation/place-answer.ts'
import { type NamedHome, readNamedHome } from './conversation/sender-name.ts'
import {
  changedBy,
  incidentFor,
  openedBy,
  type Saying,
  type ThreadTicket,
} from './conversation/thread-ticket.ts'
import { isCourtesy, isIdle } from './conversation/touching.ts'
import { withHome } from './conversation/with-home.ts'
import type { JoinWindows, PlaceInput, Placement } from './place-message.ts'
import { placeMessage } from './place-message.ts'
import { policyFor } from './policy/index.ts'
import { isActive } from './ticket-flow.ts'
import type { Triage, TriageContext } from './triage.ts'
import { isUnsure } from './triage.ts'
import { splitMatters } from './understanding/split-matters.ts'

const minute = 60_000
const hour = 60 * minute
/** A question for a place waits so long for its answer. */
const answerWithin = 30 * minute
const staff: readonly TriageContext['role'][] = ['property', 'district_staff']
const attachment = /\[(?:图片|照片|视频|动画表情|语音|Photo|Video)\]/gu

/** Something said in a chat. */
export interface ThreadMessage {
  id: string
  at: Date
  sender: string
  senderName: string
  role: NonNullable<TriageContext['role']>
  text: string
  hasImage: boolean
}

/** The chat, and who understands its words: the rules, or a model. */
export interface ThreadSetting {
  building?: string
  unit?: string
  triage(text: string, context: TriageContext): Triage | Promise<Triage>
}

/** What became of one matter of a message. */
export interface ThreadStep {
  messageId: string
  text: string
  triage: Triage
  placement: Placement
  /** The ticket that was opened, touched or held, as it then stood. */
  ticket: ThreadTicket | null
}

/** Everything a chat led to. */
export interface ThreadReplay {
  tickets: ThreadTicket[]
  steps: ThreadStep[]
}

/** The windows that hold where no document of a community says otherwise. */
export function defaultWindows(): JoinWindows {
  return {
    join: policyFor(null, 'joinHours') * hour,
    joinEmergency: policyFor(null, 'joinEmergencyHours') * hour,
    fragment: policyFor(null, 'fragmentMinutes') * minute,
    conversation: policyFor(null, 'conversationMinutes') * minute,
    reopen: policyFor(null, 'reopenDays') * 24 * hour,
  }
}

/** Takes a chat through understanding and placing in memory, in the order of time, as if every word were said to the bot. */
export async function replayThread(
  messages: readonly ThreadMessage[],
  setting: ThreadSetting,
): Promise<ThreadReplay> {
  const replay: ThreadReplay = { tickets: [], steps: [] }
  for (const message of [...messages].sort((a, b) => a.at.getTime() - b.at.getTime())) {
    for (const { text, home } of partsOf(message, setting)) {
      const triage = withHome(await setting.triage(text, contextOf(message, home, setting)), home)
      take(replay, message, { text, home, triage }, setting)
    }
  }
  return replay
}

/** One matter of a message, and whose home its words may mean. */
interface Part {
  text: string
  home: NamedHome | null
}

/** A forwarded record counts line by line, each with the home of whoever said it. */
function partsOf({ text, senderName }: ThreadMessage, setting: ThreadSetting): Part[] {
  const words = text.replace(attachment, ' ').trim()
  const lines = readForwardedRecord(words) ?? [{ name: senderName, text: words }]
  return lines.flatMap((line) => {
    const home = readNamedHome(line.name ?? senderName, setting)
    const matters = splitMatters(line.text)
    // A photo without a word belongs to what was said before.
    return (matters.length > 0 ? matters : ['']).map((matter) => ({ text: matter, home }))
  })
}

function contextOf({ role }: ThreadMessage, home: NamedHome | null, setting: ThreadSetting): TriageContext {
  const { building, unit } = setting
  return {
    ...(building ? { building } : {}),
    ...(unit ? { unit } : {}),
    ...(home?.building && home.room
      ? { home: { building: home.building, unit: home.unit, room: home.room } }
      : {}),
    role,
  }
}

function take(
  replay: ThreadReplay,
  message: ThreadMessage,
  part: Part & { triage: Triage },
  setting: ThreadSetting,
): void {
  const said = sayingOf(replay, message, part)
  const asked = said.answers ? askedOf(replay, message, part) : undefined
  const placement: Placement = asked
    ? { kind: 'amend', ticketId: asked.id }
    : placeMessage(inputFor(replay, message, said, setting))
  const { messageId, text, triage } = said
  if (placement.kind === 'ignore') takeUp(replay, said)
  const ticket = apply(replay, placement, said)
  replay.steps.push({ messageId, text, triage, placement, ticket })
}

/** Carries the placement out; returns the ticket that was opened or touched. */
function apply(replay: ThreadReplay, placement: Placement, said: Saying): ThreadTicket | null {
  if (!('ticketId' in placement)) {
    if (placement.kind === 'ignore' && !isPerhapsMatter(said)) return null
    const opened = openedBy(`t${replay.tickets.length + 1}`, said)
    replay.tickets.push(opened)
    return opened
  }
  const at = replay.tickets.findIndex(({ id }) => id === placement.ticketId)
  const before = replay.tickets[at]
  if (!before) return null
  const changed = changedBy(before, placement.kind, said)
  replay.tickets[at] = changed
  return changed
}

/** What may well be a grievance is held, in case somebody bears it out. */
function isPerhapsMatter({ isStaff, triage, text }: Saying): boolean {
  if (isStaff || triage.isComplaint || !isUnsure(triage) || text === '') return false
  return ![isIdle, isCourtesy, isApology, isDenial, isVote, isAskingWhere].some((is) => is(text))
}

/** Who is asked where it is, or gets an answer from 物业 or an apology, has told of a matter. */
function takeUp(replay: ThreadReplay, { sender, isStaff, text, at }: Saying): void {
  if (!isAskingWhere(text) && !isApology(text) && !(isStaff && isStaffReply(text))) return
  const within = defaultWindows().fragment
  const index = replay.tickets.findLastIndex(
    ({ lastHereAt, reporters }) =>
      !reporters.includes(sender) && at.getTime() - lastHereAt.getTime() <= within,
  )
  const last = replay.tickets[index]
  if (last?.isHeld) replay.tickets[index] = { ...last, isHeld: false }
}

function sayingOf(replay: ThreadReplay, message: ThreadMessage, part: Part & { triage: Triage }): Saying {
  const { id, at, sender, role } = message
  const need = askedOf(replay, message, part)?.missing[0] ?? null
  return { ...part, messageId: id, at, sender, isStaff: staff.includes(role), answers: need }
}

/** The speaker's own ticket whose place is open, if the words can be the answer. */
function askedOf(
  { tickets }: ThreadReplay,
  { sender, at }: ThreadMessage,
  { text, triage }: Part & { triage: Triage },
): ThreadTicket | undefined {
  if (triage.isComplaint && triage.category !== null) return undefined
  if (!isPlaceAnswer(text)) return undefined
  return tickets.findLast((ticket) => {
    const last = ticket.spokenAt.get(sender)
    const isFresh = last !== undefined && at.getTime() - last.getTime() <= answerWithin
    return isFresh && ticket.missing.length > 0 && isActive(ticket.status)
  })
}

function inputFor(
  { tickets }: ThreadReplay,
  { sender, hasImage }: ThreadMessage,
  { at, text, isStaff, home, triage }: Saying,
  { building }: ThreadSetting,
): PlaceInput {
  return {
    incidents: tickets
      .filter(({ status }) => status !== 'withdrawn')
      .map((ticket) => incidentFor(ticket, sender)),
    recent: tickets.flatMap(({ id, spokenAt, reporters }) => {
      const last = spokenAt.get(sender)
      return last && reporters.includes(sender) ? [{ ticketId: id, at: last }] : []
    }),
    words: { at, text, hasImage, isBuildingGroup: building !== undefined, isStaff, home, triage },
    windows: defaultWindows(),
  }
}
