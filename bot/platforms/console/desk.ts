import { isLate, statusName } from '../../../domain/ticket-flow.ts'
import type { Urgency } from '../../../domain/triage.ts'
import { getChat } from '../../../models/chat.ts'
import type { ConsoleChat } from '../../../models/console-world.ts'
import { listConsoleChats } from '../../../models/console-world.ts'
import type { DeliveryStatus } from '../../../models/delivery.ts'
import { listDeliveries } from '../../../models/delivery.ts'
import type { Person } from '../../../models/person.ts'
import { findPeople } from '../../../models/person.ts'
import { voicesOf } from '../../../models/report.ts'
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
  const voices = await voicesOf(tickets.map(({ _id }) => _id))
  return tickets.map((ticket) => ({
    id: ticket._id,
    number: ticket.number,
    summary: ticket.summary,
    status: ticket.status,
    statusName: statusName[ticket.status],
    urgency: ticket.urgency,
    urgencyName: urgencyName[ticket.urgency],
    voices: voices.get(ticket._id) ?? 0,
    team: ticket.team,
    assignee: ticket.assigneeId ? (nameOf.get(ticket.assigneeId) ?? null) : null,
    openedAt: ticket.openedAt,
    answerBy: ticket.answerBy,
    answeredAt: ticket.answeredAt,
    isLate: isLate(ticket, now),
    urged: ticket.events.filter(({ kind }) => kind === 'urged').length,
  }))
}

/** The outbox as the simulator shows it, by the time that stands beside each row, newest first. */
export async function deskDeliveries() {
  const deliveries = await listDeliveries({ limit: mostRows })
  const people = await findPeople(deliveries.flatMap(({ to }) => ('personId' in to ? to.personId : [])))
  const ofPerson = new Map(people.map((person) => [person._id, privateChatOf(person)]))
  const names = new Map((await listConsoleChats()).map((chat) => [chat._id, nameOf(chat)]))
  const rows = await Promise.all(
    deliveries.map(async (delivery) => {
      const { to } = delivery
      const own = 'personId' in to ? ofPerson.get(to.personId) : undefined
      const chatId = 'chatId' in to ? (await getChat(to.chatId))?.externalId : own?.id
      return {
        id: delivery._id,
        kind: delivery.kind,
        recipient: names.get(chatId ?? '') ?? own?.name ?? '—',
        chatId: chatId ?? null,
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
  return rows.sort((a, b) => shownTime(b) - shownTime(a))
}

function shownTime({ sentAt, queuedAt }: { sentAt: Date | null; queuedAt: Date }): number {
  return (sentAt ?? queuedAt).getTime()
}

/** Where a person hears the bot alone; without an id for people of other platforms. */
function privateChatOf({ identities, name }: Person): { id?: string; name: string } {
  const here = identities.find(({ platform }) => platform === 'console')
  return { name: `${name}（私聊）`, ...(here ? { id: `dm-${here.externalId}` } : {}) }
}

/** A private chat by the person in it, however it is reached. */
function nameOf({ kind, title, members: [member] }: ConsoleChat): string {
  return kind === 'private' && member ? `${member.name}（私聊）` : title
}
