import { z } from 'zod'
import { answeredPlace, isPlaceAnswer } from '../domain/conversation/place-answer.ts'
import { Refusal } from '../domain/refusal.ts'
import { retitled } from '../domain/retitle.ts'
import { isActive } from '../domain/ticket-flow.ts'
import type { Location } from '../domain/triage.ts'
import type { Understanding } from '../models/inbound.ts'
import { amendReport } from '../models/report.ts'
import type { Ticket } from '../models/ticket.ts'
import { noteOnTicket } from '../models/ticket.ts'
import { placedNotices } from '../models/ticket-notices.ts'
import type { TicketContext } from './handler.ts'
import { defineTicketHandler, TicketRef } from './handler.ts'

/** A new matter with a place of its own is no answer, however short it is. */
function readPlace(text: string, matters: Understanding['matters']): Record<string, string> | null {
  if (matters.some(({ triage }) => triage.isComplaint && triage.category !== null)) return null
  return isPlaceAnswer(text) ? { words: text } : null
}

/** Takes the answer to “几单元” or “几号楼” and completes the ticket with it. */
export const answerPlace = defineTicketHandler({
  name: 'answer-place',
  on: { question: { name: 'place', read: readPlace } },
  data: z.object({ ticket: TicketRef, need: z.enum(['building', 'unit']), words: z.string() }),
  allow: ['resident'],
  async handle(context) {
    const { ticket, data, actor, now, incoming, cause } = context
    if (!isActive(ticket.status)) {
      throw new Refusal(
        'not_active',
        `${ticket.number}号已经办完了。要是还有事，请把是什么事、在哪儿再说一遍。`,
      )
    }
    await amendReport(ticket._id, actor.personId, {
      cause,
      at: now,
      text: incoming.text,
      images: incoming.images,
    })
    const placed = await completePlace(context, answeredPlace(ticket, data.words, data.need))
    return { text: `好的，${placed.summary}（${ticket.number}）。` }
  },
})

/** Adds what was missing of a ticket's place, re-titles it, and tells those who are to go there. */
export async function completePlace(context: TicketContext<unknown>, place: Location): Promise<Ticket> {
  const { ticket, community, act, now, notify } = context
  const placed = await noteOnTicket(ticket._id, community._id, {
    ...act(),
    kind: 'placed',
    set: { ...place, summary: retitled(ticket, place) },
  })
  notify(...(await placedNotices(community, placed, now)))
  return placed
}
