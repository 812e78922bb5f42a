import { isActive, statusName } from '../../../domain/ticket-flow.ts'
import type { Urgency } from '../../../domain/triage.ts'
import { getChat } from '../../../models/chat.ts'
import { listConsoleChats } from '../../../models/console-world.ts'
import type { DeliveryStatus } from '../../../models/delivery.ts'
import { listDeliveries } from '../../../models/delivery.ts'
import { findPeople } from '../../../models/person.ts'
import { countVoices } from '../../../models/report.ts'
import { listTickets } from '../../../models/ticket.ts'

const mostRows = 100

const urgencyName: Record<Urgency, string> = { normal: '一般', urgent: '紧急', emergency: '险情' }

const deliveryStatusName: Record<DeliveryStatus, string> = {
  queued: '待发',
  sending: '正在发',
  sent: '已发',
  failed: '没发成',
  uncertain: '不确定',
  cancelled: '不再发',
  expired: '已过期',
  unreachable: '联系不上',
}

/** The ticket list as the simulator shows it. */
export async function deskTickets(now: Date) {
  const tickets = await listTickets({ limit: mostRows })
  const people = await findPeople(tickets.flatMap((ticket) => ticket.assigneeId ?? []))
  const nameOf = new Map(people.map((person) => [person._id, person.name]))
  return Promise.all(
    tickets.map(async (ticket) => ({
      id: ticket._id,
      number: ticket.number,
      summary: ticket.summary,
      status: ticket.status,
      statusName: statusName[ticket.status],
      urgency: ticket.urgency,
      urgencyName: urgencyName[ticket.urgency],
      voices: await countVoices(ticket._id),
      team: ticket.team,
      assignee: ticket.assigneeId ? (nameOf.get(ticket.assigneeId) ?? null) : null,
      openedAt: ticket.openedAt,
      answerBy: ticket.answerBy,
      answeredAt: ticket.answeredAt,
      isLate: isActive(ticket.status) && ticket.answeredAt === null && ticket.answerBy < now,
    })),
  )
}

/** The outbox as the simulator shows it, newest first. */
export async function deskDeliveries() {
  const deliveries = await listDeliveries({ limit: mostRows })
  const people = await findPeople(deliveries.flatMap(({ to }) => ('personId' in to ? to.personId : [])))
  const nameOf = new Map(people.map((person) => [person._id, `${person.name}（私聊）`]))
  const titles = new Map((await listConsoleChats()).map((chat) => [chat._id, chat.title]))
  return Promise.all(
    deliveries.map(async (delivery) => {
      const { to } = delivery
      const chat = 'chatId' in to ? await getChat(to.chatId) : null
      const recipient = 'personId' in to ? nameOf.get(to.personId) : titles.get(chat?.externalId ?? '')
      return {
        id: delivery._id,
        kind: delivery.kind,
        recipient: recipient ?? '—',
        text: delivery.content.text,
        status: delivery.status,
        statusName: deliveryStatusName[delivery.status],
        priority: delivery.priority,
        queuedAt: delivery.queuedAt,
        notBefore: delivery.notBefore,
        sentAt: delivery.sentAt,
        proof: delivery.proof,
      }
    }),
  )
}
