import type { Delivery } from './delivery.ts'
import { getTicket } from './ticket.ts'

/** Whether what a delivery says still holds; asked just before it is sent. */
export async function isStillTrue({ premise }: Pick<Delivery, 'premise'>): Promise<boolean> {
  if (!premise) return true
  const ticket = await getTicket(premise.ticketId)
  return ticket !== null && premise.statuses.includes(ticket.status)
}
