import type { Incoming } from '../domain/message.ts'
import { commandWords } from '../domain/message.ts'
import { quotedTicket } from '../domain/quoted-ticket.ts'
import { detectHazard } from '../domain/understanding/hazard.ts'
import type { Handler } from '../handlers/handler.ts'

/** A behaviour that words name, and what they say to it. */
export interface Command {
  handler: Handler
  data: Record<string, string>
}

type Words = Pick<Incoming, 'text' | 'quote' | 'quotedTicket'>

/** The command that words are, if they are one; without a number they are about the ticket that the quoted message names. */
export function findCommand(handlers: readonly Handler[], incoming: Words): Command | null {
  const words = commandWords(incoming.text)
  const said = match(handlers, words)
  if (said?.data.ticket) return said
  const ticket = quotedTicket(incoming)
  const meant = ticket ? match(handlers, withAnyNumber(words)) : null
  return meant?.data.ticket && ticket ? { ...meant, data: { ...meant.data, ticket } } : said
}

function match(handlers: readonly Handler[], words: string): Command | null {
  for (const handler of handlers) {
    const found = handler.on.command?.exec(words)
    if (found && !isCryForHelp(found)) return { handler, data: definedGroups(found) }
  }
  return null
}

/** “没好” as “没好 1”, “补充 晚上更响” as “补充 1 晚上更响”. */
function withAnyNumber(words: string): string {
  const { verb = words, rest = '' } = /^(?<verb>\S+?)[\s，,：:]+(?<rest>.+)$/su.exec(words)?.groups ?? {}
  return `${verb} 1 ${rest}`.trim()
}

/** Words of danger that happen to look like a command; with a ticket's number they are about that ticket. */
function isCryForHelp(found: RegExpExecArray): boolean {
  return found.groups?.ticket === undefined && detectHazard(found[0]) !== null
}

function definedGroups(found: RegExpExecArray): Record<string, string> {
  return Object.fromEntries(Object.entries(found.groups ?? {}).filter(([, value]) => value !== undefined))
}
