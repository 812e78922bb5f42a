import { z } from 'zod'
import { canHandle, districtRoles, handlingRoles, hasRole } from '../domain/access.ts'
import type { Reply } from '../domain/message.ts'
import type { Team } from '../domain/policy/categories.ts'
import { policyFor } from '../domain/policy/index.ts'
import { notTheirs, Refusal } from '../domain/refusal.ts'
import { sideName } from '../domain/wording.ts'
import { askInChat } from '../models/conversation.ts'
import { responders, watchersOf } from '../models/duty.ts'
import { ownerNotices } from '../models/owner-notices.ts'
import type { Ticket } from '../models/ticket.ts'
import { moveTicket, noteOnTicket } from '../models/ticket.ts'
import type { TicketContext } from './handler.ts'
import { defineTicketHandler, numberedWith, readNote, TicketRef } from './handler.ts'

const reasonMinutes = 30
const longestReason = 200

/** Gives a ticket back with a reason; 物业 and 社区 hear it so that somebody passes it on. */
export const handBackTicket = defineTicketHandler({
  name: 'hand-back-ticket',
  help: '退回 编号 原因',
  example: '退回 1024 不是我们的管线',
  on: {
    command: numberedWith('退回', 'reason'),
    action: true,
    question: { name: 'hand-back-reason', read: readNote('reason') },
  },
  data: z.object({ ticket: TicketRef.optional(), reason: z.string().optional() }),
  allow: handlingRoles,
  async handle(context) {
    const { ticket, actor, community, act, data, now } = context
    if (!canHandle(actor, ticket)) throw notTheirs(ticket, community.phones)
    const isTheirs = ticket.assigneeId === null || ticket.assigneeId === actor.personId
    if (!isTheirs && !hasRole(actor, ['property_manager', ...districtRoles])) {
      throw new Refusal('not_assignee', `${ticket.number}号不在您手上，由接单的同事或经理退回。`)
    }
    const reason = data.reason?.trim().slice(0, longestReason)
    if (!reason) return askForReason(context)
    if (ticket.lead) throw new Refusal('for_one', `${ticket.number}号只交给您一个人，不能退回。`)
    const open = await moveTicket(ticket._id, community._id, {
      ...act(reason),
      to: 'open',
      isHandBack: true,
      // To a danger somebody else is called at once, and everybody is alarmed anew if nobody comes.
      set: { assigneeId: null, ...(ticket.urgency === 'emergency' ? { pageAt: now, alarms: 0 } : {}) },
    })
    if (open.handBacks >= policyFor(community, 'handBacksToStreet')) return askStreet(context, open)
    await tellOthers(context, reason)
    return { text: `${ticket.number}号已退回，原因已转给${arrangers(ticket)}，由他们另行安排。` }
  },
})

/** Who finds somebody else for it: those who had it, and 社区 where it watches over them. */
function arrangers({ team, accused }: Ticket): string {
  if (team === 'property') return accused === 'district' ? '物业经理' : '社区和物业经理'
  return team === 'committee' ? '社区和业委会' : `${sideName[team]}的同事`
}

/** Whose it is, the sides do not find out by themselves: 街道 decides, and the next tripartite meeting hears of it. */
async function askStreet(
  { community, act, cause, now, notify }: TicketContext<unknown>,
  open: Ticket,
): Promise<Reply> {
  const asked = await noteOnTicket(open._id, community._id, {
    ...act('退回两次，请街道定归属'),
    eventId: `${cause}:street`,
    kind: 'referred',
    set: { agenda: true, referredAt: open.referredAt ?? now },
  })
  notify(...(await ownerNotices(community, asked, now)))
  return {
    text: `${open.number}号已退回。退回${open.handBacks}次了，由街道定归哪一方，退回的原因都转给街道了，也列入下次三方联席会议议题。`,
  }
}

async function askForReason({ ticket, chat, actor, now, cause }: TicketContext<unknown>) {
  await askInChat(chat._id, actor.personId, {
    question: 'hand-back-reason',
    data: { ticket: ticket._id },
    expiresAt: new Date(now.getTime() + reasonMinutes * 60_000),
    askedBy: cause,
  })
  return { text: `${ticket.number}号为什么退回？回一句原因。`, asks: true as const }
}

/** Who passes a ticket on, as those who watch over them say it. */
const spokesman: Record<Team, string> = { ...sideName, property: '物业经理' }

async function tellOthers(context: TicketContext<unknown>, reason: string): Promise<void> {
  const { ticket, community, now, notify, actor } = context
  const district = await watchersOf(community, ticket, now)
  const own = await responders(community, ticket.team, now)
  const people = new Set([...district, ...own])
  people.delete(actor.personId)
  for (const personId of people) {
    notify({
      kind: 'handed-back',
      to: { personId },
      audience: district.includes(personId) ? 'district' : ticket.team,
      priority: ticket.urgency === 'emergency' ? 'emergency' : 'notice',
      ticketId: ticket._id,
      premise: { ticketId: ticket._id, statuses: ['open'] },
      content: {
        text: `【${ticket.number}】${ticket.summary}，${actor.name}退回：${reason}。${own.includes(personId) ? `请另行安排，回“转派 ${ticket.number} 姓名”` : `${spokesman[ticket.team]}正在另行安排`}。`,
      },
    })
  }
}
