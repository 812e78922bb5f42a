import type { ForwardedLine } from './conversation/forwarded-record.ts'
import { guessRole } from './conversation/sender-name.ts'
import type { ThreadSetting } from './replay-thread.ts'
import { replayThread } from './replay-thread.ts'
import { isActive } from './ticket-flow.ts'
import type { Triage, TriageContext } from './triage.ts'
import { moreUrgent } from './triage.ts'
import { triageByRules } from './understanding/triage-by-rules.ts'

/** One matter out of a forwarded chat, with how many people spoke about it. */
export interface RecordMatter {
  text: string
  triage: Triage
  voices: number
}

/** What the bot itself said is in many records; it is nobody's appeal. */
const botName = /^小邻$/u
const second = 1_000

/** Finds the matters that a forwarded chat leaves open: what several lines say of one incident is one matter. */
export async function readRecord(
  lines: readonly ForwardedLine[],
  at: Date,
  context: TriageContext,
): Promise<RecordMatter[]> {
  const messages = lines
    .filter(({ name }) => !botName.test(name ?? ''))
    .map(({ name, text }, i) => ({
      id: String(i),
      at: new Date(at.getTime() + i * second),
      sender: name ?? '',
      senderName: name ?? '',
      role: guessRole(name ?? ''),
      text,
      hasImage: false,
    }))
  const { building, unit } = context
  const setting: ThreadSetting = {
    ...(building ? { building } : {}),
    ...(unit ? { unit } : {}),
    triage: (text, own) => triageByRules(text, own),
  }
  const { tickets, steps } = await replayThread(messages, setting)
  return tickets
    .filter((ticket) => isActive(ticket.status) && !ticket.isHeld)
    .flatMap((ticket) => {
      const told = steps.filter((step) => step.ticket?.id === ticket.id)
      const first = told.find(({ triage }) => triage.isComplaint) ?? told[0]
      if (!first) return []
      const { category, hazard, summary, building: at, unit: door, room, place, missing, confidence } = ticket
      const urgency = told.reduce((most, { triage }) => moreUrgent(most, triage.urgency), ticket.urgency)
      const location = { building: at, unit: door, room, place }
      const understood = { category, hazard, summary, urgency, missing, confidence, ...location }
      return {
        text: told.map(({ text }) => text).join('\n'),
        triage: { ...first.triage, ...understood, intent: 'complaint' as const, isComplaint: true },
        voices: new Set(ticket.reporters).size,
      }
    })
}
