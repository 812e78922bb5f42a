import { z } from 'zod'
import { districtRoles, supervises } from '../domain/access.ts'
import { addHours } from '../domain/clocks.ts'
import { button } from '../domain/message.ts'
import { policyFor } from '../domain/policy/index.ts'
import { notTheirs, Refusal } from '../domain/refusal.ts'
import { refuseForOne } from '../domain/refuse-others.ts'
import { activeStatuses, isActive } from '../domain/ticket-flow.ts'
import { teamOf } from '../models/duty.ts'
import { noteOnTicket } from '../models/ticket.ts'
import { defineTicketHandler, numberedWith, TicketRef } from './handler.ts'

const longestReason = 200

/** Lets 社区 propose that a matter is a left-over one (遗留); it is only once 街道 has confirmed it. */
export const proposeLegacy = defineTicketHandler({
  name: 'propose-legacy',
  help: '遗留 编号 原因',
  example: '遗留 1024 消防没验收，开发商已注销',
  on: { command: numberedWith('(?:列入)?遗留', 'reason'), action: true },
  data: z.object({ ticket: TicketRef.optional(), reason: z.string().optional() }),
  allow: districtRoles,
  async handle({ ticket, actor, community, act, data, now, cause, notify }) {
    if (!supervises(actor, ticket)) throw notTheirs(ticket, community.phones)
    if (!isActive(ticket.status)) throw new Refusal('not_active', `${ticket.number}号已经办完，不用列了。`)
    refuseForOne(ticket)
    const reason = data.reason?.trim().slice(0, longestReason)
    if (!reason) throw new Refusal('reason_missing', `请带上原因，例如“遗留 ${ticket.number} 消防没验收”。`)
    const until = addHours(now, policyFor(community, 'legacyReviewDays') * 24)
    await noteOnTicket(ticket._id, community._id, {
      ...act(reason),
      kind: 'requested',
      set: { legacyRequest: { cause, by: actor.personId, until } },
    })
    const decide = (label: string, answer: string) =>
      button(label, `${answer}遗留 ${ticket.number}`, 'decide-legacy', { ticket: ticket._id, answer })
    for (const personId of await teamOf(community, 'street', now)) {
      notify({
        kind: 'legacy',
        supersedes: 'legacy',
        to: { personId },
        audience: 'street',
        priority: 'notice',
        inOffice: true,
        ticketId: ticket._id,
        premise: { ticketId: ticket._id, statuses: [...activeStatuses] },
        content: {
          text: `${community.name}【${ticket.number}】${ticket.summary}，${community.districtName}申请列入遗留问题台账：${reason}。请街道定。`,
          buttons: [decide('同意列入', '同意'), decide('不同意', '不同意')],
        },
      })
    }
    return { text: `${ticket.number}号列入遗留要街道同意，已经发给街道，定了我告诉您。` }
  },
})
