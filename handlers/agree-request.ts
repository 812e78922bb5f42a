import { z } from 'zod'
import { districtRoles, supervises } from '../domain/access.ts'
import { addHours, sayDayAndTime } from '../domain/clocks.ts'
import { declinedText } from '../domain/course-words.ts'
import type { Reply } from '../domain/message.ts'
import { policyFor } from '../domain/policy/index.ts'
import { Refusal } from '../domain/refusal.ts'
import { reportsOn } from '../models/report.ts'
import { tellReporters } from '../models/reporter-notices.ts'
import { hasHappened, moveTicket, noteOf } from '../models/ticket.ts'
import type { TicketRequest } from '../models/ticket-course.ts'
import type { TicketContext } from './handler.ts'
import { defineTicketHandler, numbered, TicketRef } from './handler.ts'
import { waitingNotices } from './suspend-ticket.ts'

interface Asked {
  request?: string | undefined
}

/** Lets a second person, of 社区, agree to a long wait or that a matter is not for 物业; only then is it so. */
export const agreeRequest = defineTicketHandler({
  name: 'agree-request',
  help: '同意 编号',
  example: '同意 1024',
  on: { command: numbered('同意'), action: true },
  data: z.object({ ticket: TicketRef.optional(), request: z.string().optional() }),
  allow: districtRoles,
  async handle(context) {
    const request = await requestToDecide(context)
    return request.kind === 'wait' ? agreeToWait(context, request) : agreeToDecline(context, request)
  },
})

/** The request a second person of 社区 decides about; a button decides only about the one it was shown with. */
export async function requestToDecide(context: TicketContext<Asked>): Promise<TicketRequest> {
  const { ticket, actor, data, decide } = context
  // Decided, it is gone from the ticket.
  const request = await decide('request', async () => ticket.request ?? null)
  if (!request || (data.request ?? request.cause) !== request.cause || !supervises(actor, ticket)) {
    throw new Refusal('nothing_to_decide', `${ticket.number}号没有等您定的申请，可能已经定过了。`)
  }
  if (request.by !== actor.personId) return request
  throw new Refusal('second_person', `${ticket.number}号是您提的，要由社区另一位同事来定。已经发给他们了。`)
}

async function agreeToWait(context: TicketContext<Asked>, request: TicketRequest): Promise<Reply> {
  const { ticket, community, actor, act, now, notify, cause } = context
  const until = new Date(request.until ?? now)
  if (until <= now && !hasHappened(ticket, cause)) {
    throw new Refusal(
      'not_ahead',
      `${ticket.number}号申请等到${sayDayAndTime(until, now)}，已经过了，不用再定。还要等，请他们重新申请；不等了，回“不同意 ${ticket.number} 理由”，让他们接着办。`,
    )
  }
  const waiting = await moveTicket(ticket._id, community._id, {
    ...act('社区同意'),
    to: 'waiting',
    when: { 'request.cause': request.cause },
    set: { wait: { cause: request.cause, until }, request: null },
  })
  notify(...(await waitingNotices(community, waiting)))
  const agreed = (at: Date) => `社区${actor.name}同意${ticket.number}号挂起到${sayDayAndTime(until, at)}。`
  tellAsker(context, request, agreed)
  return { text: `同意了，${ticket.number}号挂起到${sayDayAndTime(until, now)}，已告诉住户原因。` }
}

async function agreeToDecline(context: TicketContext<Asked>, request: TicketRequest): Promise<Reply> {
  const { ticket, community, actor, act, now, notify } = context
  const { responsible, phone } = request
  const declined = await moveTicket(ticket._id, community._id, {
    ...act(`由${responsible}负责，电话${phone}`),
    to: 'declined',
    isAnswer: true,
    when: { 'request.cause': request.cause },
    set: { closeCheckAt: addHours(now, policyFor(community, 'silentCloseHours')) },
  })
  const content = declinedText(declined, request, noteOf(declined, request.cause))
  const told = { kind: 'declined', content, statuses: ['declined' as const] }
  notify(...tellReporters(declined, await reportsOn(ticket._id), told))
  tellAsker(
    context,
    request,
    `社区${actor.name}同意${ticket.number}号不属受理，已告诉住户由${responsible}负责。`,
  )
  return {
    text: `同意了，已告诉住户：由${responsible}负责，电话${phone}。`,
    groupText: `同意了，${ticket.number}号不属受理，已告诉住户由谁负责。`,
    private: true,
  }
}

/** Tells whoever asked what 社区 decided. */
export function tellAsker(
  { ticket, notify }: TicketContext<unknown>,
  request: TicketRequest,
  text: string | ((at: Date) => string),
): void {
  notify({
    kind: 'decided',
    to: { personId: request.by },
    audience: ticket.team,
    priority: 'notice',
    ticketId: ticket._id,
    content: (at) => ({ text: `【${ticket.number}】${typeof text === 'string' ? text : text(at)}` }),
  })
}
