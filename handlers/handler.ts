import type { ZodType } from 'zod'
import { z } from 'zod'
import type { Actor, Role } from '../domain/access.ts'
import type { Incoming, Reply } from '../domain/message.ts'
import type { Intent } from '../domain/triage.ts'
import type { Chat } from '../models/chat.ts'
import type { Community } from '../models/community.ts'
import type { Notice } from '../models/delivery.ts'
import type { Understanding } from '../models/inbound.ts'
import type { LinkPurpose } from '../models/link.ts'
import type { Person } from '../models/person.ts'
import type { Act, Ticket } from '../models/ticket.ts'

/** How people and buttons name a ticket: its number, or its id. */
export const TicketRef = z.string().regex(/^(?:\d{1,9}|[0-9a-f]{24})$/u)

const takenBack = /^(?:算了|不用了|取消|没事了?|等等|等一下|好的?|知道了|收到)$/u

/** Reads an answer in free words; a new matter somewhere, or a word that takes it back, is none. */
export function readNote(field: string) {
  return (text: string, matters: Understanding['matters']): Record<string, string> | null => {
    const isNewMatter = matters.some(({ triage }) => triage.isComplaint && triage.building !== null)
    return text.length < 2 || takenBack.test(text) || isNewMatter ? null : { [field]: text }
  }
}

const ticketNumber = '[\\s:：【#]*(?<ticket>\\d{1,9})[】号]*'

/** A command of a verb and a ticket's number. */
export function numbered(verbs: string): RegExp {
  return new RegExp(`^(?:${verbs})${ticketNumber}$`, 'su')
}

/** As `numbered`, with more words after the number; the verb alone is a command, too, and asks for the number. */
export function numberedWith(verbs: string, rest: string): RegExp {
  return new RegExp(`^(?:${verbs})(?:${ticketNumber}(?:[\\s，,：:。给]*(?<${rest}>\\S.*)?)?)?$`, 'su')
}

/** What every behaviour may know and use. */
export interface Context<Data> {
  /** Id of the inbound row: the cause of everything this run changes. */
  cause: string
  now: Date
  incoming: Incoming
  person: Person
  data: Data
  /** Signing secrets, the current one first. */
  secrets: readonly string[]
  /** Puts messages to others into the outbox, once the handler has returned. */
  notify(...notices: Notice[]): void
}

/** The same for behaviours inside a community. */
export interface PlacedContext<Data> extends Context<Data> {
  /**
   * Decides once per row: what `make` finds is stored before anything changes, so that a re-run after a crash acts on
   * the same decision although the state has moved on.
   */
  decide<T>(name: string, make: () => Promise<T>): Promise<T>
  actor: Actor
  chat: Chat
  community: Community
  matters: Understanding['matters']
  /** Lines of the chat record that was forwarded; zero for the speaker's own words. */
  recordLines: number
  /** A link to a page for this person alone, good for one day and one opening; null where there are no pages. */
  link(purpose: LinkPurpose, ticketId: string | null): Promise<string | null>
  /** The act for a ticket's history, with this row as its cause. */
  act(note?: string): Act
}

/** The same for behaviours on one ticket; its community is the one roles are looked up in. */
export interface TicketContext<Data> extends PlacedContext<Data> {
  ticket: Ticket
}

/** The ways to a behaviour. A button or a form reaches it by its name when `action` is set. */
export interface Doors {
  /** Chat words; named groups become the data. */
  command?: RegExp
  action?: true
  /** What was understood in plain words. */
  intents?: readonly Intent[]
  /** An answer to a question that this behaviour asked. `read` returns null for words that are no answer. */
  question?: {
    name: string
    read(text: string, matters: Understanding['matters']): Record<string, string> | null
  }
}

interface Declared<Data> {
  /** Equal to the file's name. */
  name: string
  /** The line in 帮助, for those who may. */
  help?: string
  /** Words that reach this behaviour and no earlier one. */
  example?: string
  on: Doors
  data: ZodType<Data>
  allow: readonly Role[]
  /** Only in groups, or only in private. */
  where?: 'group' | 'private'
  /** Its `words` tell of the matter itself, so that a danger in them is answered at once. */
  tells?: true
}

/** Declared as working on one ticket: dispatch finds it by number or id before rights are checked. */
export interface TicketHandler<Data> extends Declared<Data> {
  needs: 'ticket'
  /** Which ticket is meant when none was named; null when this behaviour is not meant at all. */
  find?(context: PlacedContext<Data>): Promise<Ticket | null>
  handle(context: TicketContext<Data>): Promise<Reply | null>
}

/** Declared as working inside a community. */
export interface PlacedHandler<Data> extends Declared<Data> {
  needs: 'community'
  handle(context: PlacedContext<Data>): Promise<Reply | null>
}

/** Declared as working anywhere, bound group or not. */
export interface FreeHandler<Data> extends Declared<Data> {
  needs: 'nothing'
  handle(context: Context<Data>): Promise<Reply | null>
}

// biome-ignore lint/suspicious/noExplicitAny: the list holds handlers of every data type; each parses its own
export type Handler<Data = any> = TicketHandler<Data> | PlacedHandler<Data> | FreeHandler<Data>

/** Declares a behaviour on one ticket. */
export function defineTicketHandler<Data>(handler: Omit<TicketHandler<Data>, 'needs'>): TicketHandler<Data> {
  return { ...handler, needs: 'ticket' }
}

/** Declares a behaviour inside a community. */
export function defineHandler<Data>(handler: Omit<PlacedHandler<Data>, 'needs'>): PlacedHandler<Data> {
  return { ...handler, needs: 'community' }
}

/** Declares a behaviour that works before a group is bound. */
export function defineFreeHandler<Data>(handler: Omit<FreeHandler<Data>, 'needs'>): FreeHandler<Data> {
  return { ...handler, needs: 'nothing' }
}
