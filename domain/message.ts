import { z } from 'zod'

/** A button; `command` is the text that does the same where buttons cannot be shown. */
export interface Button {
  label: string
  action: string
  command: string
}

/** What the bot says, in the one neutral shape that every platform renders with its own means. */
export interface Content {
  text: string
  fields?: { label: string; value: string }[]
  buttons?: Button[]
  /** Whom an answer in a group is for, as the group knows that person; left out where a platform cannot mention. */
  mention?: { externalId: string; name: string }
  /** The ticket it is about, for services that hand it on. */
  about?: { number: number; community: string }
}

/** What a handler answers to the speaker. */
export interface Reply extends Content {
  /** Keeps it out of the group the question was asked in; the group reads `groupText` instead. */
  private?: boolean
  groupText?: string
  /** Only a question so far: nothing is done before it is answered. */
  asks?: true
}

/** How a click ended: done, refused, or with a question before anything is done. */
export interface ClickAnswer {
  answer: Content
  result: 'done' | 'refused' | 'asked'
}

/** Where words were said: a group the bot sits in, or a private chat with one person. */
export interface ChatRef {
  platform: string
  externalId: string
  isGroup: boolean
}

/** A message, a click or a form as an adapter hands it over: verified, decrypted and in one shape for all platforms. */
export interface Incoming {
  /** `channel:bot:vendorKey`, made by the adapter from the vendor's own id, never from content. */
  key: string
  kind: 'message' | 'action' | 'form'
  chat: ChatRef
  sender: { externalId: string; name: string }
  text: string
  /** Whether the bot was addressed (@ in a group; always in private). */
  isAddressed: boolean
  images: string[]
  /** The lines of a chat record that was forwarded, where the platform tells them apart. */
  forwarded?: { name: string | null; text: string }[]
  /** Text of the message that was quoted, if any; platforms rarely tell its author. */
  quote?: string
  /** Id of the ticket that the buttons under the quoted message are about, where the platform tells. */
  quotedTicket?: string
  /** Name of the operation for clicks and forms. */
  action?: string
  data?: Record<string, string>
}

/** Whether two messages, clicks or forms are one and the same thing, sent twice. */
export function isSameDeed(a: Incoming, b: Incoming): boolean {
  return deedOf(a) === deedOf(b)
}

function deedOf({ kind, chat, sender, text, images, quote, action, data }: Incoming): string {
  const deed = [kind, chat.externalId, sender.externalId, text, images, quote ?? null, action ?? null]
  // What was stored has lost its halves of surrogate pairs.
  return JSON.stringify([...deed, Object.entries(data ?? {}).sort()]).replace(
    /\\ud[89a-f][0-9a-f]{2}/giu,
    '\ufffd',
  )
}

/** The longest text kept with a report; the inbound row keeps all of it. */
export const longestReportText = 4000

const ActionToken = z.string().max(500)

/** Writes a button's action and its data as one string that survives every platform's button key. */
export function encodeAction(name: string, data: Record<string, string>): string {
  return `${name}?${new URLSearchParams(data)}`
}

/** Reads an action string; the data is as untrusted as any input. Returns null when it is not one. */
export function decodeAction(token: unknown): { name: string; data: Record<string, string> } | null {
  const parsed = ActionToken.safeParse(token)
  if (!parsed.success) return null
  const match = /^(?<name>[a-z][a-z-]*)(?:\?(?<query>.*))?$/su.exec(parsed.data)
  if (!match?.groups?.name) return null
  return { name: match.groups.name, data: Object.fromEntries(new URLSearchParams(match.groups.query ?? '')) }
}

/** Makes a button whose click and whose text command are the same operation. */
export function button(label: string, command: string, name: string, data: Record<string, string>): Button {
  return { label, command, action: encodeAction(name, data) }
}

/** “1024没好”, “1024号进度”: the number first, as people say it. */
const numberFirst =
  /^(?<n>\d{3,9})号?[，,：:\s]*(?<verb>进度|怎么样了|到哪一步了|还没好|没好|没修好|好了|修好了|撤回|催办|催一下)(?:吧|呢|了)?$/u
const sameAs: Record<string, string> = { 怎么样了: '进度', 到哪一步了: '进度' }

/** Words as commands are matched against: plain, without courtesies and stops around them, the verb before the number. */
export function commandWords(text: string): string {
  const words = plainWords(text)
    .replace(/^[，,、：:。.]+/u, '')
    .replace(/[\s，,。.!！?？~～]*(?:谢谢(?:你|您)?|麻烦了)?[\s。.!！?？~～]*$/u, '')
  const { n, verb } = numberFirst.exec(words)?.groups ?? {}
  return n && verb ? `${sameAs[verb] ?? verb} ${n}` : words
}

/** Full-width letters and digits, as phones type them. */
const wide = /[０-９Ａ-Ｚａ-ｚ]/gu
const wideShift = 0xfee0

/** Words as a person meant them: half-width digits, one space at most, nothing invisible; what commands are matched against. */
export function plainWords(text: string): string {
  return text
    .slice(0, longestReportText)
    .replace(wide, (letter) => String.fromCodePoint((letter.codePointAt(0) ?? 0) - wideShift))
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]+/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim()
}
