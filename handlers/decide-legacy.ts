import { z } from 'zod'
import { sayDate } from '../domain/clocks.ts'
import { Refusal } from '../domain/refusal.ts'
import { activeStatuses } from '../domain/ticket-flow.ts'
import { tellFirstReporters } from '../models/reporter-notices.ts'
import { hasHappened, noteOnTicket } from '../models/ticket.ts'
import type { LegacyRequest } from '../models/ticket-clock.ts'
import type { TicketContext } from './handler.ts'
import { defineTicketHandler, numberedWith, TicketRef } from './handler.ts'

const longestReason = 200

/** Lets 街道 confirm or refuse that a matter is a left-over one; 社区 hears it, and the reporters when it is. */
export const decideLegacy = defineTicketHandler({
  name: 'decide-legacy',
  help: '同意遗留 编号',
  example: '同意遗留 1024',
  on: { command: numberedWith('(?<answer>同意|不同意)(?:列入)?遗留', 'reason'), action: true },
  data: z.object({
    ticket: TicketRef.optional(),
    answer: z.enum(['同意', '不同意']),
    reason: z.string().optional(),
  }),
  allow: ['street'],
  async handle(context) {
    const { ticket, community, act, data, decide, cause } = context
    // Decided, it is gone from the ticket.
    const request = await decide('legacy', async () => ticket.legacyRequest ?? null)
    if (!request) throw nothingToDecide(ticket.number)
    const isAgreed = data.answer === '同意'
    const reason = data.reason?.trim().slice(0, longestReason)
    const until = new Date(request.until)
    const decided = await noteOnTicket(ticket._id, community._id, {
      ...act(reason),
      kind: isAgreed ? 'classed' : 'rejected',
      when: { 'legacyRequest.cause': request.cause },
      set: { legacyRequest: null, ...(isAgreed ? { serviceClass: 'legacy', resolveBy: until } : {}) },
    })
    if (!hasHappened(decided, cause)) throw nothingToDecide(ticket.number)
    tellAsker(context, request, { isAgreed, reason, until })
    if (isAgreed) await tellReporters(context, until)
    return { text: isAgreed ? `${ticket.number}号列入遗留台账，${sayDate(until)}再看。` : '已告诉社区不列。' }
  },
})

function nothingToDecide(number: number): Refusal {
  return new Refusal('nothing_to_decide', `${number}号没有等街道定的遗留申请，可能已经定过了。`)
}

function tellAsker(
  { ticket, notify }: TicketContext<unknown>,
  { by }: LegacyRequest,
  { isAgreed, reason, until }: { isAgreed: boolean; reason: string | undefined; until: Date },
): void {
  const why = reason ? `：${reason}` : ''
  const text = isAgreed
    ? `街道同意列入遗留台账，${sayDate(until)}再看${why}。`
    : `街道不同意列入遗留台账${why}。`
  notify({
    kind: 'legacy-decided',
    to: { personId: by },
    audience: 'district',
    priority: 'notice',
    ticketId: ticket._id,
    content: { text: `【${ticket.number}】${text}` },
  })
}

async function tellReporters(
  { ticket, community, notify }: TicketContext<unknown>,
  until: Date,
): Promise<void> {
  const text = `您反映的${ticket.summary}（${ticket.number}）一时办不了，已列入遗留问题台账，由社区和街道跟进，${sayDate(until)}前再给您说进展。`
  const told = { kind: 'legacy-told', content: { text }, statuses: activeStatuses }
  notify(...(await tellFirstReporters(community, ticket, told)))
}
