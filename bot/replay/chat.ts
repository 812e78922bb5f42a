import type { ThreadMessage } from '../../domain/replay-thread.ts'

/** A line that could not be read, and why. */
export interface Unread {
  line: number
  text: string
  why: string
}

/** One chat out of a file. */
export interface ReadChat {
  title: string
  building?: string
  unit?: string
  messages: ThreadMessage[]
}

/** Everything in a file: which form it has, its chats, and what could not be read of it. */
export interface ReadFile {
  format: string
  chats: ReadChat[]
  unread: Unread[]
  /** What whoever reads the report has to know about the reading. */
  remarks: string[]
}
