import type { Actor, TicketFacts } from './access.ts'
import { canHandle, supervises } from './access.ts'
import type { Phones } from './phones.ts'
import { notTheirs, Refusal } from './refusal.ts'

/** Refuses whoever neither handles a ticket nor watches over it for 社区, and says whose it is. */
export function refuseOthers(actor: Actor, ticket: TicketFacts & { number: number }, phones: Phones): void {
  if (!canHandle(actor, ticket) && !supervises(actor, ticket)) throw notTheirs(ticket, phones)
}

/** Refuses whatever would bring a second person to a sensitive lead; whoever has it goes on alone. */
export function refuseForOne({ lead, number }: Pick<TicketFacts, 'lead'> & { number: number }): void {
  if (lead === null) return
  throw new Refusal(
    'for_one',
    `${number}号只交给您一个人，不再转给别人定。要请别的单位处理，回“转交 ${number} 单位”，您接着盯。`,
  )
}
