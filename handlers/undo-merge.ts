import { z } from 'zod'
import { handlingRoles } from '../domain/access.ts'
import { addHours } from '../domain/clocks.ts'
import { apartText } from '../domain/course-words.ts'
import { policyFor } from '../domain/policy/index.ts'
import { Refusal } from '../domain/refusal.ts'
import { refuseOthers } from '../domain/refuse-others.ts'
import { activeStatuses } from '../domain/ticket-flow.ts'
import { moveDissuasionsBack } from '../models/dissuasion.ts'
import { moveMediationsBack } from '../models/mediation.ts'
import { movePromisesBack } from '../models/promise.ts'
import { moveReportsBack, reportsMovedBy } from '../models/report.ts'
import { tellReporters } from '../models/reporter-notices.ts'
import type { Ticket } from '../models/ticket.ts'
import { findByNumber, findTicket, moveTicket, noteOnTicket, notSettled } from '../models/ticket.ts'
import { newTicketNotices } from '../models/ticket-notices.ts'
import type { TicketContext } from './handler.ts'
import { defineTicketHandler, numbered, TicketRef } from './handler.ts'

const Words = z.object({ ticket: TicketRef.optional() })
type Context = TicketContext<z.infer<typeof Words>>

/** Takes two tickets apart that were put together by mistake, within a day; the reports that moved go back. */
export const undoMerge = defineTicketHandler({
  name: 'undo-merge',
  help: '撤销合并 编号',
  example: '撤销合并 1025',
  on: { command: numbered('(?:撤销|取消)合并') },
  data: Words,
  allow: handlingRoles,
  async handle(context) {
    const { actor, community, now, decide, cause, act, notify } = context
    const source = await sourceOf(context)
    refuseOthers(actor, source, community.phones)
    // Undone, it is not merged any more.
    const merge = await decide('merge', async () => ({ into: source.mergedInto ?? null, ...mergeOf(source) }))
    const target = merge.into ? await findTicket(merge.into, community._id) : null
    if (!target) throw new Refusal('not_merged', `${source.number}号没有并到别的单子里，不用撤销。`)
    refuseLate(context, source, new Date(merge.at))
    if (target.mergedInto) {
      throw new Refusal('merged_on', `${target.number}号自己也并走了，先回“撤销合并 ${target.number}”。`)
    }
    const apart = await moveTicket(source._id, community._id, {
      ...act('撤销合并'),
      to: 'assigned',
      set: { ...notSettled, mergedInto: null },
    })
    await moveReportsBack(merge.cause, { from: target._id, to: source._id }, cause)
    await movePromisesBack(target._id, source._id)
    await moveDissuasionsBack(target._id, source._id)
    await moveMediationsBack(target._id, source._id)
    await noteOnTicket(target._id, community._id, { ...act(`${source.number}号分出去`), kind: 'split' })
    const content = { text: apartText(apart, target.number) }
    const told = { kind: 'apart', content, statuses: activeStatuses }
    notify(...tellReporters(apart, await reportsMovedBy(cause), told))
    notify(...(await newTicketNotices(community, apart, now)))
    return { text: `${source.number}号又单独办了，报的住户也分回来了，已告诉他们。` }
  },
})

/** The ticket of the number itself; `ticket` is the one that goes on for it. */
async function sourceOf({ data, community, ticket }: Context): Promise<Ticket> {
  const [found] = await findByNumber([community._id], Number(data.ticket))
  return found ?? ticket
}

function mergeOf({ events }: Ticket): { cause: string; at: Date } {
  const event = events.findLast(({ to }) => to === 'closed')
  return { cause: event?.id ?? '', at: event?.at ?? new Date(0) }
}

function refuseLate({ community, now }: Context, source: Ticket, mergedAt: Date): void {
  const hours = policyFor(community, 'mergeUndoHours')
  if (now <= addHours(mergedAt, hours)) return
  throw new Refusal(
    'too_late',
    `${source.number}号合并已经超过${hours}小时。真不是一件事，用“拆分”把那几户分出去。`,
  )
}
