import { z } from 'zod'
import { notTheirs, Refusal } from '../domain/refusal.ts'
import { isActive } from '../domain/ticket-flow.ts'
import { sideName } from '../domain/wording.ts'
import { secretaries, teamOf } from '../models/duty.ts'
import { decidedNotices, ownerSides } from '../models/owner-notices.ts'
import { hasHappened, moveTicket } from '../models/ticket.ts'
import { newTicketNotices } from '../models/ticket-notices.ts'
import type { TicketContext } from './handler.ts'
import { defineTicketHandler, numberedWith, TicketRef } from './handler.ts'

type Context = TicketContext<{ side?: string | undefined }>

/** Lets 街道 decide whose a ticket is that was handed back too often; that side gets it, and the others hear it. */
export const decideOwner = defineTicketHandler({
  name: 'decide-owner',
  help: '定归属 编号 物业',
  example: '定归属 1024 物业',
  on: { command: numberedWith('定归属', 'side'), action: true },
  data: z.object({ ticket: TicketRef.optional(), side: z.string().optional() }),
  allow: ['street', 'district_secretary'],
  async handle(context) {
    const { ticket, community, act, now, notify, decide } = context
    await refuseOthers(context)
    const before = await decide('before', async () => ticket.team)
    const team = await sideOf(context)
    const moved = await moveTicket(ticket._id, community._id, {
      ...act(`归${sideName[team]}`),
      to: 'assigned',
      set: { team, assigneeId: null },
    })
    notify(...(await newTicketNotices(community, moved, now)))
    notify(...(await decidedNotices(community, moved, before, now)))
    return { text: `${ticket.number}号归${sideName[team]}办，已通知双方，列入下次三方联席会议议题。` }
  },
})

async function refuseOthers({ ticket, actor, community, now, cause }: Context): Promise<void> {
  const street = await teamOf(community, 'street', now)
  const deciding = street.length > 0 ? street : await secretaries(community, now)
  if (!deciding.includes(actor.personId) || ticket.lead !== null) throw notTheirs(ticket, community.phones)
  if (hasHappened(ticket, cause)) return
  if (!isActive(ticket.status) || !ticket.agenda) {
    throw new Refusal('nothing_to_decide', `${ticket.number}号没有等街道定归属，可能已经定过或办完了。`)
  }
}

async function sideOf({ ticket, data, community, now }: Context) {
  const side = ownerSides.find((one) => data.side?.replace(/^归/u, '') === sideName[one])
  const names = ownerSides.map((one) => sideName[one]).join('、')
  if (!side) throw new Refusal('side_missing', `归哪一方？回“定归属 ${ticket.number} ”加上${names}中的一个。`)
  if (side === ticket.accused) {
    throw new Refusal('accused', `${ticket.number}号反映的就是${sideName[side]}，不能归${sideName[side]}办。`)
  }
  if ((await teamOf(community, side, now)).length === 0) {
    throw new Refusal('nobody_there', `${community.name}还没有登记${sideName[side]}的人，请换一方。`)
  }
  return side
}
