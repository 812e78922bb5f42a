import type { Actor, TicketFacts } from './access.ts'
import { canHandle, supervises } from './access.ts'
import type { Phones } from './phones.ts'
import { notTheirs } from './refusal.ts'

/** Refuses whoever neither handles a ticket nor watches over it for 社区, and says whose it is. */
export function refuseOthers(actor: Actor, ticket: TicketFacts & { number: number }, phones: Phones): void {
  if (!canHandle(actor, ticket) && !supervises(actor, ticket)) throw notTheirs(ticket, phones)
}
