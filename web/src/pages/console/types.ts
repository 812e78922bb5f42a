import type { Role } from '../../../../domain/access.ts'

export interface Member {
  id: string
  name: string
  role: Role | 'bot'
}

export interface Chat {
  id: string
  kind: 'community' | 'building' | 'staff' | 'private'
  title: string
  members: Member[]
}

/** The pictures of one message, and which of them is looked at. */
export interface Album {
  images: string[]
  at: number
}

/** One message of a merged forward. */
export interface Forwarded {
  name: string
  text: string
  at: string
}

export interface Message {
  id: string
  seq: number
  chatId: string
  senderId: string
  at: string
  text: string
  fields?: { label: string; value: string }[]
  buttons?: { action: string; label: string }[]
  images?: string[]
  quote?: string
  forwarded?: Forwarded[]
}

export interface TicketRow {
  id: string
  number: number
  summary: string
  status: string
  statusName: string
  urgency: string
  urgencyName: string
  voices: number
  team: string
  assignee: string | null
  answerBy: string | null
  answeredAt: string | null
  isLate: boolean
}

export interface DeliveryRow {
  id: string
  recipient: string
  /** The chat it goes to. */
  chatId: string | null
  text: string
  status: string
  statusName: string
  queuedAt: string
  notBefore: string | null
  sentAt: string | null
}

/** Who sits in a column, and which chat is open there. */
export interface Seat {
  personId: string
  chatId: string | null
}

/** What a person sends. */
export interface Letter {
  text: string
  images?: string[]
  quote?: string
  quoteId?: string
  forwarded?: Forwarded[]
  key: string
}

/** What the bot answers to a click; `result` tells whether anything was done. */
export interface ClickAnswer {
  answer: { text: string }
  result?: 'done' | 'refused' | 'asked' | 'pending'
}
