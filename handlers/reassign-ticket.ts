import { z } from 'zod'
import { canHandle, handlingRoles } from '../domain/access.ts'
import { button } from '../domain/message.ts'
import { notTheirs, Refusal } from '../domain/refusal.ts'
import { isActive, statusName } from '../domain/ticket-flow.ts'
import { ticketCard } from '../domain/wording.ts'
import { teamOf } from '../models/duty.ts'
import type { Person } from '../models/person.ts'
import { findPeople } from '../models/person.ts'
import { countVoices } from '../models/report.ts'
import { hasHappened, moveTicket } from '../models/ticket.ts'
import type { TicketContext } from './handler.ts'
import { defineTicketHandler, numberedWith, TicketRef } from './handler.ts'

/** Passes a ticket to a named colleague of the same team, who is told in private; without a name it offers the names. */
export const reassignTicket = defineTicketHandler({
  name: 'reassign-ticket',
  help: '转派 编号 姓名',
  example: '转派 1024 王工',
  on: { command: numberedWith('转派', 'to'), action: true },
  data: z.object({ ticket: TicketRef.optional(), to: z.string().optional() }),
  allow: handlingRoles,
  async handle(context) {
    const { ticket, actor, community, act, data, now, notify, cause } = context
    if (!canHandle(actor, ticket)) throw notTheirs(ticket, community.phones)
    if (!isActive(ticket.status) && !hasHappened(ticket, cause)) {
      throw new Refusal(
        'not_active',
        `${ticket.number}号现在是“${statusName[ticket.status]}”，不用转派。住户说没好，会重新打开。`,
      )
    }
    const colleagues = await findPeople(await teamOf(community, ticket.team, now))
    if (!data.to) return offer(context, colleagues)
    const [chosen, another] = pick(colleagues, data.to)
    if (!chosen || another) {
      throw new Refusal(
        'no_such_colleague',
        `没有找到唯一一位“${data.to}”。可以转派给：${names(colleagues)}。`,
      )
    }
    const moved = await moveTicket(ticket._id, community._id, {
      ...act(chosen.name),
      to: 'assigned',
      set: { assigneeId: chosen._id },
    })
    const voices = await countVoices(ticket._id)
    notify({
      kind: 'reassigned',
      to: { personId: chosen._id },
      audience: ticket.team,
      priority: ticket.urgency === 'emergency' ? 'emergency' : 'notice',
      ticketId: ticket._id,
      premise: { ticketId: ticket._id, statuses: ['assigned'] },
      content: (at) => ticketCard(moved, voices, at),
    })
    return { text: `${ticket.number}号已转给${chosen.name}。` }
  },
})

function pick(colleagues: Person[], wanted: string): Person[] {
  const exact = colleagues.filter((person) => person._id === wanted || person.name === wanted)
  return exact.length > 0 ? exact : colleagues.filter((person) => person.name.includes(wanted))
}

function names(colleagues: Person[]): string {
  return colleagues.map((person) => person.name).join('、') || '暂时没有别的同事'
}

function offer({ ticket, actor }: TicketContext<unknown>, colleagues: Person[]) {
  const others = colleagues.filter((person) => person._id !== actor.personId).slice(0, 6)
  return {
    text: `${ticket.number}号转给谁？回“转派 ${ticket.number} 姓名”。`,
    asks: true as const,
    buttons: others.map((person) =>
      button(person.name, `转派 ${ticket.number} ${person.name}`, 'reassign-ticket', {
        ticket: ticket._id,
        to: person._id,
      }),
    ),
  }
}
