import type { Incident, Placement } from '../place-message.ts'
import { categoryTable } from '../policy/categories.ts'
import { retitled } from '../retitle.ts'
import type { TicketStatus } from '../ticket-flow.ts'
import type { Category, Hazard, Location, Triage, Urgency } from '../triage.ts'
import { isUnsure, moreUrgent, sureEnough } from '../triage.ts'
import { chooseCategory } from '../understanding/choose-category.ts'
import { findHits } from '../understanding/lexicon.ts'
import { normaliseText } from '../understanding/normalise-text.ts'
import { formatPublicPlace } from '../understanding/place.ts'
import { agreementIn } from './agreement.ts'
import { amendedPlace, joinedPlace } from './amended-place.ts'
import { isGoingOn } from './coming-back.ts'
import { answeredPlace, isPlaceAnswer } from './place-answer.ts'
import type { NamedHome } from './sender-name.ts'
import { withHome } from './with-home.ts'

/** A ticket of a replayed chat as it stands, with the messages that belong to it. */
export interface ThreadTicket extends Location {
  id: string
  category: Category
  urgency: Urgency
  hazard: Hazard | null
  status: TicketStatus
  wasReopened: boolean
  /** Whose reports stand; once the ticket is withdrawn, whose stood. */
  reporters: string[]
  messageIds: string[]
  summary: string
  openedAt: Date
  lastReportAt: Date
  confidence: number
  /** What would have to be asked. */
  missing: Triage['missing']
  /** Said too vaguely for a ticket, and nobody has said more. */
  isHeld: boolean
  /** All that residents said about it. */
  said: string
  /** The last word about it in the chat, whoever said it. */
  lastHereAt: Date
  /** When each person last said something about it. */
  spokenAt: ReadonlyMap<string, Date>
}

/** What somebody said of a ticket. */
export interface Saying {
  messageId: string
  at: Date
  sender: string
  isStaff: boolean
  text: string
  home: NamedHome | null
  triage: Triage
  /** The place it answers for, where a question was open. */
  answers: 'building' | 'unit' | null
}

/** A new ticket out of what somebody said; vague words are held back. */
export function openedBy(id: string, said: Saying): ThreadTicket {
  const { at, sender } = said
  const category = said.triage.category ?? guessedCategory(said.text)
  const triage = said.triage.isComplaint
    ? said.triage
    : withHome(asIfReported(said.triage, category), said.home)
  const { building, unit, room, place, urgency, hazard, missing } = triage
  return {
    id,
    category,
    urgency,
    hazard,
    status: 'assigned',
    wasReopened: false,
    reporters: [sender],
    messageIds: [said.messageId],
    summary: triage.summary || `${formatPublicPlace(triage)}${categoryTable[category].name}`,
    building,
    unit,
    room,
    place,
    openedAt: at,
    lastReportAt: at,
    // Who has not even said what it is can be said better by anybody.
    confidence: isBareCry(said) ? 0 : triage.confidence,
    missing,
    isHeld: said.triage.category === null && isUnsure(said.triage),
    said: said.text,
    lastHereAt: at,
    spokenAt: new Map([[sender, at]]),
  }
}

const longestCry = 6

/** 快来人, 救命: that something is wrong, and not what. */
function isBareCry({ text, triage }: Saying): boolean {
  return triage.category === null || (triage.category === 'other' && text.length <= longestCry)
}

function asIfReported(triage: Triage, category: Category): Triage {
  return {
    ...triage,
    isComplaint: true,
    category,
    missing: categoryTable[category].isInHome ? ['building'] : [],
  }
}

function guessedCategory(text: string): Category {
  const normal = normaliseText(text)
  return chooseCategory(normal, findHits(normal))?.category ?? 'other'
}

/** The ticket after what somebody said did this to it. */
export function changedBy(ticket: ThreadTicket, kind: Placement['kind'], said: Saying): ThreadTicket {
  const heard = hear(ticket, said)
  switch (kind) {
    case 'join':
      return joined(relabelled(heard, said), said)
    case 'amend':
      return amended(relabelled(heard, said), said)
    case 'urge':
      return ticket.reporters.includes(said.sender) ? amended(heard, said) : heard
    case 'reopen':
      return { ...joined(heard, said), status: 'assigned', wasReopened: true }
    case 'settle':
      return { ...heard, isHeld: false, status: 'resolved' }
    case 'confirm':
    case 'resolve':
      return { ...heard, status: 'closed' }
    case 'withdraw':
      return withdrawn(heard, said)
    default:
      return heard
  }
}

/** The ticket as placing sees it when this person speaks. */
export function incidentFor(ticket: ThreadTicket, sender: string): Incident {
  return {
    ...ticket,
    ticketId: ticket.id,
    isOwn: ticket.reporters.includes(sender),
    isUnsure: ticket.confidence < sureEnough,
  }
}

// Words of 物业 are no part of what was reported.
function hear(ticket: ThreadTicket, saying: Saying): ThreadTicket {
  const { messageId, at, sender, isStaff, text, triage } = saying
  if (isStaff) return { ...ticket, lastHereAt: at }
  const messageIds = [...new Set([...ticket.messageIds, messageId])]
  const spokenAt = new Map([...ticket.spokenAt, [sender, at]])
  const said = `${ticket.said}\n${text}`
  const isHeld = ticket.isHeld && !bearsOut(triage, text)
  return { ...ticket, isHeld, messageIds, spokenAt, said, lastReportAt: at, lastHereAt: at }
}

/** Whether words make a matter of what was said too vaguely before. */
function bearsOut(triage: Triage, text: string): boolean {
  return triage.isComplaint || agreementIn(text) !== null || isGoingOn(text) || isPlaceAnswer(text)
}

function joined(ticket: ThreadTicket, { sender, triage, home, text }: Saying): ThreadTicket {
  const reporters = [...new Set([...ticket.reporters, sender])]
  const place = joinedPlace(ticket, { text, place: triage.place }, home, reporters.length)
  return { ...placed(ticket, place), reporters, urgency: moreUrgent(ticket.urgency, triage.urgency) }
}

function amended(ticket: ThreadTicket, { text, triage, answers }: Saying): ThreadTicket {
  const known = answers ? placed(ticket, answeredPlace(ticket, text, answers)) : ticket
  return {
    ...placed(known, amendedPlace(known, triage, text)),
    urgency: moreUrgent(ticket.urgency, triage.urgency),
  }
}

function placed(ticket: ThreadTicket, { building, unit, room, place }: Location): ThreadTicket {
  const now = { building, unit, room, place }
  const missing = ticket.missing.filter((level) => now[level] === null)
  return { ...ticket, ...now, missing, summary: retitled(ticket, now) }
}

/** What was hardly understood at first takes the name that clearer words give it. */
function relabelled(ticket: ThreadTicket, { triage }: Saying): ThreadTicket {
  const { category, confidence, summary } = triage
  const isClearer = ticket.confidence < sureEnough && category !== null && confidence > ticket.confidence
  if (!isClearer) return ticket
  const isNeeded = !categoryTable[category].isCommunityWide
  return {
    ...ticket,
    category,
    confidence,
    summary: retitled({ ...triage, summary }, ticket),
    missing: isNeeded ? triage.missing.filter((level) => ticket[level] === null) : [],
  }
}

function withdrawn(ticket: ThreadTicket, { sender }: Saying): ThreadTicket {
  const rest = ticket.reporters.filter((reporter) => reporter !== sender)
  return rest.length > 0 ? { ...ticket, reporters: rest } : { ...ticket, status: 'withdrawn' }
}
