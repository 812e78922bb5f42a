import { z } from 'zod'
import { districtRoles, supervises } from '../domain/access.ts'
import { sayDayAndTime } from '../domain/clocks.ts'
import { policyFor } from '../domain/policy/index.ts'
import { notTheirs, Refusal } from '../domain/refusal.ts'
import { refuseForOne } from '../domain/refuse-others.ts'
import { isActive } from '../domain/ticket-flow.ts'
import { nextOfficeTime } from '../domain/working-days.ts'
import { secretaries } from '../models/duty.ts'
import { referralNotices } from '../models/referral-notices.ts'
import { hasHappened, noteOnTicket } from '../models/ticket.ts'
import { workCalendar } from '../models/work-calendar.ts'
import type { TicketContext } from './handler.ts'
import { defineTicketHandler, numbered, TicketRef } from './handler.ts'

/** Lets the secretary bring a ticket before 街道, which hears of it with the next list of the day, of a danger at once. */
export const referToStreet = defineTicketHandler({
  name: 'refer-to-street',
  help: '同意提请 编号',
  example: '同意提请 1024',
  on: { command: numbered('同意提请|提请街道'), action: true },
  data: z.object({ ticket: TicketRef.optional() }),
  allow: districtRoles,
  async handle(context) {
    const { ticket, community, act, now, cause, notify } = context
    await refuseOthers(context)
    refuseForOne(ticket)
    const referred = await noteOnTicket(ticket._id, community._id, {
      ...act(),
      kind: 'referred',
      when: { referredAt: null },
      set: { referredAt: now },
    })
    if (!hasHappened(referred, cause)) {
      throw new Refusal('referred_before', `${ticket.number}号已经提请街道了，街道每天的清单里有。`)
    }
    if (ticket.urgency === 'emergency') {
      notify(...(await referralNotices(community, referred, now)))
      return { text: `${ticket.number}号是险情，已马上提请街道。` }
    }
    const clock = policyFor(community, 'streetDigestClock')
    const listed = nextOfficeTime(now, { from: clock, to: clock }, workCalendar)
    return { text: `${ticket.number}号已提请街道，列进${sayDayAndTime(listed, now)}给街道的清单。` }
  },
})

/** Only the secretary, or 社区 where it has none, decides what goes up; never of a complaint about 社区 itself. */
export async function refuseOthers({
  ticket,
  actor,
  community,
  now,
  cause,
}: TicketContext<unknown>): Promise<void> {
  if (!supervises(actor, ticket)) throw notTheirs(ticket, community.phones)
  if (!(await secretaries(community, now)).includes(actor.personId)) {
    throw new Refusal('secretary_only', `${ticket.number}号提不提请街道由社区书记定，请书记来点。`)
  }
  if (isActive(ticket.status) || hasHappened(ticket, cause)) return
  throw new Refusal('not_active', `${ticket.number}号已经办完，不用再定了。`)
}
