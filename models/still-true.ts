import type { Content } from '../domain/message.ts'
import type { Premise } from '../domain/premise.ts'
import { holdsOf } from '../domain/premise.ts'
import { listText } from '../domain/wording.ts'
import type { Delivery } from './delivery.ts'
import { getTicket } from './ticket.ts'

/**
 * What of a delivery still holds, asked just before it is sent: the whole of it, a list without what is over, or null when
 * nothing of it does.
 */
export async function contentStillTrue(
  delivery: Pick<Delivery, 'premise' | 'list' | 'content'>,
): Promise<Content | null> {
  const { premise, list, content } = delivery
  if (premise && !(await holds(premise))) return null
  if (!list) return content
  const isTrue = await Promise.all(list.items.map((item) => holds(item.premise)))
  const left = list.items.filter((_item, i) => isTrue[i])
  const lines = left.map(({ text }) => text)
  return left.length > 0 ? { ...content, text: listText(list.head, lines) } : null
}

async function holds(premise: Premise): Promise<boolean> {
  const ticket = await getTicket(premise.ticketId)
  return ticket !== null && holdsOf(ticket, premise)
}
