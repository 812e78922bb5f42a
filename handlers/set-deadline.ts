import { z } from 'zod'
import { canHandle, handlingRoles, hasRole, propertyRoles, supervises } from '../domain/access.ts'
import { addHours, sayDayAndTime } from '../domain/clocks.ts'
import { readComingTime } from '../domain/coming-time.ts'
import { policyFor } from '../domain/policy/index.ts'
import { notTheirs, Refusal } from '../domain/refusal.ts'
import { activeStatuses, isActive } from '../domain/ticket-flow.ts'
import { withoutPersons } from '../domain/wording.ts'
import { tellFirstReporters } from '../models/reporter-notices.ts'
import { noteOnTicket } from '../models/ticket.ts'
import type { TicketContext } from './handler.ts'
import { defineTicketHandler, numberedWith, TicketRef } from './handler.ts'

const longestReason = 200
type Context = TicketContext<{ ticket?: string | undefined; words?: string | undefined }>

/** Sets the date by which something that takes time is to be solved, with its reason, and the reporters hear both. */
export const setDeadline = defineTicketHandler({
  name: 'set-deadline',
  help: '限时 编号 日期 原因',
  example: '限时 1024 6月5日 等配件',
  on: { command: numberedWith('限时', 'words'), action: true },
  data: z.object({ ticket: TicketRef.optional(), words: z.string().optional() }),
  allow: handlingRoles,
  async handle(context) {
    const { ticket, community, act, now, notify } = context
    refuseOthers(context)
    const { until, reason } = read(context)
    const classed = await noteOnTicket(ticket._id, community._id, {
      ...act(`${sayDayAndTime(until, now)}前，${reason}`),
      kind: 'classed',
      isAnswer: true,
      set: { serviceClass: 'timed', resolveBy: until },
    })
    const content = (at: Date) => ({
      text: `您反映的${ticket.summary}（${ticket.number}）需要些时间：${withoutPersons(reason)}。定在${sayDayAndTime(until, at)}前办好，到时候我再问您。`,
    })
    const told = { kind: 'deadline', supersedes: 'deadline', content, statuses: activeStatuses }
    notify(...(await tellFirstReporters(community, classed, told)))
    return { text: `记下了，${ticket.number}号定在${sayDayAndTime(until, now)}前办好，已告诉住户原因。` }
  },
})

function refuseOthers({ ticket, actor, community }: Context): void {
  const mayOversee = supervises(actor, ticket)
  if (!canHandle(actor, ticket) && !mayOversee) throw notTheirs(ticket, community.phones)
  const isWorker = hasRole(actor, propertyRoles) && !hasRole(actor, ['property_manager'])
  if (isWorker && !mayOversee) {
    throw new Refusal('manager_only', `${ticket.number}号要改时限，请物业经理来定。`)
  }
  if (!isActive(ticket.status)) throw new Refusal('not_active', `${ticket.number}号已经办完，不用定时限了。`)
}

function read({ ticket, actor, data, community, now }: Context): { until: Date; reason: string } {
  const said = readComingTime(data.words ?? '', now, policyFor(community, 'officeHours').to)
  const reason = said?.rest.slice(0, longestReason)
  if (!said || !reason) {
    const example = `限时 ${ticket.number} 6月5日 等配件`
    throw new Refusal('date_and_reason', `请说到哪天、为什么，例如“${example}”，我转告住户。`)
  }
  if (said.at <= now)
    throw new Refusal('not_ahead', `${sayDayAndTime(said.at, now)}已经过了，请说一个以后的日期。`)
  const days = policyFor(community, 'timedDays')
  const since = supervises(actor, ticket) ? now : (ticket.reopenedAt ?? ticket.openedAt)
  if (said.at > addHours(since, days * 24)) {
    const last = sayDayAndTime(addHours(since, days * 24), now)
    throw new Refusal(
      'too_long',
      `最多定到${last}（${days}天）。还要更久，请回“需要协调 ${ticket.number} 原因”，由社区来定。`,
    )
  }
  return { until: said.at, reason }
}
