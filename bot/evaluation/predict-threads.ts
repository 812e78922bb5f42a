import type { ThreadTicket } from '../../domain/conversation/thread-ticket.ts'
import { replayThread } from '../../domain/replay-thread.ts'
import type { endings, GoldThread } from './gold.ts'
import { mapLimited } from './map-limited.ts'
import type { Reader } from './predict-messages.ts'
import type { Timed } from './speed.ts'
import { timed } from './speed.ts'

/** A ticket at the end of a thread, in the words of the data. */
export type PredictedTicket = Pick<
  ThreadTicket,
  'category' | 'urgency' | 'building' | 'unit' | 'room' | 'place' | 'reporters' | 'summary'
> & { status: (typeof endings)[number]; message_ids: string[] }

/** The tickets that a thread led to. */
export interface PredictedThread {
  id: string
  tickets: PredictedTicket[]
}

/** Runs every thread in memory; the expected tickets are never looked at. */
export async function predictThreads(
  rows: readonly GoldThread[],
  read: Reader,
  atOnce: number,
): Promise<Timed<PredictedThread[]>> {
  return timed((clocked) =>
    mapLimited(rows, atOnce, async ({ id, group, messages }) => {
      const { community: _, ...place } = group
      const said = messages.map(({ mid, ts, sender, sender_name, sender_role, text, has_image = false }) => ({
        id: mid,
        at: new Date(ts),
        sender,
        senderName: sender_name,
        role: sender_role,
        text,
        hasImage: has_image,
      }))
      const { tickets } = await clocked(said.length, () => replayThread(said, { ...place, triage: read }))
      return { id, tickets: tickets.filter(({ isHeld }) => !isHeld).map(inWordsOfData) }
    }),
  )
}

function inWordsOfData(ticket: ThreadTicket): PredictedTicket {
  const { category, urgency, building, unit, room, place, reporters, messageIds, summary } = ticket
  const status = endingOf(ticket)
  return {
    category,
    urgency,
    building,
    unit,
    room,
    place,
    status,
    reporters,
    message_ids: messageIds,
    summary,
  }
}

function endingOf({ status, wasReopened }: ThreadTicket): PredictedTicket['status'] {
  if (status === 'withdrawn') return 'withdrawn'
  if (status === 'resolved' || status === 'closed') return 'resolved'
  return wasReopened ? 'reopened' : 'open'
}
