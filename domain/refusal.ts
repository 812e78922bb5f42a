import type { Reply } from './message.ts'
import type { Phones } from './phones.ts'
import { numberOfTeam } from './phones.ts'
import type { Team } from './policy/categories.ts'
import { ownerName } from './policy/first-owner.ts'

/** A rule says no. `reply` is what the person is told: who is responsible or what to do instead. */
export class Refusal extends Error {
  readonly code: string
  readonly reply: Reply

  constructor(code: string, reply: Reply | string) {
    super(code)
    this.name = 'Refusal'
    this.code = code
    this.reply = typeof reply === 'string' ? { text: reply } : reply
  }
}

/** The answer to staff who act on a ticket of the other side: who has it and how to reach them. */
export function notTheirs(ticket: { number: number; team: Team }, phones: Phones): Refusal {
  const who = ownerName[ticket.team]
  const phone = numberOfTeam(phones, ticket.team)
  return new Refusal('not_theirs', `${ticket.number}号由${who}办理${phone ? `，电话${phone}` : ''}。`)
}
