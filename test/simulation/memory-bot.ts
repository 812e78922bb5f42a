import type { Delivery } from '../../models/delivery.ts'
import type { Ticket } from '../../models/ticket.ts'
import type { Bot } from './live.ts'
import { createDeeds } from './memory-deeds.ts'
import { createWork } from './memory-work.ts'
import { createWorld } from './memory-world.ts'

/** A bot without a database: the rules of domain/, and what models/ writes, on tickets in memory. */
export interface MemoryBot extends Bot {
  tickets(): Ticket[]
  ticket(id: string): Ticket | undefined
  messages: readonly Delivery[]
}

/** Makes a bot to which nobody has said anything yet. */
export function createMemoryBot(): MemoryBot {
  const world = createWorld()
  const { open, perform } = createDeeds(world)
  const work = createWork(world)
  let turn = 0
  return {
    tickets: () => [...world.tickets.values()],
    ticket: (id) => world.tickets.get(id),
    messages: world.messages,
    act(deed) {
      turn += 1
      const cause = `d${turn}`
      const ticket = deed.ticketId ? world.tickets.get(deed.ticketId) : open(deed, cause)
      const isDone = ticket && (deed.kind === 'report' || perform(ticket, deed, cause))
      if (ticket && isDone) world.tell(ticket, deed.who, `did ${deed.kind}`, deed.at)
    },
    settle(now) {
      world.plan(now)
      world.forEachDue(now, (ticket) => work(ticket, now))
      return world.sendDue(now)
    },
    nextDue: world.nextDue,
  }
}
